/**
 * The right third: the clock, how long the lines are, a notice.
 * @import {DisplayView, Screen, Waiting} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {time} from "/pages/display/wall/clock.js";
import {turn} from "/pages/display/wall/turns.js";
import {clock, waitSpan} from "/static/clock.js";
import {isLong} from "/static/long.js";
import {plain} from "/static/marked.js";
import {range, waitWords} from "/static/range.js";
import {plate} from "/static/signs.js";
import {pick, t} from "/static/words.js";

const ROWS = 10,
  QUIET_ZONE = 4, // modules round a QR code, as its standard asks
  LONG_ROWS = 4; // more services than these take turns; of long names, fewer have room

/** @param {Screen<DisplayView>} screen @param {unknown} middle */
export function side(screen, middle) {
  return html`<aside class="side">${time(screen)}${middle}${screen.view.door ? door(screen) : notice(screen)}</aside>`;
}

/** The notices, one after the other; in a demo also that it is one. @param {Screen<DisplayView>} screen */
function notice({view: {notices, announcements, held, hall}, at, say}) {
  const told = [...(held ? [held] : []), ...announcements.map(({text}) => text)]; // these alone, while there are any
  const texts = (told.length ? told : notices).map(
    words => (/** @type {string} */ language) => plain(pick.in(language, words)),
  );
  if (hall.demo && !told.length)
    texts.push(language => t.in(language, "Demo: the people and numbers here are invented."));
  return texts.length ? html`<div class="notice">${say.both(turn(texts, at))}</div>` : html`<div></div>`;
}

/** The code by which a phone takes a number here, where it does. @param {Screen<DisplayView>} screen */
function door({view: {door: code}, say}) {
  if (!code) return nothing;
  const side = code.size + 2 * QUIET_ZONE;
  return html`<div class="door"><svg viewBox=${`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`} role="img" aria-label=${t("QR code of the door")} shape-rendering="crispEdges"><path d=${code.path} /></svg>
    <p>${say.both(language => t.in(language, "Take your number by phone"))}</p></div>`;
}

/** Each service's line. @param {Screen<DisplayView>} screen */
export function waits(screen) {
  const {
    view: {waiting},
    at,
    say,
  } = screen;
  const long = waiting.some(({name}) => isLong(name)),
    most = long ? LONG_ROWS : ROWS;
  const pages = Array.from({length: Math.ceil(waiting.length / most)}, (_, page) =>
    waiting.slice(page * most, (page + 1) * most),
  );
  const rows = turn(pages, at) ?? [];
  const dense = long ? "names" : rows.length > 6 ? "high" : rows.length > 5 ? "some" : "none";
  return html`<ul class="waits" data-dense=${dense}><li class="head"><span>${t("Waiting time")} ${say.small(language => t.in(language, "Waiting time"))}</span>
    <span>${t("min")} ${say.small(language => t.in(language, "min"))}</span></li>${rows.map(row => (long ? tall : line)(screen, row))}</ul>`;
}

/** @param {Screen<DisplayView>} screen @param {Waiting} row */
function line(screen, row) {
  const {minutes, people, word} = figures(screen, row),
    {service, name, wait} = row,
    {say} = screen;
  return html`<li>${plate(service, "quiet")}<span class="room name"><b>${pick(name)}</b></span>
    <span class="min num">${minutes(say.first)}</span>
    <span class="room also">${say.small(language => pick.in(language, name))}</span>
    <span class="ppl num">${people ? people(say.first) : say.small(word)}</span>
    ${people && wait ? range(wait) : nothing}</li>`;
}

/** A line whose name has the whole width, in as many lines as it needs. @param {Screen<DisplayView>} screen @param {Waiting} row */
function tall(screen, row) {
  const {minutes, people} = figures(screen, row),
    {say} = screen;
  return html`<li>${plate(row.service, "quiet")}<span class="ppl num">${people ? people(say.first) : nothing}</span>
    <span class="min num">${minutes(say.first)}</span>
    <div class="whole fits">${say.both(language => pick.in(language, row.name))}</div></li>`;
}

/** What is said of a line; `people`: where it does not stand in the word already. @param {Screen<DisplayView>} screen @param {Waiting} row */
function figures({view: {hall}, at}, {count, wait, served, served_at: opens, open}) {
  const none = count === 0 && wait !== null && wait.high < 60;
  const span = open && !none && wait ? waitSpan(wait) : null;
  const people = (/** @type {string} */ language) => t.in(language, "{n} waiting", {n: count});
  const word = (/** @type {string} */ language) => {
    if (!open) return t.in(language, "Closed");
    if (!served)
      return opens && Date.parse(opens) > at
        ? t.in(language, "opens {time}", {time: clock(opens, hall.timezone)})
        : t.in(language, "No counter");
    if (none) return t.in(language, "No wait");
    return count ? people(language) : t.in(language, "Nobody waiting");
  };
  const minutes = (/** @type {string} */ language) =>
    span?.unit === "min"
      ? `${span.low}–${span.high}`
      : html`<small>${span && wait ? waitWords(wait, language) : word(language)}</small>`;
  return {minutes, people: open && (span || (!served && count > 0)) ? people : null, word};
}
