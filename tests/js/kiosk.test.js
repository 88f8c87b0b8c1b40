/** Where a customer is at the kiosk, what stands there, and when it goes home. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {choice} from "/pages/kiosk/page/choice.js";
import {lost, says, saying} from "/pages/kiosk/page/saying.js";
import {NOTHING_SAID, START, begun, giving, printOf, screenOf, timeLeft} from "/pages/kiosk/page/step.js";
import {typed} from "/pages/kiosk/page/typing.js";
import {INTAKE, entered, saidAnything, takenDown} from "/static/intake.js";
import {Problem} from "/live/command.js";

/** @typedef {import("/pages/kiosk/page/step.js").Page} Page */

const NOW = Date.parse("2026-11-25T10:00:00Z");
const taken = /** @type {any} */ ({ticket: {id: 7, number: "A007"}});
const problem = new Problem(409, {code: "closed"});
const page = (/** @type {Partial<Page>} */ part) => ({...START, ...part});
/** @param {any} [part] @returns {any} */
const told = (part = {}) => ({
  view: {state: "open", emergency: null, ...part.view},
  link: {online: true, since: new Date(NOW).toISOString()},
  printer: {kind: "usb", state: "ready"},
  print: null,
  pairing: null,
  refusal: null,
  ...Object.fromEntries(Object.entries(part).filter(([name]) => name !== "view" || part.view === null)),
});

for (const [screen, own, said] of /** @type {[string, Partial<Page>, any][]} */ ([
  ["home", {}, told()],
  ["fault", {fault: true, taken}, told()],
  ["loading", {}, null],
  ["pairing", {}, told({pairing: {code: "K7P2M4"}, view: null})],
  ["turned", {}, told({refusal: {code: "forbidden"}, view: null})],
  ["loading", {}, told({view: null})],
  ["loading", {}, told({view: null, link: {online: false, since: new Date(NOW - 4999).toISOString()}})],
  ["away", {}, told({view: null, link: {online: false, since: new Date(NOW - 5000).toISOString()}})],
  ["emergency", {problem, step: "party"}, told({view: {emergency: {text: {}}}})],
  ["refused", {problem, step: "party"}, told()],
  ["party", {step: "party"}, told()],
  ["stopped", {step: "party"}, told({view: {state: "stopped"}})],
  ["closed", {}, told({view: {state: "closed"}})],
  ["opinion", {step: "opinion"}, told({view: {state: "closed"}})],
  ["thanks", {step: "thanks"}, told({view: {state: "stopped"}})],
  ["taken", {taken}, told()],
  ["taken", {taken}, told({view: {emergency: {text: {}}}})], // who has a number sees it first
  ["wrong", {taken, step: "wrong"}, told()],
  ["photo", {taken, holds: false}, told()],
  ["taken", {taken, holds: false}, told({print: {id: 7, state: "printed"}})],
  ["photo", {taken}, told({print: {id: 7, state: "failed"}})],
  ["photo", {taken}, told({print: {id: 7, state: "shown"}})],
  ["unconfirmed", {taken}, told({print: {id: 7, state: "unconfirmed"}})],
  ["taken", {taken}, told({print: {id: 8, state: "failed"}})], // the slip of another
  ["photo", {taken}, told({printer: {kind: "none", state: "ready"}})],
  ["photo", {taken}, told({printer: {kind: "usb", state: "paper_out"}})],
  ["photo", {taken}, told({printer: {kind: "usb", state: "off"}})],
  ["taken", {taken}, told({printer: {kind: "usb", state: "unknown"}})],
]))
  test(`${screen}: ${JSON.stringify({...own, taken: own.taken && "A007", problem: own.problem && 1})}`, () => {
    assert.equal(screenOf(page(own), said, NOW), screen);
  });

test("a slip is known by the wish or by its ticket", () => {
  const print = (/** @type {string | number} */ id) =>
    printOf(page({id: "k", taken}), told({print: {id, state: "printing"}}));
  assert.deepEqual([print("k"), print(7), print(8)], ["printing", "printing", null]);
});

for (const part of /** @type {Partial<Page>[]} */ ([
  {step: "party"},
  {group: "g"},
  {sheet: 1},
  {priority: true},
  {low: true},
  {larger: true},
  {spoke: true},
  {aloud: true},
  {given: "A001"},
  {problem},
]))
  test(`${Object.keys(part)} is what the next customer must not find`, () => assert.equal(begun(page(part)), true));

test("what nobody has begun stays; what was begun is asked about after a minute, and goes in twenty seconds", () => {
  assert.equal(begun(START), false);
  assert.equal(timeLeft(START, "home", 1000), null);
  const chosen = page({step: "party"});
  assert.deepEqual(
    [59, 60, 79.5, 80].map(quiet => timeLeft(chosen, "party", quiet)),
    [null, {left: 20, of: 20, asking: true}, {left: 1, of: 20, asking: true}, {left: 0, of: 20, asking: true}],
  );
  assert.equal(timeLeft(page({step: "party", busy: true}), "party", 100), null);
  assert.equal(timeLeft(page({step: "party"}), "fault", 100), null);
  assert.deepEqual(timeLeft(page({larger: true}), "closed", 60), {left: 0, of: 60, asking: false}); // nobody chooses there
});

for (const [screen, seconds] of /** @type {[any, number][]} */ ([
  ["taken", 10],
  ["photo", 60],
  ["unconfirmed", 60],
  ["refused", 60],
  ["thanks", 30],
]))
  test(`“${screen}” goes home after ${seconds} seconds, unasked`, () => {
    assert.deepEqual(timeLeft(START, screen, 0.1), {left: seconds, of: seconds, asking: false});
    assert.deepEqual(timeLeft(START, screen, seconds)?.left, 0);
  });

test("what is taken down of a customer goes by its names, from the page's state and from a form", () => {
  const {priority, party} = INTAKE;
  assert.deepEqual([priority, party, saidAnything(START), saidAnything(page({party: 2}))], [false, 1, false, true]);
  const said = {priority: true, priority_class: "veteran", party: 3};
  assert.deepEqual(takenDown(page({...said, service: "A"})), said);
  const form = new FormData();
  form.set("party", "4");
  form.set("service", "B");
  assert.deepEqual(entered(form), {priority: false, priority_class: null, party: 4});
  form.set("priority", "on");
  form.set("priority_class", "veteran");
  assert.deepEqual(entered(form), {priority: true, priority_class: "veteran", party: 4});
});

test("numbers are given while agent and server are heard", () => {
  const off = told({link: {online: false, since: ""}});
  assert.deepEqual([giving(told(), true), giving(told(), false), giving(off, true)], [true, false, false]);
});

const services = (/** @type {number} */ many, group = "g") =>
  Array.from({length: many}, (_, n) => ({code: `S${n}`, group: n < 4 ? group : null}));
const chosen = (/** @type {any} */ view, part = {}, most = 6) => {
  const {entries, group, page: at, pages} = choice(view, page(part), most);
  const names = entries.map(one => ("group" in one ? `(${one.group.services.length})` : one.service.code));
  return {names, group: group?.code ?? null, at, pages};
};

test("up to six services stand by themselves, more behind their groups", () => {
  const groups = [{code: "g"}];
  assert.deepEqual(chosen({services: services(6), groups}).names, ["S0", "S1", "S2", "S3", "S4", "S5"]);
  assert.deepEqual(chosen({services: services(7), groups}).names, ["(4)", "S4", "S5", "S6"]);
  assert.deepEqual(chosen({services: services(7), groups}, {group: "g"}), {
    names: ["S0", "S1", "S2", "S3"],
    group: "g",
    at: 0,
    pages: 1,
  });
  assert.deepEqual(chosen({services: services(7), groups}, {group: "gone"}).names.length, 4);
  assert.deepEqual(chosen({services: services(7)}).pages, 2);
  assert.deepEqual(chosen(null), {names: [], group: null, at: 0, pages: 1});
});

test("pages are as even as can be, and one that is gone is the last", () => {
  const view = {services: services(7)};
  assert.deepEqual(
    [0, 1, 5].map(sheet => chosen(view, {sheet}).names.length),
    [4, 3, 3],
  );
  assert.equal(chosen(view, {sheet: 5}).at, 1);
});

/** A customer who writes an opinion, and an agent that answers as the test wants. @param {() => unknown} answer */
function writer(answer) {
  let now = page({step: "opinion"});
  /** @type {any[]} */
  const sent = [];
  /** @type {unknown[]} */
  const failed = [];
  const opine = async (/** @type {string} */ id, /** @type {object} */ said) => {
    sent.push([id, said]);
    return /** @type {any} */ (answer());
  };
  const act = saying(
    {opine},
    () => now,
    part => (now = {...now, ...part}),
    error => failed.push(error),
  );
  return {act, sent, failed, now: () => now, leave: () => (now = START)};
}
const refuse = (/** @type {number} */ status) => () => {
  throw new Problem(status, {code: "no"});
};

test("ready phrases are lines that come and go; a key is one sign", () => {
  const {act, now} = writer(() => null);
  act.say({words: "Too slow "});
  act.phrase("No seat");
  assert.equal(now().draft.words, "Too slow\nNo seat");
  assert.equal(says(now().draft, "No seat"), true);
  act.phrase("No seat");
  assert.equal(now().draft.words, "Too slow");
  assert.deepEqual([typed("a", "b"), typed("a𠮷", ""), typed("", "")], ["ab", "a", ""]);
});

test("an opinion is sent trimmed, and what was written is gone", async () => {
  const receipt = {id: 1, answer_by: null, wants_answer: false};
  /** @type {boolean[]} */
  const busy = [];
  const {act, sent, now} = writer(() => {
    busy.push(now().busy);
    return receipt;
  });
  await act.opine();
  act.say({words: "  Thanks ", contact: " a@b.c "});
  await act.opine();
  assert.deepEqual(
    sent.map(one => one[1]),
    [{kind: "idea", words: "Thanks", contact: "a@b.c", language: "en"}],
  );
  assert.deepEqual([now().step, now().draft, now().receipt], ["thanks", NOTHING_SAID, receipt]);
  assert.deepEqual([...busy, now().busy], [true, false]);
});

test("where nobody knows what became of it, the next try is the same opinion, and other words are another", async () => {
  const {act, sent, now} = writer(refuse(0));
  const ids = () => sent.map(one => one[0]);
  act.say({words: "Too slow"});
  await act.opine();
  await act.opine();
  assert.equal(new Set(ids()).size, 1);
  assert.equal(now().draft.words, "Too slow");
  act.say({words: "Too slow!"});
  await act.opine();
  assert.equal(new Set(ids()).size, 2);
  assert.deepEqual(
    [0, 500, 503, 409, 422].map(status => lost(new Problem(status, {}))),
    [true, true, true, false, false],
  );
});

test("a refused one gets a new key; what comes when the customer has gone is not shown to the next", async () => {
  const refused = writer(refuse(422));
  refused.act.say({words: "x"});
  await refused.act.opine();
  assert.deepEqual(
    [refused.now().draft.id, refused.now().draft.trouble?.status, refused.now().busy],
    [null, 422, false],
  );
  const gone = writer(() => gone.leave());
  gone.act.say({words: "x"});
  await gone.act.opine();
  assert.equal(gone.now(), START);
  const broken = writer(() => {
    throw new TypeError("ours");
  });
  broken.act.say({words: "x"});
  await broken.act.opine();
  assert.equal(broken.failed.length, 1);
});
