/**
 * The incident room, /board/{hall}/incident/{id}: watches `incident:{id}`, draws, confirms, measures.
 * @import {OpenAct, RoomView} from "./view.d.ts"
 */

import {openWire} from "/live/wire.js";
import {bodyOf, mark, readerOf, theirs, whyNot} from "/static/acts.js";
import {keepLanguage, readersLanguage} from "/static/reader.js";
import {keepAtHand} from "/static/at-hand.js";
import {openStanding} from "/static/standing.js";
import {pick, setLanguage, t} from "/static/words.js";
import {idOf, keyed, mine, named} from "./acts.js";
import {render, waiting} from "./render.js";

const [, , code = "", , number = ""] = location.pathname.split("/");
const hall = decodeURIComponent(code),
  base = `/api/v1/halls/${encodeURIComponent(hall)}`;
const ARMED = 6000; // ms in which a second press must come
const NOTED = 8000; // ms that what was done is said

/** @param {HTMLElement} root */
export async function mount(root) {
  await setLanguage(/** @type {any} */ (readersLanguage()));
  keepAtHand([readersLanguage()]);
  const theme = localStorage.getItem("board-theme");
  if (theme) document.documentElement.dataset.theme = theme;
  const me = await readerOf(hall);
  if (!me) return location.replace(`/office/sign-in?${new URLSearchParams({next: location.pathname})}`);
  const wire = openWire({base: "", token: null});
  /** @type {RoomView | null} */
  let view = null;
  /** @type {{online: boolean, since: Date | null}} */
  let link = {online: true, since: null};
  /** @type {string | null} */
  let armed = null;
  /** @type {string | null} */
  let said = null;
  /** @type {string | null} */
  let asking = null;
  let fault = false,
    forget = 0,
    until = t("Connecting"); // what is said until there is something to show
  const standing = openStanding();

  /** What the reader can do now. */
  const open = () => (view ? theirs(view.incident.acts, me, wire.now().getTime()) : []);

  const draw = () => {
    if (!view) return waiting(root, until);
    const acts = open(),
      steps = mine(view.incident, acts);
    standing.shown(steps.map(({id}, nth) => `${id} ${nth}`));
    render(root, {
      view,
      link,
      at: wire.now().getTime(),
      acts,
      armed,
      said,
      fault,
      asking,
      moved: new Set(steps.filter(({id}, nth) => !standing.stood(`${id} ${nth}`)).map(({id}) => id)),
      press,
      send,
      ask,
    });
  };
  /** @param {{armed?: string | null, said?: string | null, fault?: boolean}} change @param {number} [lasts] */
  const tell = (change, lasts = 0) => {
    clearTimeout(forget);
    ({armed = null, said = null, fault = false} = change);
    if (lasts) forget = window.setTimeout(() => tell({}), lasts);
    draw();
  };
  /** Whether it was done. @param {OpenAct} act @param {FormData} [form] */
  async function command(act, form) {
    try {
      await wire.command("POST", `${base}/${act.path}`, bodyOf(act, form));
      asking = null;
      tell({said: pick(act.done)}, NOTED);
      return true;
    } catch (problem) {
      tell({said: whyNot(problem), fault: true}, NOTED);
      return false;
    }
  }
  /** Press an act's button or its key: what asks something opens its form, what moves much wants a second press. @param {string} what */
  function press(what) {
    const act = link.online ? named(open(), what) : undefined;
    if (!act) return;
    if (act.needs.length) return ask(asking === what ? null : what);
    if (act.twice && armed !== mark(act)) return tell({armed: mark(act)}, ARMED);
    void command(act);
  }
  /** @param {SubmitEvent} event @param {OpenAct} act */
  async function send(event, act) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (await command(act, new FormData(form))) form.reset();
  }
  const ask = (/** @type {string | null} */ what) => {
    asking = what;
    draw();
    if (what)
      /** @type {HTMLElement | null} */ (document.querySelector(".why input, .why select, .why textarea"))?.focus();
  };

  wire.onRefused = () => {
    view = null;
    until = t("There is no such incident, or you may not see it.");
    draw();
  };
  wire.onLink((/** @type {typeof link} */ now) => {
    link = now;
    draw();
  });
  wire.watch(hall, `incident:${number}`, (/** @type {RoomView} */ next) => {
    view = next;
    link = {online: true, since: null};
    document.title = `${pick(next.incident.name)} · ${pick(next.hall.name)}`;
    draw();
  });
  addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    if (event.key === "Escape") return asking ? ask(null) : tell({});
    if (event.target instanceof Element && event.target.matches("input, textarea, select")) return;
    const key =
      /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? {KeyU: "U", KeyD: "D", KeyS: "S", KeyZ: "Z"}[event.code];
    const act = key && view ? keyed(view.incident, open(), key) : null;
    if (!act) return event.code === "KeyG" ? void language() : undefined;
    const digit = act.name === "confirm" && key;
    if (digit && armed !== mark(act) && !standing.meant(`${act.of} ${Number(digit) - 1}`))
      return tell({said: t("The digits have just moved. Look once more.")}, NOTED);
    event.preventDefault(); // the digit is not written into the field that it opens
    press(idOf(act));
  });
  async function language() {
    const order = /** @type {const} */ (["zh-Hant", "zh-Hans", "en"]);
    const next = order[(order.indexOf(/** @type {any} */ (readersLanguage())) + 1) % order.length] ?? "en";
    keepLanguage(next);
    await setLanguage(next);
    draw();
  }
  setInterval(draw, 500);
  draw();
}

await mount(document.body);
