/** What each act of the terminal does: some ask first, the others send. */

import {send} from "/live/command.js";
import {bodyOf} from "/static/acts.js";
import {entered} from "/static/intake.js";
import {openStanding} from "/static/standing.js";
import {t} from "/static/words.js";
import {ACTS, EARLY, lastStep, mainAct, may, nextStep} from "./acts.js";
import {stopAct, switchAct} from "./by-itself.js";
import {command, faultText} from "./commands.js";
import {inPool} from "./pool.js";

/** @typedef {import("./types.js").CounterView} CounterView */
/** @typedef {import("./types.js").Command} Command */
/** @typedef {import("./commands.js").Store} Store */

const TWICE = 2000; // ms in which the second press of the silent alarm must come
let pressed = 0;

/**
 * @param {Store} store
 * @param {() => CounterView|null} present
 * @param {(order: Command, told?: (answer: any) => void) => Promise<boolean>} run
 * @param {ReturnType<typeof import("./case-desk.js").openCases>} cases
 */
export function openDesk({ui, set}, present, run, cases) {
  const standing = openStanding();

  /** @param {string} code @param {{ticket?: string}} [detail] */
  function act(code, detail = {}) {
    const view = present();
    if (!view) return;
    if (code === "main") return main(view);
    if (code === "silent") return silent();
    if (code === "early") return early(view, Number(detail.ticket));
    if (code === "by-itself") return offered(code, switchAct(view));
    if (code === "stop") return offered("by-itself", stopAct(view));
    const found = ACTS.find(one => one.code === code);
    if (!found || !may(found, view, ui)) return;
    if (found.does === "dialog") return set({dialog: {kind: code, line: view.line}, note: null});
    if (code === "return") return oneKept(code, view.kept, detail.ticket);
    if (code === "call-back") return oneKept(code, inPool(view), detail.ticket);
    if (code === "case") return void cases.enter();
    if (code === "finish-next") return finishAndCall();
    if (code === "confirm-step") return confirmStep(view);
    if (code === "take-back") return takeBack(view);
    void run(direct(code));
  }

  /** Send what the view offers. @param {string} code @param {import("/static/views.d.ts").OpenAct|null} act */
  function offered(code, act) {
    if (act && ui.busy === null && ui.link.online) void run(command(code, `/${act.path}`, act.body));
  }

  /** @param {CounterView} view */
  function main(view) {
    const {code, can} = mainAct(view, ui);
    if (!can) return;
    const order = command("main", code, code === "finish" ? {outcome: "done"} : {});
    if (!ui.link.online) return set({waiting: order});
    void run(order);
  }

  /** The step that stands beside the key, if it has stood there; what leaves something behind is asked first. @param {CounterView} view */
  function confirmStep(view) {
    const next = nextStep(view);
    if (!next) return;
    if (!standing.meant(String(next.step.id)))
      return set({note: t("The step has just changed. Look once more, then press.")});
    if (next.step.fields.length) return set({dialog: {kind: "step", doing: next}, note: null});
    void run(command("confirm-step", stepPath(next, "confirm")));
  }

  /** @param {CounterView} view */
  function takeBack(view) {
    const last = lastStep(view, ui.now.getTime());
    if (last) void run(command("take-back", stepPath(last, "back")));
  }

  /** What is shown now: a key confirms only what has stood beside it. */
  function shown() {
    const view = present(),
      next = view && nextStep(view);
    standing.shown(next ? [String(next.step.id)] : []);
  }

  /** The silent alarm: F9 twice. Nothing on the screen tells of it, whatever becomes of it. */
  function silent() {
    const now = Date.now(),
      second = now - pressed < TWICE;
    pressed = second ? 0 : now;
    if (second)
      void send("POST", `/api/v1/halls/${ui.hall?.code}/incidents`, {kind: "threat", silent: true}).catch(() => {});
  }

  /** Who asked to be called later and stands here: called at once, with a reason where others come before. @param {CounterView} view @param {number} id */
  function early(view, id) {
    const ticket = view.line.find(one => one.id === id);
    if (!ticket || !may(EARLY, view, ui)) return;
    if (!ticket.in_order)
      return set({
        dialog: {kind: "out-of-order", line: [ticket, ...view.line.filter(one => one.id !== id)], chosen: id},
        note: null,
      });
    void run(command("early", "call", {ticket: id}));
  }

  async function finishAndCall() {
    if (!(await run(command("finish-next", "finish", {outcome: "done"})))) return;
    if (!present()?.acts.includes("finish")) await run(command("finish-next", "call")); // a visit may go on here
  }

  /** One of those who are kept: the one named, the only one, else it is asked which. @param {string} code @param {import("./types.js").KeptTicket[]} kept @param {string} [ticket] */
  function oneKept(code, kept, ticket) {
    const only = ticket ?? (kept.length === 1 ? String(kept[0]?.id) : null);
    if (only === null) return set({dialog: {kind: code, kept}, note: null});
    void run(command(code, code, {ticket: Number(only)}));
  }

  /** @param {string} kind @param {FormData} said */
  function answer(kind, said) {
    const {dialog} = ui;
    set({dialog: null});
    if (kind === "find") return void find(String(said.get("number") ?? ""));
    if (kind === "change" || kind === "back") return void put(kind, dialog?.found, said);
    if (kind === "issue") return void run(issueOrder(said), issued => set({dialog: {kind: "issued", issued}}));
    const order =
      kind === "step" && dialog?.doing
        ? command("confirm-step", stepPath(dialog.doing, "confirm"), {fields: Object.fromEntries(said)})
        : asked(kind, said);
    if (order) void run(order);
  }

  /** Look up who bears a number; what is not there is said where it was typed. @param {string} number */
  async function find(number) {
    const path = `/api/v1/halls/${ui.hall?.code}/numbers/${encodeURIComponent(number.trim())}`;
    try {
      set({dialog: {kind: "found", found: await send("GET", path)}, note: null});
    } catch (problem) {
      set({
        dialog: {
          kind: "find",
          typed: number,
          wrong: faultText(/** @type {import("./commands.js").Problem} */ (problem)),
        },
      });
    }
  }

  /** Do what reception can do with a number. @param {string} name @param {import("./types.js").NumberNow|undefined} found @param {FormData} said */
  function put(name, found, said) {
    const act = found?.acts.find(one => one.name === name);
    if (act) void run(command("find", `/${act.path}`, bodyOf(act, said)));
  }

  /** A finish that was kept while the line was cut. */
  async function backOnline() {
    const {waiting} = ui;
    if (!waiting) return;
    set({waiting: null});
    await run(waiting);
  }
  return {act, answer, backOnline, shown};
}

/** @param {{incident: {id: number}, step: {id: number}}} one @param {"confirm"|"back"} what */
const stepPath = ({incident, step}, what) => `/incidents/${incident.id}/tasks/${step.id}/${what}`;

/** @param {string} code */
function direct(code) {
  if (code === "not-done") return command(code, "finish", {outcome: "not_done"});
  if (code === "referred") return command(code, "finish", {outcome: "referred"});
  return command(code, code);
}

/** A number of a service, or for an appointment, which says of which. @param {FormData} said */
export function issueOrder(said) {
  const appointment = String(said.get("appointment") ?? "").trim();
  const what = appointment ? {appointment} : {service: String(said.get("service") ?? "")};
  return command("issue", "/tickets", {...entered(said), language: String(said.get("language") ?? ""), ...what});
}

/**
 * The command that an answered dialog stands for.
 * @param {string} kind @param {FormData} said
 */
export function asked(kind, said) {
  const text = (/** @type {string} */ name) => String(said.get(name) ?? "");
  switch (kind) {
    case "hold":
      return command(kind, "hold", {
        mine: text("whose") === "mine",
        ...(text("remind") && {remind: Number(text("remind"))}),
      });
    case "transfer": {
      const [what, code] = text("to").split(":");
      return command(kind, "transfer", {[what]: code, keep_place: said.has("keep_place")});
    }
    case "visit": {
      const first = text("service");
      return command(kind, "visit", {
        services: [
          first,
          ...said
            .getAll("further")
            .map(String)
            .filter(code => code !== first),
        ],
      });
    }
    case "pause":
      return command(kind, "pause", {
        reason: text("reason"),
        ...(text("minutes") && {minutes: Number(text("minutes"))}),
      });
    case "walk-in":
      return command(kind, "serve", {
        ...entered(said),
        service: text("service"),
        language: text("language"),
      });
    case "in-room":
      return command(kind, "/roll", {
        service: text("service"),
        up_to: text("up_to").trim(),
        first: text("first").trim(),
      });
    case "out-of-order":
      return command(kind, "call", {ticket: Number(text("ticket")), reason: text("reason").trim()});
    case "return":
    case "call-back":
      return command(kind, kind, {ticket: Number(text("ticket"))});
    case "raise":
      return command(kind, "/incidents", {kind: text("plan"), ...(text("note") && {note: text("note")})});
    default:
      return null;
  }
}
