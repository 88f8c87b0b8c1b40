/** When a screen says that it is cut off, and that it is back. */

import assert from "node:assert/strict";
import {beforeEach, mock, test} from "node:test";
import {linkState} from "/live/link.js";
import {serverClock} from "/live/server_clock.js";

const BEGUN = Date.parse("2026-11-25T10:00:00Z");
/** @type {[boolean, number][]} whether the line is there, and since how many seconds after the beginning */
let told;
let revived = 0;
/** @type {ReturnType<typeof linkState>} */
let link;

beforeEach(() => {
  mock.timers.reset();
  mock.timers.enable({apis: ["setTimeout", "setInterval", "Date"], now: BEGUN});
  [told, revived] = [[], 0];
  link = linkState(() => (revived += 1));
  link.on(({online, since}) => told.push([online, (since.getTime() - BEGUN) / 1000]));
});

test("a line that comes up at once, or is gone for less than two seconds, is no news", () => {
  mock.timers.tick(1999);
  link.up();
  mock.timers.tick(5000);
  link.down();
  mock.timers.tick(1900);
  link.up();
  mock.timers.tick(5000);
  assert.deepEqual(told, [[true, 0]]);
});

test("a line that stays away is told with the last good moment, and that it is back once", () => {
  link.up();
  mock.timers.tick(10_000);
  link.heard();
  link.down();
  mock.timers.tick(2000);
  link.down();
  mock.timers.tick(60_000);
  assert.equal(revived, 0); // it is being made anew already
  link.up();
  link.heard();
  assert.deepEqual(told, [
    [true, 0],
    [false, 10],
    [true, 72],
  ]);
});

test("an open line that has gone silent for twenty seconds is dead: it is told and made anew", () => {
  link.up();
  mock.timers.tick(19_000);
  assert.deepEqual([told.length, revived], [1, 0]);
  mock.timers.tick(1000);
  assert.deepEqual([told.at(-1), revived], [[false, 0], 1]);
});

test("a phone that slept finds its line dead as soon as somebody looks", () => {
  link.up();
  mock.timers.setTime(BEGUN + 120_000);
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(told.at(-1)?.[0], false);
});

test("who comes later is told how it is; who leaves and what is stopped hears no more", () => {
  link.up();
  link.down();
  mock.timers.tick(2000);
  /** @type {boolean[]} */
  const late = [];
  const leave = link.on(({online}) => late.push(online));
  leave();
  link.up();
  assert.deepEqual(late, [false]);
  link.stop();
  const before = told.length;
  mock.timers.tick(60_000);
  assert.equal(told.length, before);
});

test("the pulse that travelled fastest says the server's time; an old one is forgotten", () => {
  const clock = serverClock();
  assert.equal(clock.now().getTime(), BEGUN);
  const pulse = (/** @type {number} */ ahead) => clock.learn(new Date(Date.now() + ahead).toISOString());
  for (const ahead of [59_000, 60_000, 58_000]) pulse(ahead);
  assert.equal(clock.now().getTime(), BEGUN + 60_000);
  for (let n = 0; n < 7; n += 1) pulse(30_000);
  assert.equal(clock.now().getTime(), BEGUN + 58_000);
  clock.learn("no time");
  pulse(30_000);
  assert.equal(clock.now().getTime(), BEGUN + 30_000);
});
