/** What the hall display speaks: one after the other, each once, none that is old; and by what. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {clipsOf} from "/pages/display/hall/voice/clips.js";
import {FRESH, isFresh, toSpeak, wanted} from "/pages/display/hall/voice/heard.js";
import {Queue} from "/pages/display/hall/voice/queue.js";
import {REST, inTurn, lengthOf, longest, noted, whatRests} from "/pages/display/hall/voice/rests.js";

const NOW = Date.parse("2026-11-25T10:00:00Z");
const iso = (/** @type {number} */ seconds) => new Date(NOW + seconds * 1000).toISOString();
const call = (/** @type {number} */ ticket, /** @type {number} */ seconds, now = true) => ({
  ticket,
  at: iso(seconds),
  now,
});
const said = (/** @type {number} */ id, /** @type {number} */ seconds, say = true) => ({
  id,
  at: iso(seconds),
  say,
  text: {},
});
const view = (/** @type {object} */ what) =>
  /** @type {any} */ ({calls: [], announcements: [], emergency: null, ...what});
const keys = (/** @type {{key: string}[]} */ all) => all.map(({key}) => key.split(" ").slice(0, 2).join(" "));

test("a page that was just loaded speaks nothing of before, and then all that is new, the oldest first", () => {
  const first = toSpeak(null, view({calls: [call(1, -1)]}), NOW);
  assert.deepEqual(first.calls, []);
  const next = toSpeak(first.heard, view({calls: [call(3, 2), call(2, 1), call(1, -1)]}), NOW);
  assert.deepEqual(keys(next.calls), ["call 2", "call 3"]);
  assert.deepEqual(toSpeak(next.heard, view({calls: [call(3, 2), call(2, 1)]}), NOW).calls, []);
});

test("a recall is spoken again, who has come is not", () => {
  const {heard} = toSpeak(null, view({calls: [call(1, 0), call(2, 0)]}), NOW);
  const next = toSpeak(heard, view({calls: [call(1, 5), call(2, 6, false)]}), NOW + 6000);
  assert.deepEqual(keys(next.calls), ["call 1"]);
});

test("what is older than a minute is not spoken, after a cut either", () => {
  const next = toSpeak(new Set(), view({calls: [call(2, -60), call(1, -61)]}), NOW);
  assert.deepEqual(keys(next.calls), ["call 2"]);
  const one = {key: "", at: iso(0), call: null, said: null};
  assert.deepEqual([isFresh(one, NOW + FRESH), isFresh(one, NOW + FRESH + 1)], [true, false]);
});

test("what everyone is told is apart from the calls, and silent where it is only to be read", () => {
  const now = view({calls: [call(1, 0)], announcements: [said(7, 0), said(8, 0, false)], emergency: said(9, 1)});
  const {calls, said: told} = toSpeak(new Set(), now, NOW);
  assert.deepEqual([keys(calls), keys(told)], [["call 1"], ["said 7", "said 9"]]);
  assert.deepEqual(keys([...wanted(now)].map(key => ({key}))), ["said 7", "call 1", "said 9"]);
});

/** Speak as a test wants it. @param {(one: string) => boolean} [fresh] */
function speaker(fresh = () => true) {
  /** @type {string[]} */
  const heard = [];
  /** @type {(() => void)[]} */
  const ends = [];
  const speak = (/** @type {string} */ one) => {
    heard.push(one);
    return new Promise((/** @type {(done?: unknown) => void} */ done, fail) => {
      ends.push(one.startsWith("bad") ? () => fail(new Error(one)) : done);
    });
  };
  const queue = new Queue(/** @type {(one: string) => Promise<void>} */ (speak), fresh);
  const end = async () => {
    ends.shift()?.();
    await new Promise(done => setImmediate(done));
  };
  return {heard, queue, end};
}

test("one at a time, in order; one that fails holds up no other", async () => {
  const {heard, queue, end} = speaker();
  queue.add(["a", "bad b"]);
  queue.add(["c"]);
  assert.deepEqual(heard, ["a"]);
  await end();
  await end();
  assert.deepEqual(heard, ["a", "bad b", "c"]);
  await end();
  queue.add(["d"]);
  assert.deepEqual(heard.at(-1), "d");
});

test("what everyone is to hear goes before all that wait; what was taken back or grew old is not spoken", async () => {
  const old = new Set();
  const {heard, queue, end} = speaker(one => !old.has(one));
  queue.add(["a", "b", "c", "d"]);
  queue.add(["first", "second"], true);
  queue.drop(one => one === "b");
  old.add("c");
  for (let n = 0; n < 6; n += 1) await end();
  assert.deepEqual(heard, ["a", "first", "second", "d"]);
});

test("a language is recorded when all signs of the call are", () => {
  const names = ["before", "between", "A", "0", "1", "3", "12"];
  assert.deepEqual(clipsOf("A01", "3", names), ["before", "A", "0", "1", "between", "3"]);
  assert.deepEqual(clipsOf("A01", "12", [...names, "after"]), ["before", "A", "0", "1", "between", "12", "after"]);
  assert.deepEqual(clipsOf("A01", "13", names), ["before", "A", "0", "1", "between", "1", "3"]);
  assert.deepEqual(
    [clipsOf("B01", "3", names), clipsOf("A01", "4", names), clipsOf("A01", "3", names.slice(1))],
    [null, null, null],
  );
});

test("a source that failed twice in a row comes last for some minutes; once, or after it spoke, not", () => {
  /** @type {import("/pages/display/hall/voice/rests.js").Rests} */
  const rests = new Map();
  const sources = /** @type {{name: string, kind: "clips" | "browser" | "server"}[]} */ ([
    {name: "clips", kind: "clips"},
    {name: "browser", kind: "browser"},
    {name: "server", kind: "server"},
  ]);
  const [clips, browser] = sources;
  const order = (/** @type {number} */ at) => inTurn(rests, sources, at).map(({name}) => name);
  noted(rests, browser, false, 0);
  noted(rests, browser, true, 1);
  noted(rests, browser, false, 2);
  assert.deepEqual([order(2)[1], whatRests(rests, 2)], ["browser", null]);
  noted(rests, browser, false, 3);
  assert.deepEqual([order(3), whatRests(rests, 3)], [["clips", "server", "browser"], "browser"]);
  noted(rests, clips, false, 4);
  noted(rests, clips, false, 5);
  assert.equal(whatRests(rests, 5), "clips");
  assert.deepEqual([REST, whatRests(rests, 2 + REST), whatRests(rests, 5 + REST)], [300_000, "clips", null]);
  assert.deepEqual(order(3 + REST), ["browser", "server", "clips"]);
});

test("a text takes a slow voice by its signs: Han and digits 300 ms, letters 110, and 4 s to begin", () => {
  assert.deepEqual(
    [lengthOf("請到 3 號"), lengthOf("Number A 1"), longest(""), longest("請")],
    [1200, 1070, 4000, 4300],
  );
});
