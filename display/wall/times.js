/** Days and opening times as a wall says them. */

import {clock, date, dayParts, daysBetween, weekday} from "/static/clock.js";
import {t, tag} from "/static/words.js";

/** Return "Wed 25 Nov". @param {number} at @param {string} timezone @param {string} language */
export function today(at, timezone, language) {
  const locale = language === "en" ? "en-GB" : tag(language);
  const parts = dayParts(at, timezone, locale, {day: "numeric", month: "short", weekday: "short"}).filter(
    ({type, value}) => type !== "literal" || !/^[, ]*$/.test(value),
  );
  const day = parts.filter(({type}) => type === "weekday").map(({value}) => value);
  const rest = parts.filter(({type}) => type !== "weekday").map(({value}) => value);
  return language === "en" ? [...day, ...rest].join(" ") : `${rest.join("")} ${day.join("")}`;
}

/** Return when the hall opens next, in words. @param {string} opens ISO @param {number} at @param {string} timezone @param {string} language */
export function opening(opens, at, timezone, language) {
  const time = clock(opens, timezone),
    days = daysBetween(at, opens, timezone);
  if (days < 1) return t.in(language, "Opens at {time}", {time});
  if (days < 2) return t.in(language, "Opens tomorrow at {time}", {time});
  if (days < 7) return t.in(language, "Opens on {day} at {time}", {day: weekday(opens, timezone, language), time});
  return t.in(language, "Opens on {day} at {time}", {day: date(opens, timezone, language), time});
}

/** Return the same within a sentence: "opens 13:30". @param {string} opens ISO @param {number} at @param {string} timezone @param {string} language */
export function again(opens, at, timezone, language) {
  const time = clock(opens, timezone),
    days = daysBetween(at, opens, timezone);
  if (days < 1) return t.in(language, "opens {time}", {time});
  if (days < 2) return t.in(language, "opens tomorrow {time}", {time});
  return t.in(language, "opens {day} {time}", {
    day: days < 7 ? weekday(opens, timezone, language) : date(opens, timezone, language),
    time,
  });
}
