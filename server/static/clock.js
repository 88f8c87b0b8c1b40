/** Times as people read them: the hall's clock, and waits as whole minutes. */

import {tag} from "/static/words.js";

/** @typedef {{low: number, likely: number, high: number}} WaitRange seconds in views, minutes in what is shown */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map(); // making one takes longer than using it a thousand times

/** @type {Map<string, readonly (readonly [number, number])[]>} */
const tables = new Map(); // the server's own, since a browser's may be of another year

/** Take the server's table of a zone. @param {{timezone: string, offsets?: readonly (readonly [number, number])[]} | null | undefined} hall */
export function keepZone(hall) {
  if (hall?.offsets?.length) tables.set(hall.timezone, hall.offsets);
}

/** @param {string} locale @param {string} timeZone @param {Intl.DateTimeFormatOptions} options */
function format(locale, timeZone, options) {
  const table = tables.get(timeZone),
    zone = table ? "UTC" : timeZone;
  const name = [locale, zone, ...Object.entries(options).flat()].join(" ");
  const made = formats.get(name) ?? new Intl.DateTimeFormat(locale, {timeZone: zone, ...options});
  formats.set(name, made);
  /** A moment as this zone's clock has it, written as if it were UTC. @param {Date} at */
  const here = at =>
    table
      ? new Date(at.getTime() + 60_000 * (table.findLast(([since]) => since * 1000 <= at.getTime()) ?? table[0])[1])
      : at;
  return {
    format: (/** @type {Date} */ at) => made.format(here(at)),
    formatToParts: (/** @type {Date} */ at) => made.formatToParts(here(at)),
  };
}

/** Return the parts of a day in the hall's zone: "Wed", "25", "Nov". @param {string | number | Date} at @param {string} timezone @param {string} locale @param {Intl.DateTimeFormatOptions} options */
export function dayParts(at, timezone, locale, options) {
  return format(locale, timezone, options).formatToParts(new Date(at));
}

/** Return "10:42" by the hall's clock. @param {string | number | Date} at @param {string} timezone */
export function clock(at, timezone) {
  return format("en-GB", timezone, {hour: "2-digit", minute: "2-digit"}).format(new Date(at));
}

/** Return "10:42:07" by the hall's clock. @param {string | number | Date} at @param {string} timezone */
export function clockSeconds(at, timezone) {
  return format("en-GB", timezone, {hour: "2-digit", minute: "2-digit", second: "2-digit"}).format(new Date(at));
}

/** Return "10:42", and with its day where that is another one than now: "Tue 17:40". @param {string | number | Date} at @param {string | number | Date} now @param {string} timezone */
export function clockOn(at, now, timezone) {
  if (daysBetween(now, at, timezone) === 0) return clock(at, timezone);
  const locale = tag();
  const day = format(locale === "en" ? "en-GB" : locale, timezone, {weekday: "short"}).format(new Date(at));
  return `${day} ${clock(at, timezone)}`;
}

/** Return the day's name in the reader's language: "Thursday". @param {string | number | Date} at @param {string} timezone @param {string} [language] */
export function weekday(at, timezone, language) {
  return format(tag(language), timezone, {weekday: "long"}).format(new Date(at));
}

/** Return the date in the reader's language: "26 November". @param {string | number | Date} at @param {string} timezone @param {string} [language] */
export function date(at, timezone, language) {
  const locale = tag(language);
  return format(locale === "en" ? "en-GB" : locale, timezone, {day: "numeric", month: "long"}).format(new Date(at));
}

/**
 * Return how many midnights of the hall lie between two times: 0 the same day, 1 tomorrow.
 * @param {string | number | Date} from @param {string | number | Date} to @param {string} timezone
 */
export function daysBetween(from, to, timezone) {
  const day = format("en-CA", timezone, {year: "numeric", month: "2-digit", day: "2-digit"});
  return Math.round((Date.parse(day.format(new Date(to))) - Date.parse(day.format(new Date(from)))) / 86_400_000);
}

/** Return a wait in whole minutes, rounded outward so that the range still holds what it says. @param {WaitRange} wait @returns {WaitRange} */
export function minutesRange({low, likely, high}) {
  const from = Math.floor(low / 60);
  return {low: from, likely: Math.round(likely / 60), high: Math.max(Math.ceil(high / 60), from + 1)};
}

/** Quarters of an hour as they are written. */
const QUARTERS = ["", "¼", "½", "¾"];

/** @param {number} minutes of full quarters */
function hours(minutes) {
  const whole = Math.floor(minutes / 60),
    part = QUARTERS[(minutes % 60) / 15];
  return whole || !part ? `${whole}${part}` : part;
}

/**
 * Return a wait as it is read: in minutes, a long one in hours with halves (below one hour quarters); rounded outward.
 * @param {WaitRange} wait @returns {{unit: "min" | "h", low: string, high: string}}
 */
export function waitSpan(wait) {
  const {low, high} = minutesRange(wait);
  if (low < 60 && high < 90) return {unit: "min", low: String(low), high: String(high)};
  const step = low < 60 ? 15 : 30;
  return {unit: "h", low: hours(Math.floor(low / step) * step), high: hours(Math.ceil(high / 30) * 30)};
}

/** Return "10:54–11:07": when a wait that begins at `at` ends. @param {WaitRange} wait @param {string | number | Date} at @param {string} timezone */
export function calledBetween(wait, at, timezone) {
  const start = new Date(at).getTime(),
    {low, high} = minutesRange(wait);
  return `${clock(start + low * 60_000, timezone)}–${clock(start + high * 60_000, timezone)}`;
}
