/** Which calls the hall display shows as new, and for how long. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {NOBODY, changesAt, latest, settle, take} from "/pages/display/hall/newcalls.js";

/** @typedef {{at: number, calls?: {ticket: number, at: number, now: boolean}[], cut?: boolean}} Step views come at given seconds */

/** A view pushed at a second, with calls [ticket, second], newest first; `come` has come already. */
const view = (
  /** @type {number} */ at,
  /** @type {[number, number][]} */ calls = [],
  /** @type {number[]} */ come = [],
) => ({
  at,
  calls: calls.map(([ticket, when]) => ({ticket, at: when, now: !come.includes(ticket)})),
});

/** Play views and times; return for each step who has the screen, and who waits for it. @param {Step[]} steps */
function play(steps) {
  let stage = NOBODY;
  /** @type {any} */
  let last = null;
  return steps.map(({at, calls, cut}) => {
    if (cut) [stage, last] = [NOBODY, null];
    else if (calls) {
      const next = /** @type {any} */ ({
        calls: calls.map(call => ({...call, at: new Date(call.at * 1000).toISOString()})),
      });
      [stage, last] = [take(stage, last, next, at * 1000), next];
    } else stage = settle(stage, at * 1000);
    return [stage.places.map(place => place.call.ticket), stage.queue.map(call => call.ticket)];
  });
}
const shown = (/** @type {Step[]} */ steps) => play(steps).map(([places]) => places);

test("a call has the screen for eight seconds", () => {
  const steps = [view(100), view(101, [[1, 101]]), {at: 108.9}, {at: 109}];
  assert.deepEqual(shown(steps), [[], [1], [1], []]);
});

test("what was called before the page came does not pop up, nor what is older than the cut's last seconds", () => {
  const early = view(100, [
    [2, 95],
    [1, 91],
  ]);
  assert.deepEqual(play([early]), [[[2], []]]);
  const late = view(120, [
    [3, 115],
    [2, 105],
  ]);
  assert.deepEqual(shown([view(100), {at: 101, cut: true}, late]).at(-1), [3]);
});

test("close calls stack and none jumps", () => {
  const two = view(104, [
    [2, 104],
    [1, 101],
  ]);
  assert.deepEqual(shown([view(100), view(101, [[1, 101]]), two, {at: 110}, {at: 112}]), [[], [1], [1, 2], [1, 2], []]);
});

test("a fourth waits and takes the place that had its time", () => {
  /** @type {[number, number][]} */
  const calls = [
    [4, 106],
    [3, 105],
    [2, 103],
    [1, 101],
  ];
  const steps = [
    view(100),
    view(101, calls.slice(3)),
    view(103, calls.slice(2)),
    view(105, calls.slice(1)),
    view(106, calls),
  ];
  assert.deepEqual(play([...steps, {at: 109}, {at: 113}, {at: 117}]).slice(4), [
    [[1, 2, 3], [4]],
    [[4, 2, 3], []],
    [[4, 2, 3], []],
    [[], []],
  ]);
});

test("ten calls at once are all seen", () => {
  const calls = Array.from({length: 10}, (_, n) => /** @type {[number, number]} */ ([10 - n, 101]));
  const turns = [1, 2, 3, 4].map(turn => ({at: 101 + 8 * turn}));
  assert.deepEqual(shown([view(100), view(101, calls), ...turns]).flat(), [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
});

test("a recall is a new call in its own place, and later pops up again", () => {
  /** @type {[number, number][]} */
  const two = [
    [2, 103],
    [1, 101],
  ];
  /** @type {[number, number][]} */
  const again = [
    [1, 107],
    [2, 103],
  ];
  const steps = [view(100), view(101, [[1, 101]]), view(103, two), view(107, again), {at: 114}];
  assert.deepEqual(shown(steps), [[], [1], [1, 2], [1, 2], [1, 2]]);
  assert.deepEqual(shown([view(100, [[1, 50]]), view(140, [[1, 140]])]), [[], [1]]);
});

test("who takes a place anew is drawn anew there", () => {
  const call = (/** @type {number} */ ticket, /** @type {number} */ at) => ({
    ticket,
    at: new Date(at * 1000).toISOString(),
    now: true,
  });
  const told = (/** @type {object[]} */ ...calls) => /** @type {any} */ ({calls});
  const first = take(NOBODY, told(), told(call(1, 101)), 101_000);
  const again = take(first, told(call(1, 101)), told(call(1, 104)), 104_000);
  assert.deepEqual([first.places[0].turn, again.places[0].turn], [0, 1]);
  const full = take(again, told(call(1, 104)), told(call(4, 106), call(3, 105), call(2, 105), call(1, 104)), 106_000);
  assert.equal(full.queue.length, 1);
  const [place] = settle(full, 112_000).places;
  assert.deepEqual([place.call.ticket, place.turn], [4, 2]);
});

test("a call taken back leaves; who has come is not called", () => {
  /** @type {[number, number][]} */
  const four = [
    [4, 101],
    [3, 101],
    [2, 101],
    [1, 101],
  ];
  const steps = [
    view(100),
    view(101, four),
    view(102, four, [4]),
    view(
      103,
      four.filter(([one]) => one !== 2),
      [4],
    ),
  ];
  assert.deepEqual(play(steps).slice(1), [
    [[1, 2, 3], [4]],
    [[1, 2, 3], []],
    [[1, 3], []],
  ]);
  assert.deepEqual(play([view(100), view(101, [[1, 101]], [1])]).at(-1), [[], []]);
});

test("the stage says when it changes by itself, and who is called now", () => {
  const calls = [1, 2].map(ticket => ({ticket, at: new Date(ticket * 1000).toISOString()}));
  const places = /** @type {import("/pages/display/hall/view.d.ts").Place[]} */ (
    calls.map((call, n) => ({call, begun: n * 1000, turn: 0}))
  );
  assert.deepEqual([changesAt({places, queue: []}, 0), changesAt({places, queue: []}, 8000)], [8000, 9000]);
  assert.equal(changesAt(NOBODY, 0), Infinity);
  assert.equal(latest(places).call.ticket, 2);
  const at = (/** @type {number[]} */ begun) =>
    latest(places.map((place, n) => ({...place, begun: begun[n]}))).call.ticket;
  assert.deepEqual([at([0, 0]), at([1, 0])], [2, 1]); // at one moment: whom the hall called last
  assert.equal(latest(places.map(place => ({...place, begun: 0})).reverse()).call.ticket, 2);
});
