/**
 * The strip: the five figures that one glance must give.
 * @import {Crowd, Level, Screen} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {clock, clockOn, weekday} from "/static/clock.js";
import {properties} from "/static/properties.js";
import {state} from "/static/signs.js";
import {isLong} from "/static/long.js";
import {listed, pick, t, tn} from "/static/words.js";

/** @type {Record<Level, "calm" | "watch" | "crowded" | "danger">} */
const COLOURS = {calm: "calm", busy: "watch", crowded: "crowded", dangerous: "danger", unknown: "watch"};

/** @param {Level} level */
const word = level =>
  ({calm: t("Calm"), busy: t("Filling up"), crowded: t("Crowded"), dangerous: t("Dangerous"), unknown: t("Not known")})[
    level
  ];

/** @param {Screen} screen */
export function strip({view, link, at}) {
  const now = new Date(at).toISOString(),
    {timezone} = view.hall;
  const open = view.counters.filter(({state: what}) => what === "open" || what === "calling" || what === "serving");
  const away = view.counters.filter(({state: what}) => what === "paused").map(({code}) => code);
  const waiting = view.services.reduce((sum, one) => sum + one.waiting, 0);
  const {kept, of} = view.today,
    {alert} = view.crowd;
  const real = view.incidents.filter(({drill}) => !drill),
    drills = view.incidents.length - real.length;
  return html`<header class="strip num">
    <div><p class="hall ${isLong(view.hall.name) ? "long" : ""}">${pick(view.hall.name)}</p><div class="row"><span class="mid">${clock(now, timezone)}</span><span class="two">${weekday(now, timezone)}<br>${link.online ? doors(view, now) : t("Cut off")}</span></div></div>
    <div><p class="lab">${view.crowd.crowded === null ? t("People now") : t("People now, crowded from {n}", {n: view.crowd.crowded})}</p>
      <div class="row"><span class="big">${view.crowd.people}</span>${state(COLOURS[view.crowd.level], word(view.crowd.level))}${scale(view.crowd)}</div></div>
    <div><p class="lab">${t("Called within the target today")}</p><div class="row"><span class="mid">${of ? Math.round((100 * kept) / of) : "–"}<span class="unit"> %</span></span><span class="two">${kept} / ${of}</span></div></div>
    <div><p class="lab">${t("Open counters")}</p><div class="row"><span class="mid">${open.length}<span class="unit"> / ${view.counters.length}</span></span><span class="two">${away.length ? t("paused {counters}", {counters: listed(away)}) : nothing}<br>${t("{n} waiting", {n: waiting})}</span></div></div>
    <div><p class="lab">${t("Alerts and incidents")}</p><div class="row"><span class="mid">${(alert ? 1 : 0) + real.length}</span><span class="two">${alert ? html`${state(alert.stage === 2 ? "danger" : "crowded", t("{people} of {limit}, {time}", {people: alert.people, limit: alert.limit, time: clockOn(alert.raised_at, now, timezone)}))}<br>${alert.acknowledged ? t("noted") : t("nobody has taken note")}` : drills ? tn("{n} drill", "{n} drills", drills) : real.length ? nothing : t("no alert stands")}</span></div></div>
  </header>`;
}

/** @param {import("./view.d.ts").BoardView} view @param {string} now */
function doors({state: what, opens_at, until, hall}, now) {
  if (what === "closed")
    return opens_at ? t("closed until {time}", {time: clockOn(opens_at, now, hall.timezone)}) : t("closed");
  if (what === "stopped")
    return until ? t("no numbers until {time}", {time: clockOn(until, now, hall.timezone)}) : t("no numbers");
  return t("open");
}

/** People on a scale up to the posted danger, with its thresholds. @param {Crowd} crowd */
function scale({people, busy, crowded, dangerous}) {
  if (busy === null || crowded === null || dangerous === null) return nothing;
  const whole = dangerous * 1.1,
    place = (/** @type {number} */ n) => `${Math.min(100, (100 * n) / whole)}%`;
  return html`<span class="therm" aria-hidden="true"><i .style=${properties({to: place(people)})}></i>${[
    busy,
    crowded,
    dangerous,
  ].map(
    one => html`<u .style=${properties({at: place(one)})}></u><em .style=${properties({at: place(one)})}>${one}</em>`,
  )}</span>`;
}
