/** Versions: a screen never goes back, except to a server that was restored. */

import assert from "node:assert/strict";
import {beforeEach, mock, test} from "node:test";
import {openWire} from "/live/wire.js";
import {lines} from "./socket.js";

const BEHIND = 3000; // ms that a pulse may be ahead

/** @type {import("./socket.js").Line} */
let line;
/** @type {ReturnType<typeof openWire>} */
let wire;
/** @type {string[]} */
let drawn;
/** @type {() => void} */
let stop;

beforeEach(async () => {
  wire?.close();
  wire = openWire();
  line = /** @type {import("./socket.js").Line} */ (lines.at(-1));
  drawn = [];
  stop = wire.watch("main", "display", data => drawn.push(data.said));
  line.connect();
  await line.answer({view: "display", version: 5, data: {said: "five"}, program: "a"});
  return () => wire.close();
});

const pushed = (/** @type {number} */ version, said = String(version)) =>
  line.tell("view", {hall: "main", view: "display", version, data: {said}});

test("what is older or the same is not drawn", () => {
  pushed(5);
  pushed(4);
  pushed(7);
  pushed(6);
  assert.deepEqual(drawn, ["five", "7"]);
  wire.close();
});

test("what comes first on a new line replaces all, though its number is smaller", async () => {
  line.disconnect();
  line.connect();
  await line.answer({view: "display", version: 2, data: {said: "restored"}, program: "a"});
  pushed(3);
  assert.deepEqual(drawn, ["five", "restored", "3"]);
  wire.close();
});

test("an answer that belongs to a line which is gone is not drawn", async () => {
  line.disconnect();
  line.connect();
  line.disconnect();
  line.connect();
  await line.answer({view: "display", version: 9, data: {said: "of the first"}, program: "a"});
  assert.deepEqual(drawn, ["five"]);
  await line.answer({view: "display", version: 9, data: {said: "of the second"}, program: "a"});
  assert.deepEqual(drawn, ["five", "of the second"]);
  wire.close();
});

test("a pulse that is ahead has the view asked for anew, unless its push came meanwhile", context => {
  context.mock.timers.enable({apis: ["setTimeout"]});
  line.tell("pulse", {hall: "main", version: 6});
  pushed(6);
  context.mock.timers.tick(BEHIND);
  assert.equal(line.asked.length, 0);
  line.tell("pulse", {hall: "annex", version: 99});
  context.mock.timers.tick(BEHIND);
  assert.equal(line.asked.length, 0);
  line.tell("pulse", {hall: "main", version: 8});
  context.mock.timers.tick(BEHIND - 1);
  assert.equal(line.asked.length, 0);
  context.mock.timers.tick(1);
  assert.deepEqual(line.asked, [{hall: "main", view: "display"}]);
  wire.close();
});

test("two that watch one view are asked for once; the last one out turns it off", () => {
  /** @type {string[]} */
  const other = [];
  const leave = wire.watch("main", "display", data => other.push(data.said));
  assert.deepEqual([line.asked.length, other], [0, ["five"]]);
  stop();
  assert.deepEqual(line.sent, []);
  leave();
  assert.deepEqual(line.sent, [["unwatch", {hall: "main", view: "display"}]]);
  pushed(9);
  assert.deepEqual([drawn, other], [["five"], ["five"]]);
  wire.close();
});

test("a refused view is told to the page, and so is the program behind it", async () => {
  const told = mock.fn();
  wire.onRefused = told;
  wire.onProgram = told;
  wire.watch("main", "board", () => assert.fail("it was refused"));
  await line.answer({code: "forbidden"});
  line.disconnect();
  line.connect();
  await line.answer({view: "display", version: 6, data: {said: "six"}, program: "b"});
  assert.deepEqual(
    told.mock.calls.map(call => call.arguments),
    [["forbidden", "board"], ["b"]],
  );
  wire.close();
});
