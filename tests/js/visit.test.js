/** What a phone makes of a visit: what a touch chooses, and how it is sent. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {planOf, sent, touched} from "/pages/kiosk/phone/visit.js";

const part = (/** @type {string} */ service, /** @type {"done" | "now" | "to_come"} */ state) => ({service, state});
/** @param {ReturnType<typeof part>[]} visit @param {object} [more] @returns {any} */
const track = (visit, more = {}) => ({visit, in_order: false, may_change: true, ...more});

test("what is done is no longer planned", () => {
  const visit = [part("C", "done"), part("A", "now"), part("B", "to_come")];
  assert.deepEqual(planOf(track(visit)), {services: ["A", "B"], in_order: false});
});

test("a touch chooses last, a second one not any more; what a counter has stays", () => {
  const plan = {services: ["A", "B"], in_order: false};
  assert.deepEqual(touched(plan, "C", null).services, ["A", "B", "C"]);
  assert.deepEqual(touched(plan, "A", null).services, ["B"]);
  assert.deepEqual(touched(plan, "A", "A").services, ["A", "B"]);
});

test("one for one other is a wrong choice; nothing new is not sent, nor a visit for nothing", () => {
  const one = track([part("A", "now")]),
    plan = (/** @type {string[]} */ services, in_order = false) => ({services, in_order});
  assert.deepEqual(sent(one, plan(["B"])), ["change", {service: "B"}]);
  assert.deepEqual(sent(track([part("A", "now")], {may_change: false}), plan(["B"])), ["visit", plan(["B"])]);
  assert.deepEqual(sent(one, plan(["A", "B"])), ["visit", plan(["A", "B"])]);
  assert.equal(sent(one, plan(["A"])), null);
  assert.equal(sent(one, plan([])), null);
  assert.deepEqual(sent(track([part("A", "now"), part("B", "to_come")]), plan(["A", "B"], true)), [
    "visit",
    plan(["A", "B"], true),
  ]);
});
