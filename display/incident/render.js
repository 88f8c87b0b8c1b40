/**
 * The room: who does what by when is the page; everything else serves it.
 * @import {Screen} from "./view.d.ts"
 */

import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {clock, date} from "/static/clock.js";
import {desk, state} from "/static/signs.js";
import {pick, t} from "/static/words.js";
import {form} from "/static/acts.js";
import {named, onward} from "./acts.js";
import {asked, button} from "./forms.js";
import {contacts, log, measures} from "./side.js";
import {steps, timed} from "./steps.js";

/** @param {HTMLElement} root @param {Screen} screen */
export function render(root, screen) {
  const {
    view: {incident},
    link,
  } = screen;
  draw(
    html`${incident.drill ? html`<p class="drill" role="status"><strong>${t("DRILL")}</strong> <span>${t("Nothing that is done here touches the real line.")}</span></p>` : nothing}
    ${link.online ? nothing : html`<p class="cut" role="status"><strong>${t("Cut off")}</strong> ${t("You see it as it was at {time}.", {time: link.since ? clock(link.since.toISOString(), screen.view.hall.timezone) : "–"})}</p>`}
    ${head(screen)}<main>${steps(screen)}<div class="right">${measures(screen)}<div class="two">${log(screen)}${contacts(screen)}</div></div></main>${foot(screen)}`,
    root,
  );
}

/** @param {HTMLElement} root @param {string} sentence */
export function waiting(root, sentence) {
  draw(html`<main class="alone"><h1 role="status">${sentence}</h1><p><a href="../">${t("Board")}</a></p></main>`, root);
}

/** @param {Screen} screen */
function head(screen) {
  const {
    view: {incident, hall, crowd, waiting: line},
    at,
    acts,
  } = screen;
  const begun = incident.tasks.filter(task => task.state !== "later"),
    late = begun.filter(task => task.state === "open" && task.late > 0).length;
  const stage = incident.stages[incident.stage - 1],
    down = named(acts, "down"),
    asks = asked(screen, down);
  const ended = incident.closed_at ?? incident.reviewed_at;
  return html`<header class="top num">
    <div><p class="lab"><a href="/board/${hall.code}">${pick(hall.name)}</a> · ${t("plan version {n}", {n: incident.plan})}</p><div class="row"><h1>${pick(incident.name)}</h1>${incident.counter ? html`<span class="at">${t("Counter")} ${desk(incident.counter)}</span>` : nothing}${state(late || incident.stage > 1 || incident.silent ? "danger" : "crowded", stage ? pick(stage) : phase(incident.state))}</div></div>
    <div><p class="lab">${ended ? t("Ended at") : t("Running for")}</p><div class="row"><span class="big">${ended ? clock(ended, hall.timezone) : timed(at - Date.parse(incident.raised_at))}</span><span class="two">${phase(incident.state)}<br>${t("since {time}", {time: clock(incident.raised_at, hall.timezone)})}</span></div></div>
    <div><p class="lab">${t("People now")}</p><div class="row"><span class="big">${crowd?.people ?? "–"}</span><span class="two">${crowd?.limit ? t("limit {n}", {n: crowd.limit}) : nothing}${crowd?.limit ? " · " : nothing}${t("{n} waiting", {n: line})}<br>${incident.led_by ? t("led by {name}", {name: incident.led_by}) : nothing}</span></div></div>
    <div><p class="lab">${t("Steps")}</p><div class="row"><span class="big">${begun.filter(task => task.state !== "open").length}</span><span class="two">/ ${begun.length}<br>${late ? html`<b class="late">■ ${t("{n} late", {n: late})}</b>` : nothing}</span></div></div>
    <div class="stage">${button(screen, down)}${button(screen, named(acts, "up"))}</div></header>${asks === nothing ? nothing : html`<div class="down">${asks}</div>`}`;
}

/** @param {string} name */
export const phase = name =>
  ({
    alert: t("Alert"),
    active: t("Active"),
    stabilised: t("Under control"),
    recovering: t("Recovering"),
    closed: t("Ended"),
    reviewed: t("Reviewed"),
  })[name] ?? t("Incident");

/** What is next for the whole of it: the stage looked at again, closing, the review. @param {Screen} screen */
function foot(screen) {
  const {
      view: {incident, hall},
      said,
      fault,
      acts,
    } = screen,
    undo = acts.findLast(({name}) => name === "back"),
    step = incident.tasks.find(({id}) => String(id) === undo?.of);
  return html`<footer class="rec"><p class=${fault ? "fault" : said ? "noted" : "q"} role="status">${said ?? next(incident, hall.timezone)}</p>
    ${button(screen, undo, {about: step ? pick(step.text) : nothing})}
    ${onward(incident, acts).map(act => html`${button(screen, act)}${asked(screen, act)}`)}${button(screen, named(acts, "stays"))}
    <a class="act" href="/office/${hall.code}/incidents/${incident.id}">${t("In the office")}</a>
    ${acts.filter(({name}) => name === "close" || name === "review").map(act => form(act, screen.send))}</footer>`;
}

/** @param {Screen["view"]["incident"]} incident @param {string} zone */
function next(incident, zone) {
  if (incident.state === "reviewed") return t("Reviewed. It stays to be read here.");
  if (incident.state === "closed")
    return incident.review_by
      ? t("To be reviewed by {time}.", {time: `${date(incident.review_by, zone)} ${clock(incident.review_by, zone)}`})
      : t("To be reviewed.");
  if (incident.state === "recovering") return t("Once every step is done it can be closed.");
  return incident.look_again_at
    ? t("To be looked at again by {time}: up, down, or it stays.", {time: clock(incident.look_again_at, zone)})
    : t("Every act is in the log. Digits confirm your own steps.");
}
