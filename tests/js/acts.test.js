/** Which acts are the reader's, what a first press arms, and what is sent with what was given. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {bodyOf, mark, theirs, whyNot} from "/static/acts.js";

/** An act as the server says it. @param {object} more @returns {any} */
const act = more => ({
  name: "stage",
  of: null,
  path: "incidents/7/stage",
  body: {},
  needs: [],
  rights: ["LEAD_INCIDENT"],
  only: null,
  until: null,
  onward: null,
  ...more,
});
const ME = {id: 7, rights: ["LEAD_INCIDENT", "CONFIRM_STEP"]};

for (const [is, more, at] of /** @type {[boolean, object, number | undefined][]} */ ([
  [true, {}, undefined],
  [true, {rights: ["LEAD_INCIDENT", "CONFIRM_STEP"]}, undefined],
  [false, {rights: ["LEAD_INCIDENT", "ANNOUNCE"]}, undefined],
  [true, {only: [3, 7]}, undefined],
  [false, {only: [3]}, undefined],
  [false, {only: []}, undefined],
  [true, {until: "2026-11-25T01:00:10Z"}, Date.parse("2026-11-25T01:00:10Z")],
  [false, {until: "2026-11-25T01:00:10Z"}, Date.parse("2026-11-25T01:00:11Z")],
]))
  test(`an act with ${JSON.stringify(more)} is ${is ? "" : "not "}the reader's`, () => {
    assert.equal(theirs([null, act(more)], ME, at).length, Number(is));
  });

test("who has no right has no act, whoever an act names", () => {
  assert.deepEqual(theirs([act({only: [7]})], {id: 7, rights: []}), []);
});

test("a first press arms this very act: another behind the same key is not armed", () => {
  const up = act({body: {stage: 2}});
  assert.equal(mark(up), mark(act({body: {stage: 2}})));
  for (const other of [
    {body: {stage: 3}},
    {path: "incidents/8/stage"},
    {of: "x"},
    {name: "up"},
    {onward: "/board/main"},
  ])
    assert.notEqual(mark(up), mark(act({body: {stage: 2}, ...other})));
});

/** A form with these values. @param {[string, string][]} values */
function filled(values) {
  const form = new FormData();
  for (const [name, value] of values) form.append(name, value);
  return form;
}

test("what is sent is the act's own and what was given, each where it belongs and of its kind", () => {
  const asks = act({
    body: {code: "words"},
    needs: [
      {name: "fields.people", kind: "number"},
      {name: "fields.note", kind: "text"},
      {name: "text.zh-Hant", kind: "text"},
      {name: "spoken", kind: "tick"},
      {name: "counters", kind: "counters"},
      {name: "staff", kind: "people"},
      {name: "improvements", kind: "lines"},
      {name: "reason", kind: "line"},
    ],
  });
  const form = filled([
    ["fields.people", " ３７ "],
    ["fields.note", " By the west door "],
    ["text.zh-Hant", "請稍候"],
    ["counters", "3"],
    ["counters", "12"],
    ["staff", "17"],
    ["improvements", "Mend the door \n\n A key"],
  ]);
  assert.deepEqual(bodyOf(asks, form), {
    code: "words",
    fields: {people: 37, note: "By the west door"},
    text: {"zh-Hant": "請稍候"},
    spoken: false,
    counters: ["3", "12"],
    staff: [17],
    improvements: ["Mend the door", "A key"],
    reason: "",
  });
  assert.deepEqual(bodyOf(asks), {code: "words"}, "without a form nothing is made up");
  assert.deepEqual(asks.body, {code: "words"}, "the act stays as it was said");
});

test("what is no number is sent as it was written, so that the server says what is wrong", () => {
  const asks = act({needs: [{name: "inside", kind: "number"}]});
  assert.deepEqual(bodyOf(asks, filled([["inside", "3s"]])), {inside: "3s"});
});

test("a refusal is said by its field, else by its sentence", () => {
  assert.equal(whyNot({errors: [{message: "Enter a whole number."}], detail: "Invalid"}), "Enter a whole number.");
  assert.equal(whyNot({detail: "Not yet."}), "Not yet.");
  assert.ok(whyNot(new Error("the line broke")).length > 0);
});
