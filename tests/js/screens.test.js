/** What screens that stand by themselves decide, and which press of a key is meant. */

import assert from "node:assert/strict";
import {beforeEach, mock, test} from "node:test";
import {follow} from "/pages/display/wall/program.js";
import {READ, turn} from "/pages/display/wall/turns.js";
import {meaning} from "/pages/counter/terminal/keys.js";
import {openCommands} from "/pages/counter/terminal/commands.js";
import {openStanding} from "/static/standing.js";

beforeEach(() => mock.timers.reset());

test("another program is loaded, once nobody is in the middle of something", () => {
  mock.timers.enable({apis: ["setTimeout"]});
  let free = false,
    loaded = 0;
  const told = follow(
    () => free,
    () => (loaded += 1),
  );
  free = true;
  for (const program of ["a", "a"]) told(program);
  assert.equal(loaded, 0);
  free = false;
  for (const program of ["b", "b", "c"]) told(program);
  mock.timers.tick(60_000);
  assert.equal(loaded, 0);
  free = true;
  mock.timers.tick(1000);
  assert.equal(loaded, 1);
  mock.timers.tick(60_000);
  assert.equal(loaded, 1);
});

test("turns go by the clock, alike on all screens", () => {
  const things = ["a", "b", "c"];
  assert.deepEqual(
    [0, READ - 1, READ, 3 * READ].map(at => turn(things, at)),
    ["a", "a", "b", "a"],
  );
  assert.deepEqual([READ, turn(things, 7000, 6000)], [12_000, "b"]);
});

test("a key pressed again and again confirms one step; after a rest the next one", () => {
  let now = 0,
    confirmed = 0,
    step = 1;
  const standing = openStanding(() => now);
  const press = () => {
    if (standing.meant(String(step))) confirmed = step++;
    standing.shown([String(step)]);
  };
  standing.shown(["1"]);
  for (now = 2000; now <= 12_000; now += 1000) press();
  assert.equal(confirmed, 1);
  now += 1600;
  press();
  assert.equal(confirmed, 2);
  now += 1499;
  assert.equal(standing.meant("3"), false);
  now += 1500;
  assert.equal(standing.meant("3"), true);
  standing.shown([]);
  standing.shown(["3"]);
  now += 1500;
  standing.shown(["3"]);
  assert.equal(standing.stood("3"), true); // drawn again, it stands where it stood
  standing.shown([]);
  standing.shown(["3"]);
  assert.equal(standing.stood("3"), false); // it went and came: it stands there anew
});

class Element {
  /** @param {string} [kind] @param {boolean} [ring] */
  constructor(kind = "", ring = false) {
    this.kind = kind;
    this.ring = ring;
    this.dataset = {};
  }
  matches(/** @type {string} */ selector) {
    return selector === ":focus-visible" ? this.ring : selector.includes("textarea") && this.kind === "field";
  }
}
const TERMINAL = {dialog: false, letters: true, terminal: true, choose: false};
for (const [act, key, now] of /** @type {[any, object, object][]} */ ([
  [{act: "main"}, {code: "Space"}, {}],
  [null, {code: "Space", repeat: true}, {}],
  [null, {code: "Space", isComposing: true}, {}],
  [null, {code: "Space"}, {dialog: true}],
  [null, {code: "Space"}, {terminal: false}],
  [{act: "undo"}, {code: "KeyZ", ctrlKey: true}, {}],
  [null, {code: "KeyZ", ctrlKey: true}, {dialog: true}],
  [null, {code: "KeyC", ctrlKey: true}, {}],
  [null, {code: "Space", altKey: true}, {}],
  [{act: "silent"}, {code: "F9"}, {letters: false}],
  [{act: "theme"}, {code: "KeyL"}, {}],
  [null, {code: "KeyL"}, {letters: false}],
  [null, {code: "KeyL", shiftKey: true}, {}],
  [{act: "keys"}, {code: "Slash", shiftKey: true}, {letters: false}],
  [{act: "choose-option", digit: 3}, {code: "Digit3"}, {dialog: true}],
  [{act: "choose-seat", digit: 9}, {code: "Numpad9"}, {choose: true, terminal: false}],
  [null, {code: "Digit3"}, {}],
  [null, {code: "KeyL", target: new Element("field")}, {}],
  [null, {code: "Digit3", target: new Element("field")}, {dialog: true}],
  [{act: "theme"}, {code: "KeyL", target: new Element()}, {}],
]))
  test(`at the terminal ${JSON.stringify({...key, ...now})} means ${JSON.stringify(act)}`, () => {
    Object.assign(globalThis, {HTMLElement: Element, HTMLButtonElement: Element});
    const event = {target: null, ...key};
    assert.deepEqual(meaning(/** @type {any} */ (event), {...TERMINAL, ...now}), act);
  });

test("who walks by Tab presses with Space what has the ring", () => {
  Object.assign(globalThis, {HTMLElement: Element, HTMLButtonElement: Element});
  const held = new Element("button", true);
  Object.assign(document, {activeElement: held});
  const space = /** @type {any} */ ({code: "Space", target: held});
  assert.equal(meaning(space, TERMINAL), null);
  Object.assign(held.dataset, {act: "main"});
  assert.deepEqual(meaning(space, TERMINAL), {act: "main"});
  Object.assign(document, {activeElement: null});
});

/** A terminal whose server refuses so. @param {object} problem */
async function refused(problem) {
  /** @type {any} */
  const ui = {hall: {code: "main"}, counter: "3", busy: null};
  let out = false;
  /** @type {string[]} */
  const sent = [];
  const run = openCommands(
    {ui, set: change => void Object.assign(ui, change)},
    {
      post: async path => {
        sent.push(path);
        if (sent.length === 1) throw problem;
      },
      shown: async () => {},
    },
    () => (out = true),
  );
  const order = {act: "call", path: "call", body: {}, key: "k"};
  const done = [await run(order), await run({...order, path: "/tickets/7/transfer"})];
  return {ui, out, sent, done};
}

test("one command at a time, at the counter or at the hall", async () => {
  const {sent, done, ui} = await refused({status: 409, code: "nobody_waiting", title: "Nobody waits."});
  assert.deepEqual(
    [sent, done, ui.busy],
    [["/api/v1/halls/main/counters/3/call", "/api/v1/halls/main/tickets/7/transfer"], [false, true], null],
  );
});

for (const [said, problem] of /** @type {[object, object][]} */ ([
  [{note: "Nobody waits."}, {status: 409, code: "nobody_waiting", title: "Nobody waits."}],
  [
    {note: "A007 was called at counter 5 meanwhile"},
    {status: 409, code: "other", extra: {now: {number: "A007", counter: "5", state: "called"}}},
  ],
  [{note: "Gone."}, {status: 409, detail: "Gone.", extra: {now: {number: "A007", counter: "5", state: "done"}}}],
  [{note: "Taken."}, {status: 409, title: "Taken.", extra: {now: {number: "A007", counter: null, state: "called"}}}],
  [
    {fault: "No such.", retry: false},
    {status: 404, title: "No such."},
  ],
  [{fault: "This could not be done.", retry: false}, {status: 400}],
  [
    {fault: "No.", retry: false},
    {status: 409, code: "other", detail: "No."},
  ],
  [
    {fault: "A number.", retry: false},
    {status: 422, detail: "x", errors: [{field: "a", message: "A number."}]},
  ],
  [
    {fault: "Wait.", retry: true},
    {status: 429, detail: "Wait."},
  ],
  [
    {fault: "The server did not answer. Nothing may have changed: try again, it counts only once.", retry: true},
    {status: 500, detail: "x"},
  ],
]))
  test(`a refusal ${JSON.stringify(problem)} is said as ${JSON.stringify(said)}`, async () => {
    /** @type {any} */
    const ui = {hall: {code: "main"}, counter: "3", busy: null};
    const run = openCommands(
      {ui, set: change => void Object.assign(ui, change)},
      {post: () => Promise.reject({extra: {}, ...problem}), shown: async () => {}},
      () => assert.fail("still signed in"),
    );
    await run({act: "call", path: "call", body: {}, key: "k"});
    assert.deepEqual("note" in said ? {note: ui.note} : {fault: ui.fault.text, retry: ui.fault.retry !== null}, said);
  });

test("a sign-in that has ended leads to the door", async () => assert.equal((await refused({status: 401})).out, true));
