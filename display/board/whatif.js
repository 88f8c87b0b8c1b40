/**
 * What if: one asks what would come of opening, pausing and other services, or of no more numbers; nothing is changed.
 * W opens it, each choice asks anew, Escape leaves it.
 * @import {BoardView} from "./view.d.ts"
 * @typedef {[number | null, number | null, number | null]} Points  10, 50 and 90 %
 * @typedef {{share: number[], waits: Record<string, Points | null>}} Side
 * @typedef {{until: string, days: number | null, people: number[], now: Side, then: Side, difference: number[]}} Answer
 */

import {html, nothing, render} from "/vendor/lit-html.js";
import {whyNot} from "/static/acts.js";
import {clock} from "/static/clock.js";
import {waitWords} from "/static/range.js";
import {key} from "/static/signs.js";
import {pick, t, tn} from "/static/words.js";
import {learnedFrom} from "./ahead.js";
import {asked, waitsDiffer} from "./asking.js";

const PAUSES = [15, 30, 60]; // minutes

/** @param {string} hall @param {() => BoardView | null} view */
export function openWhatIf(hall, view) {
  const box = document.createElement("dialog");
  box.className = "whatif";
  box.setAttribute("aria-labelledby", "what-if");
  document.body.append(box);
  /** @type {Answer | null} */
  let answer = null;
  /** @type {string | null} */
  let fault = null;
  let turn = 0,
    opened = ""; // the counter whose services are chosen

  const draw = () => {
    const now = view();
    if (now) render(sheet(now, {answer, fault, opened, ask: () => void ask(), leave: () => box.close()}), box);
  };
  async function ask() {
    const form = box.querySelector("form");
    if (!form) return;
    const given = new FormData(form),
      mine = ++turn;
    const before = opened;
    opened = String(given.get("open") ?? "");
    if (opened !== before) {
      given.delete("services");
      draw();
    }
    box.setAttribute("aria-busy", "true");
    const said = await fetch(`/api/v1/halls/${encodeURIComponent(hall)}/what-if?${asked(given)}`, {
      headers: {"Accept-Language": document.documentElement.lang},
    }).catch(() => null);
    const body = said && (await said.json().catch(() => null));
    if (mine !== turn) return;
    box.removeAttribute("aria-busy");
    fault = said?.ok ? null : whyNot(body);
    if (said?.ok) answer = body;
    draw();
  }
  return {
    open() {
      if (box.open || !view()) return;
      [answer, fault, opened] = [null, null, ""];
      draw();
      box.querySelector("form")?.reset();
      box.showModal();
      void ask();
    },
    isOpen: () => box.open,
    draw,
  };
}

/**
 * @param {BoardView} view
 * @param {{answer: Answer | null, fault: string | null, opened: string, ask: () => void, leave: () => void}} state
 */
function sheet(view, {answer, fault, opened, ask, leave}) {
  const closed = view.counters.filter(({state}) => state === "closed" || state === "paused"),
    working = view.counters.filter(({state}) => state !== "closed" && state !== "paused"),
    chosen = view.counters.find(({code}) => code === opened);
  const counter = (/** @type {typeof closed[number]} */ one) =>
    html`<option value=${one.code}>${one.code} · ${one.services.join(" ")}</option>`;
  return html`<h2 id="what-if">${t("What if …")}</h2>
  <form @change=${ask} @submit=${(/** @type {SubmitEvent} */ event) => event.preventDefault()}>
    <label>${t("Open counter")} <select name="open" autofocus><option value="">–</option>${closed.map(counter)}</select></label>
    ${
      chosen
        ? html`<fieldset><legend>${t("with")}</legend>${view.services.map(
            ({code, name}) =>
              html`<label title=${pick(name)}><input type="checkbox" name="services" value=${code} .checked=${chosen.services.includes(code)}> ${code}</label>`,
          )}</fieldset>`
        : nothing
    }
    <label>${t("One more counter for")} <select name="more"><option value="">–</option>${view.services.map(({code, name}) => html`<option value=${code}>${code} · ${pick(name)}</option>`)}</select></label>
    <label>${t("Pause counter")} <select name="pause"><option value="">–</option>${working.map(counter)}</select></label>
    <label>${t("Pause for")} <select name="minutes">${PAUSES.map(n => html`<option value=${n} ?selected=${n === 30}>${t("{n} min", {n})}</option>`)}</select></label>
    ${
      view.profile?.others.length
        ? html`<label>${t("Work profile")} <select name="profile"><option value="">–</option>${view.profile.others.map(one => html`<option value=${one.serves}>${pick(one.name)}</option>`)}</select></label>`
        : nothing
    }
    <label>${t("No more numbers from")} <input type="time" name="stops"></label>
  </form>
  <div class="found" role="status" aria-live="polite">${fault ? html`<p class="fault">${fault}</p>` : nothing}${answer ? told(answer, view) : fault ? nothing : html`<p class="s">${t("The next two hours are being played …")}</p>`}</div>
  <footer><p class="q">${t("Nothing is changed in the hall.")}</p><button class="act" type="button" @click=${leave}>${t("Close")} ${key("Esc")}</button></footer>`;
}

/** @param {Answer} answer @param {BoardView} view */
function told({until, days, people, now, then, difference}, view) {
  const [least = 0, mean = 0, most = 0] = difference,
    came = people[1] ?? 0;
  return html`<p class="lab">${t("Called within the target until {time}", {time: clock(until, view.hall.timezone)})}</p>
    <p class="share num"><span><b>${now.share[1]} %</b> <span class="q">${now.share[0]}–${now.share[2]} %</span></span> <span aria-hidden="true">→</span><span class="unseen">${t("then")}</span>
      <span><b>${then.share[1]} %</b> <span class="q">${then.share[0]}–${then.share[2]} %</span></span>
      <span class=${mean > 0 ? "better" : mean < 0 ? "worse" : "q"}>${mean === 0 && least === most ? t("no difference") : t("{mean} points ({low} to {high})", {mean: signed(mean), low: signed(least), high: signed(most)})}</span></p>
    <table class="num"><thead><tr><th scope="col" colspan="2">${t("Service")}</th><th scope="col" class="r">${t("Wait now")}</th><th scope="col" class="r">${t("Wait then")}</th></tr></thead>
    <tbody>${view.services.map(({code, name}) => {
      const [before, after] = [now.waits[code] ?? null, then.waits[code] ?? null];
      return html`<tr class=${waitsDiffer(before, after) ? "other" : ""}><td class="l">${code}</td><td class="name">${pick(name)}</td><td class="r">${wait(before)}</td><td class="r">${wait(after)}</td></tr>`;
    })}</tbody></table>
    <p class="q">${tn("{n} number waits or comes.", "{n} numbers wait or come.", came)} ${learnedFrom(days, until, view.hall.timezone)}</p>`;
}

/** @param {number} points */
const signed = points => (points > 0 ? `+${points}` : points < 0 ? `−${-points}` : "0");

/** @param {Points | null} points */
function wait(points) {
  if (!points) return "–";
  const [low, likely, high] = points;
  if (low === null || likely === null) return t("not called");
  return high === null ? t("{low} min and more", {low: Math.floor(low / 60)}) : waitWords({low, likely, high});
}
