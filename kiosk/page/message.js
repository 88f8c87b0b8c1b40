/** One message, large, in all the hall's languages: closed, stopped, cut off, starting, not enrolled yet. */

import {html, nothing} from "/vendor/lit-html.js";
import {clock, date, daysBetween, weekday} from "/static/clock.js";
import {marked, plain} from "/static/marked.js";
import {pick, t} from "/static/words.js";
import {chosen, notice, others, top, zone} from "/pages/kiosk/page/frame.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */

/** @param {Model} model @param {unknown} content */
const one = (model, content) =>
  html`<div class="screen one">${top(model)}${notice(model)}<main>${content}</main></div>`;

/** Which day and hour, large. @param {unknown} words @param {string} time */
const rule = (words, time) => html`<div class="rule"><p class="big">${words}</p><p class="when num">${time}</p></div>`;

/** "Open again tomorrow, Thursday". @param {Model} model @param {string} at @param {string} [code] */
function day(model, at, code) {
  const days = daysBetween(model.now, at, zone(model));
  const name = weekday(at, zone(model), code);
  const say = (/** @type {string} */ sentence, values = {}) =>
    code ? t.in(code, sentence, values) : t(sentence, values);
  if (days <= 0) return say("Open again today");
  if (days === 1) return say("Open again tomorrow, {day}", {day: name});
  return days < 7
    ? say("Open again on {day}", {day: name})
    : say("Open again on {day}", {day: date(at, zone(model), code)});
}

/** @param {Model} model */
export function closed(model) {
  const at = model.told?.view?.opens_at,
    holiday = model.told?.view?.closed_for;
  return one(
    model,
    html`
    <h1 tabindex="-1">${t("We are closed")}</h1>
    ${holiday ? html`<p class="big">${pick(holiday)}</p>` : nothing}
    ${at ? rule(day(model, at), clock(at, zone(model))) : nothing}
    <p class="big">${t("If you hold a number, you will still be served as usual.")}</p>
    ${others(model, code => t.in(code, "We are closed") + (holiday ? ` · ${pick.in(code, holiday)}` : "") + (at ? ` · ${day(model, at, code)} ${clock(at, zone(model))}` : ""))}`,
  );
}

/** @param {Model} model */
export function stopped(model) {
  const until = model.told?.view?.until,
    why = model.told?.view?.why;
  const time = until ? clock(until, zone(model)) : "";
  return one(
    model,
    html`
    <h1 tabindex="-1">${t("No new numbers now")}</h1>
    ${until ? rule(t("Numbers again from"), time) : nothing}
    <p class="big">${why ? plain(pick(why)) : t("If you have a number, you will be called as usual. If it can wait, please come another day.")}</p>
    ${others(model, code => (why ? plain(pick.in(code, why)) : until ? t.in(code, "No new numbers until {time}.", {time}) : t.in(code, "No new numbers now")))}`,
  );
}

/** What everyone is to do now: nothing else is on the screen. @param {Model} model */
export function emergency(model) {
  const now = model.told?.view?.emergency;
  if (!now) return nothing;
  const leaves = now.way !== null && now.way !== "stay";
  return html`<div class="screen one emergency" role="alert"><main>
    <h1 tabindex="-1">${marked(pick(now.text))}</h1>
    ${now.more ? html`<p class="big">${marked(pick(now.more))}</p>` : nothing}
    ${leaves ? html`<svg class="way" data-way=${now.way} viewBox="0 0 64 64" aria-hidden="true"><path d="M4 32H56M35 10 57 32 35 54"/></svg>` : html`<span></span>`}
    ${others(model, code => plain(pick.in(code, now.text)))}</main></div>`;
}

/** The line is cut and nothing of the hall is known. @param {Model} model */
export function away(model) {
  const time = clock(model.told?.link.since ?? model.now, zone(model));
  return html`<div class="screen one">${top(model)}<div></div><main>
    <span class="state watch">${t("Cut off since {time}", {time})}</span>
    <h1 tabindex="-1">${t("No numbers just now")}</h1>
    <p class="big">${t("Please ask our staff. This machine goes on by itself as soon as it can.")}</p>
    ${others(model, code => t.in(code, "Cut off since {time}. No numbers just now: please ask our staff.", {time}))}</main></div>`;
}

/** @param {Model} model */
export function loading(model) {
  return one(
    model,
    html`
    <h1 tabindex="-1">${t("One moment")}</h1>
    <p class="big">${model.alive ? t("This machine is starting.") : t("This machine does not answer. Please ask our staff.")}</p>
    ${others(model, code => t.in(code, "One moment"))}`,
  );
}

/** Not enrolled yet: the code stands here until a supervisor approves it. @param {Model} model */
export function pairing(model) {
  const code = model.told?.pairing?.code ?? "";
  return one(
    model,
    html`
    <h1 tabindex="-1">${t("This kiosk is new here")}</h1>
    <div class="rule"><p class="big">${t("Its code, for the supervisor to approve")}</p><p class="when code num" aria-label=${[...code].join(" ")}>${code}</p></div>
    <p class="big">${t("Printer and settings of this machine:")} <b>${model.told?.setup_url}</b></p>
    ${others(model, own => t.in(own, "This kiosk is new here"))}`,
  );
}

/** The server is there and does not let this kiosk in: what it said, and what whoever sets it up does. @param {Model} model */
export function turned(model) {
  const refusal = model.told?.refusal,
    code = refusal?.hall ?? "";
  return html`<div class="screen one">${top(model)}<div></div><main>
    <h1 tabindex="-1">${t("No numbers here yet")}</h1>
    <p class="big">${t("This machine is not set up yet. Please ask our staff.")}</p>
    <p class="big">${turnedAway(refusal?.code ?? "", code) ?? refusal?.detail}</p>
    ${others(model, own => t.in(own, "No numbers here yet"))}</main></div>`;
}

/** Say why the server lets no kiosk in, and what to do; undefined where its own words must do. @param {string} why @param {string} hall */
export function turnedAway(why, hall) {
  if (why === "unknown_hall")
    return t("The server has no hall “{hall}”. The office shows under Devices which HALL belongs into kiosk.env.", {
      hall,
    });
  return why === "hall_needed"
    ? t("The server has several halls. The office of this one shows under Devices which HALL belongs into kiosk.env.")
    : undefined;
}

/** A wish that could not be met. @param {Model} model */
export function refused(model) {
  const {page, act} = model;
  const lost =
    page.problem !== null &&
    (page.problem.status === 0 || page.problem.status >= 500) &&
    page.problem.code !== "cannot_keep";
  return html`
    <div class="screen one answers">
      ${top(model)}${notice(model)}
      <main>
        ${chosen(model, page.service)}
        <h1 tabindex="-1">${t("That did not work")}</h1>
        <p class="big">${lost || !page.problem?.detail ? t("No answer came. Please try again, or ask our staff.") : page.problem.detail}</p>
      </main>
      <footer class="answer">
        ${lost ? html`<button class="act main" aria-busy=${page.busy} @click=${act.again}>${t("Try again")}</button>` : nothing}
        <button class="act ${lost ? "" : "main"}" @click=${act.home}>${t("Start again")}</button>
      </footer>
    </div>`;
}

/** The page itself failed: it starts anew by itself. @param {Model} model */
export function fault(model) {
  return html`
    <div class="screen one answers">
      ${top(model)}<div></div>
      <main>
        <h1 tabindex="-1">${t("One moment, please")}</h1>
        <p class="big">${t("This page starts again by itself. Your number stays valid.")}</p>
      </main>
      <footer class="answer"><button class="act main" @click=${model.act.reload}>${t("Start again")}</button></footer>
    </div>`;
}
