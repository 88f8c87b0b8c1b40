/** How waits, times and names are said. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {between, minutes, running} from "/pages/counter/terminal/durations.js";
import {again, opening, today} from "/pages/display/wall/times.js";
import {calledBetween, clock, clockOn, daysBetween, keepZone, minutesRange, waitSpan} from "/static/clock.js";
import {isLong, width} from "/static/long.js";
import {readersLanguage} from "/static/reader.js";

const ZONE = "Asia/Taipei";
const wait = (/** @type {number} */ low, /** @type {number} */ high) => ({low, likely: (low + high) / 2, high});

test("a range is rounded outward and never empty", () => {
  assert.deepEqual(minutesRange({low: 119, likely: 150, high: 181}), {low: 1, likely: 3, high: 4});
  assert.deepEqual(minutesRange({low: 120, likely: 120, high: 120}), {low: 2, likely: 2, high: 3});
  assert.deepEqual(minutesRange({low: 0, likely: 0, high: 0}), {low: 0, likely: 0, high: 1});
});

for (const [low, high, said] of /** @type {[number, number, string][]} */ ([
  [10, 25, "10–25 min"],
  [59, 89, "59–89 min"],
  [59, 90, "¾–1½ h"],
  [60, 70, "1–1½ h"],
  [14, 100, "0–2 h"],
  [89, 121, "1–2½ h"],
  [150, 180, "2½–3 h"],
]))
  test(`${low} to ${high} minutes are “${said}”`, () => {
    const {unit, low: from, high: to} = waitSpan(wait(low * 60, high * 60));
    assert.equal(`${from}–${to} ${unit}`, said);
  });

test("the server's own offsets go before the browser's table of zones", () => {
  const noon = Date.parse("2026-11-25T12:00+08:00");
  const timezone = "Asia/Shanghai";
  assert.equal(clock(noon, timezone), "12:00");
  keepZone({
    timezone,
    offsets: [
      [0, 480],
      [noon / 1000, 540],
    ],
  });
  assert.deepEqual([clock(noon - 60_000, timezone), clock(noon, timezone)], ["11:59", "13:00"]);
  keepZone({timezone, offsets: []});
  keepZone(null);
  assert.equal(clock(noon, timezone), "13:00");
});

test("the hall's clock, whatever the browser's", () => {
  const at = "2026-11-25T16:30:00Z";
  assert.equal(clock(at, ZONE), "00:30");
  assert.equal(calledBetween(wait(600, 1500), at, ZONE), "00:40–00:55");
  assert.equal(daysBetween("2026-11-25T15:59:00Z", at, ZONE), 1);
  assert.equal(daysBetween(at, "2026-11-25T15:59:00Z", ZONE), -1);
});

for (const [opens, said, within] of [
  ["2026-11-25T13:30+08:00", "Opens at 13:30", "opens 13:30"],
  ["2026-11-26T08:30+08:00", "Opens tomorrow at 08:30", "opens tomorrow 08:30"],
  ["2026-11-30T08:30+08:00", "Opens on Monday at 08:30", "opens Monday 08:30"],
  ["2026-12-02T08:30+08:00", "Opens on 2 December at 08:30", "opens 2 December 08:30"],
])
  test(`“${said}”`, () => {
    const now = Date.parse("2026-11-25T12:30+08:00");
    assert.deepEqual([opening(opens, now, ZONE, "en"), again(opens, now, ZONE, "en")], [said, within]);
  });

test("the day as a wall says it; the day after tomorrow has its name", () => {
  const now = Date.parse("2026-11-25T12:30+08:00");
  assert.equal(today(now, ZONE, "en"), "Wed 25 Nov");
  assert.equal(today(now, ZONE, "zh-Hant"), "11月25日 週三");
  assert.equal(again("2026-11-27T08:30+08:00", now, ZONE, "en"), "opens Friday 08:30");
});

test("a name is long by what it takes of a line: a Han character is two letters", () => {
  assert.deepEqual([width("戶籍 A"), width("")], [6, 0]);
  assert.equal(isLong({en: "x".repeat(34), "zh-Hant": "戶".repeat(17)}), false);
  assert.equal(isLong({en: "short", "zh-Hant": "戶".repeat(18)}), true);
  assert.equal(isLong(undefined), false);
});

test("lengths of time as a clerk reads them", () => {
  assert.deepEqual([running(372.9), running(3600), running(3972), running(-5)], ["6:12", "1:00:00", "1:06:12", "0:00"]);
  assert.deepEqual([minutes(0), minutes(1), minutes(89), minutes(90)], [0, 1, 1, 2]);
  assert.equal(between("2026-11-25T10:00:00Z", new Date("2026-11-25T10:01:30Z")), 90);
});

for (const [search, kept, tags, language] of /** @type {[string, string | null, string[], string][]} */ ([
  ["?lang=en", "zh-Hans", ["zh-TW"], "en"],
  ["?lang=fr", "zh-Hans", ["en"], "zh-Hans"],
  ["", null, ["vi-VN", "zh-CN"], "zh-Hans"],
  ["", null, ["zh-HK"], "zh-Hant"],
  ["", null, ["zh-Hant-CN"], "zh-Hant"],
  ["", null, ["zh"], "zh-Hans"],
  ["", "gone", ["en-GB"], "en"],
  ["", null, ["vi-VN"], "zh-Hant"],
]))
  test(`a reader with “${search}”, ${kept} and ${tags} reads ${language}`, () => {
    Object.assign(globalThis, {location: {search}, localStorage: {getItem: () => kept}});
    Object.defineProperty(globalThis, "navigator", {value: {languages: tags}, configurable: true});
    assert.equal(readersLanguage(), language);
  });

test("a time of another day is told with its day", () => {
  const now = "2026-11-26T00:10:00Z"; // ten past eight on Thursday in the hall
  assert.equal(clockOn("2026-11-26T00:05:00Z", now, ZONE), "08:05");
  assert.equal(clockOn("2026-11-25T15:59:00Z", now, ZONE), "Wed 23:59");
  assert.equal(clockOn("2026-11-25T16:00:00Z", now, ZONE), "00:00");
  assert.equal(clockOn("2026-11-27T01:00:00Z", now, ZONE), "Fri 09:00");
});
