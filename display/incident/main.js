/**
 * The incident room, /board/{hall}/incident/{id}: watches `incident:{id}`, draws, confirms, measures.
 * @import {RoomView} from "./view.d.ts"
 */

import {openWire} from "/live/wire.js";
import {keepLanguage, readersLanguage} from "/static/reader.js";
import {keepAtHand} from "/static/at-hand.js";
import {openStanding} from "/static/standing.js";
import {pick, setLanguage, t} from "/static/words.js";
import {actsOf, mine} from "./acts.js";
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
  const {person} = await (await fetch("/api/v1/session")).json();
  if (!person) return location.replace(`/office/sign-in?${new URLSearchParams({next: location.pathname})}`);
  const me = {id: person.id, role: person.roles[hall]};
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
    forget = 0;
  const standing = openStanding();

  /** The steps whose digit has just come or moved. @param {RoomView} now */
  const moved = now =>
    new Set(
      mine(now, me)
        .filter(({id}, nth) => !standing.stood(`${id} ${nth}`))
        .map(({id}) => id),
    );

  const draw = () => {
    if (view) {
      standing.shown(mine(view, me).map(({id}, nth) => `${id} ${nth}`));
      render(root, {
        view,
        link,
        at: wire.now().getTime(),
        me,
        armed,
        said,
        fault,
        asking,
        moved: moved(view),
        press,
        send,
        ask,
      });
    } else waiting(root, t("Connecting"));
  };
  /** @param {{armed?: string | null, said?: string | null, fault?: boolean}} change @param {number} [lasts] */
  const tell = (change, lasts = 0) => {
    clearTimeout(forget);
    ({armed = null, said = null, fault = false} = change);
    if (lasts) forget = window.setTimeout(() => tell({}), lasts);
    draw();
  };
  /** Whether it was done. @param {string} path @param {object} body @param {string} done */
  async function command(path, body, done) {
    try {
      await wire.command("POST", `${base}/${path}`, body);
      asking = null;
      tell({said: done}, NOTED);
      return true;
    } catch (problem) {
      const detail = problem instanceof Error && "detail" in problem ? String(problem.detail) : "";
      tell({said: detail || t("That did not work. Please try again."), fault: true}, NOTED);
      return false;
    }
  }
  /** @param {string} what */
  function press(what) {
    const act = view && link.online ? actsOf(view, me, wire.now().getTime()).find(({id}) => id === what) : null;
    if (!act) return;
    if (act.asks) return ask(asking === what ? null : what);
    if (act.twice && armed !== what) return tell({armed: what}, ARMED);
    void command(act.path, act.body, act.id === "back" ? t("Taken back.") : t("Done, and in the log."));
  }
  /** Send what was written in a form, and empty it once it arrived. @param {SubmitEvent} event @param {string} path @param {(fields: FormData) => object} body @param {string} done */
  async function send(event, path, body, done) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (await command(`incidents/${number}/${path}`, body(new FormData(form)), done)) form.reset();
  }
  const ask = (/** @type {string | null} */ what) => {
    asking = what;
    draw();
    if (what)
      /** @type {HTMLElement | null} */ (document.querySelector(".why input, .why select, .why textarea"))?.focus();
  };

  wire.onRefused = () => waiting(root, t("There is no such incident, or you may not see it."));
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
    const act = key && view ? actsOf(view, me, wire.now().getTime()).find(one => one.key === key) : null;
    const step = Number(act?.id.replace("task ", "")),
      place = view ? mine(view, me).findIndex(({id}) => id === step) : -1;
    if (act && place >= 0 && armed !== act.id && !standing.meant(`${step} ${place}`))
      return tell({said: t("The digits have just moved. Look once more.")}, NOTED);
    if (!act) return event.code === "KeyG" ? void language() : undefined;
    event.preventDefault(); // the digit is not written into the field that it opens
    press(act.id);
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
