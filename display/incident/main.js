/**
 * The incident room, /board/{hall}/incident/{id}: watches `incident:{id}`, draws, confirms, measures.
 * @import {RoomView} from "./view.d.ts"
 */

import {openWire} from "/live/wire.js";
import {keepLanguage, readersLanguage} from "/static/reader.js";
import {keepAtHand} from "/static/at-hand.js";
import {pick, setLanguage, t} from "/static/words.js";
import {actsOf, mine} from "./acts.js";
import {render, waiting} from "./render.js";

const [, , code = "", , number = ""] = location.pathname.split("/");
const hall = decodeURIComponent(code), base = `/api/v1/halls/${encodeURIComponent(hall)}`;
const ARMED = 6000; // ms in which a second press must come
const NOTED = 8000; // ms that what was done is said
const STOOD = 1500; // ms that a digit must have stood beside its step, so that a key pressed twice confirms one step

/** @param {HTMLElement} root */
export async function mount(root) {
  await setLanguage(/** @type {any} */ (readersLanguage()));
  keepAtHand([readersLanguage()]);
  const theme = localStorage.getItem("board-theme");
  if (theme) document.documentElement.dataset.theme = theme;
  const {person} = await (await fetch("/api/v1/session")).json();
  if (!person) return location.replace(`/office/sign-in?${new URLSearchParams({next: location.pathname})}`);
  const role = person.roles[hall];
  const wire = openWire({base: "", token: null});
  /** @type {RoomView | null} */
  let view = null;
  /** @type {{online: boolean, since: Date | null}} */
  let link = {online: true, since: null};
  /** @type {string | null} */
  let armed = null;
  /** @type {string | null} */
  let said = null;
  /** @type {number | null} */
  let waiving = null;
  let fault = false, forget = 0;

  /** When each step got its digit. @type {Map<string, number>} */
  const dealt = new Map();

  /** The steps whose digit has just come or moved. @param {RoomView} now */
  function moved(now) {
    const places = mine(now, role).map(({id}, nth) => ({id, place: `${id} ${nth}`})), known = new Set(places.map(({place}) => place));
    for (const place of dealt.keys()) if (!known.has(place)) dealt.delete(place);
    for (const place of known) if (!dealt.has(place)) dealt.set(place, performance.now());
    return new Set(places.filter(({place}) => performance.now() - (dealt.get(place) ?? 0) < STOOD).map(({id}) => id));
  }

  const draw = () => {
    if (view) render(root, {view, link, at: wire.now().getTime(), role, armed, said, fault, waiving, moved: moved(view), press, send, waive});
    else waiting(root, t("Connecting"));
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
      waiving = null;
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
    const act = view && link.online ? actsOf(view, role).find(({id}) => id === what) : null;
    if (!act) return;
    if (act.twice && armed !== what) return tell({armed: what}, ARMED);
    void command(act.path, act.body, t("Done, and in the log."));
  }
  /** Send what was written in a form, and empty it once it arrived. @param {SubmitEvent} event @param {string} path @param {(fields: Record<string, string>) => object} body @param {string} done */
  async function send(event, path, body, done) {
    event.preventDefault();
    const form = /** @type {HTMLFormElement} */ (event.target);
    const fields = Object.fromEntries([...new FormData(form)].map(([name, text]) => [name, String(text).trim()]));
    if (await command(`incidents/${number}/${path}`, body(fields), done)) form.reset();
  }
  const waive = (/** @type {number | null} */ task) => {
    waiving = task;
    draw();
    document.querySelector(/** @type {"input"} */ ("input[name=why]"))?.focus();
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
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
    if (event.key === "Escape") return tell({});
    const key = /^(?:Digit|Numpad)([1-9])$/.exec(event.code)?.[1] ?? {KeyU: "U", KeyD: "D", KeyS: "S"}[event.code];
    const act = key && view ? actsOf(view, role).find(one => one.key === key) : null;
    if (act && view && moved(view).has(Number(act.id.replace("task ", "")))) return tell({said: t("The digits have just moved. Look once more.")}, NOTED);
    if (act) press(act.id);
    if (event.code === "KeyG") void language();
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
