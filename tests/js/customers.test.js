/** What a phone and a rating tablet make of what they are told. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {nudgeFor} from "/pages/kiosk/phone/nudge.js";
import {minutesBetween, moved, placeIn, placed, screenOf as phoneScreen} from "/pages/kiosk/phone/track.js";
import {customer} from "/pages/counter/tablet/customer.js";
import {
  asks,
  begun,
  mayBeContacted,
  nobody,
  news,
  scoreOf,
  screenOf,
  silent,
  wantsBetter,
} from "/pages/counter/tablet/state.js";

/** @typedef {import("/pages/kiosk/phone/track.js").Track} Track */

const AT = Date.parse("2026-11-25T10:00:00Z");
const iso = (/** @type {number} */ seconds) => new Date(AT + seconds * 1000).toISOString();
const track = (/** @type {object} */ part) =>
  /** @type {Track} */ ({
    ticket: 7,
    state: "waiting",
    visit: [{service: "A", state: "now"}],
    in_order: false,
    service: "A",
    counter: null,
    ...part,
  });
const line = (/** @type {object} */ part) =>
  /** @type {import("/pages/kiosk/phone/track.js").Line} */ (
    /** @type {unknown} */ ({called: {}, serving: {}, waiting: {}, services: {}, closed_for: null, ...part})
  );

test("where the shared line has a ticket, and whether that is news to its phone", () => {
  const all = line({called: {7: "3"}, serving: {8: "4"}, waiting: {9: {}}});
  assert.deepEqual(
    [7, 8, 9, 10].map(ticket => placeIn(all, ticket)),
    ["called 3", "serving 4", "waiting", ""],
  );
  assert.equal(moved(track({state: "called", counter: "3"}), all), false);
  assert.equal(moved(track({state: "called", counter: "5"}), all), true); // sent on to another counter
  assert.equal(moved(track({}), all), true);
  for (const state of ["held", "no_show", "done", "cancelled"])
    assert.equal(moved(track({state}), line({})), false, state);
});

test("a waiting ticket's newer place is laid over its own answer", () => {
  const now = line({
    waiting: {7: {ahead: 2, soon: true, kept: null}},
    services: {A: {desks: ["1", "2"], served_at: iso(60)}},
  });
  const {ahead, desks, served_at: served} = /** @type {any} */ (placed(track({ahead: 5}), now));
  assert.deepEqual([ahead, desks, served], [2, ["1", "2"], iso(60)]);
  const two = {A: {desks: ["1"], served_at: null}, B: {desks: ["1", "4"], served_at: null}};
  const visit = track({
    visit: [
      {service: "C", state: "done"},
      {service: "A", state: "now"},
      {service: "B", state: "to_come"},
    ],
  });
  assert.deepEqual(placed(visit, line({waiting: {7: {}}, services: two})).desks, ["1", "4"]);
  assert.deepEqual(placed({...visit, in_order: true}, line({waiting: {7: {}}, services: two})).desks, ["1"]);
  const kept = line({waiting: {7: {ahead: 0, kept: "2"}}, services: {A: {desks: ["1", "2"], served_at: null}}});
  assert.deepEqual(placed(track({}), kept).desks, ["2"]);
  for (const own of [track({state: "called"}), track({ticket: 8})]) assert.equal(placed(own, now), own);
  assert.equal(placed(track({}), null).state, "waiting");
});

for (const [screen, part] of /** @type {[string, object][]} */ ([
  ["waiting", {next: false}],
  ["next", {next: true, not_before: null}],
  ["waiting", {next: true, not_before: iso(1)}],
  ["next", {next: true, not_before: iso(0)}],
  ["called", {state: "called"}],
  ["missed", {state: "no_show", may_back: true, back_until: iso(1)}],
  ["missed", {state: "no_show", may_back: true, back_until: null}],
  ["lapsed", {state: "no_show", may_back: true, back_until: iso(0)}],
  ["lapsed", {state: "no_show", may_back: false}],
  ["ended", {state: "done"}],
  ["cancelled", {state: "cancelled"}],
]))
  test(`a phone shows “${screen}” for ${JSON.stringify(part)}`, () => {
    assert.equal(phoneScreen(track(part), new Date(AT)), screen);
  });

test("minutes on a phone are never fewer than none", () => {
  assert.deepEqual(
    [minutesBetween(iso(0), iso(89)), minutesBetween(iso(0), iso(90)), minutesBetween(iso(60), iso(0))],
    [1, 2, 0],
  );
});

for (const [nudge, before, now] of /** @type {["called" | "soon" | null, object | null, object][]} */ ([
  ["called", null, {state: "called"}],
  ["called", {}, {state: "called"}],
  [null, {state: "called", call_until: 1, counter: "3"}, {state: "called", call_until: 1, counter: "3"}],
  ["called", {state: "called", call_until: 1, counter: "3"}, {state: "called", call_until: 2, counter: "3"}], // recalled
  ["called", {state: "called", call_until: 1, counter: "3"}, {state: "called", call_until: 1, counter: "4"}],
  ["soon", {soon: false}, {soon: true}],
  ["soon", {state: "no_show", soon: true}, {soon: true}],
  [null, {soon: true}, {soon: true}],
  [null, null, {soon: true}], // the page was just opened: its reader looks at it
  [null, {soon: true}, {state: "serving", soon: true}],
]))
  test(`from ${JSON.stringify(before)} to ${JSON.stringify(now)} the phone nudges: ${nudge}`, () => {
    assert.equal(nudgeFor(before && track(before), track(now)), nudge);
  });

/** What a tablet shows. @param {any} [view] @param {any} [mine] @param {any} [more] */
const shown = (view = {}, mine = {}, more = {}) =>
  /** @type {import("/pages/counter/tablet/state.js").Shown} */ ({
    view: {ticket: 7, token: "leave", state: "rate", score: null, since: null, emergency: null, ...view},
    mine: {...nobody("leave", AT), ...mine},
    link: {online: true, since: null},
    at: AT,
    ...more,
  });

for (const [screen, view, mine, more] of /** @type {[string, object, object, object][]} */ ([
  ["alarm", {emergency: {}}, {}, {link: {online: false}}],
  ["cut", {}, {}, {link: {online: false}}],
  ["rate", {}, {}, {}],
  ["idle", {state: "idle"}, {}, {}],
  ["idle", {}, {declined: true}, {}],
  ["reasons", {}, {score: 4}, {}],
  ["reasons", {state: "thanks", score: 2}, {}, {}],
  ["rate", {}, {score: 4, changing: true}, {}],
  ["thanks", {}, {over: AT - 9999}, {}],
  ["idle", {}, {over: AT - 10_000}, {}],
  ["thanks", {state: "thanks", token: null, since: iso(-9)}, {}, {}], // rated on the phone
  ["idle", {state: "thanks", token: null, since: iso(-10)}, {}, {}],
]))
  test(`a tablet shows “${screen}” for ${JSON.stringify({...view, ...mine, ...more})}`, () => {
    assert.equal(screenOf(shown(view, mine, more)), screen);
  });

test("a minute without a touch is silence, unless something is on its way", () => {
  const after = (/** @type {number} */ ms, mine = {}) => silent(shown({}, mine, {at: AT + ms}));
  assert.deepEqual([after(60_000), after(60_001), after(90_000, {busy: 0})], [false, true, false]);
  assert.deepEqual([asks("rate"), asks("reasons"), asks("thanks")], [true, true, false]);
});

test("what was entered and not sent", () => {
  const rated = {score: 2};
  for (const part of [{words: "x"}, {contact: "x"}, {reasons: new Set(["slow"])}])
    assert.equal(begun(shown({}, {...rated, ...part})), true);
  for (const part of [{}, {words: " "}, {contact: " "}, {words: "x", over: AT}])
    assert.equal(begun(shown({}, {...rated, ...part})), false);
  assert.equal(begun(shown({}, {words: "x"})), false); // no level: nothing that words could belong to
  assert.equal(scoreOf(shown({state: "thanks", score: 3}, {score: 5})), 5);
});

test("whoever finds it no better than fair is asked what could be; whoever finds it bad may be contacted", () => {
  const scores = [1, 2, 3, 4, 5];
  assert.deepEqual(
    [scores.filter(wantsBetter), scores.filter(mayBeContacted)],
    [
      [1, 2, 3],
      [1, 2],
    ],
  );
});

test("the server hears once that one was asked long enough, and now and then of a hand that still touches", () => {
  const mine = (/** @type {object} */ part) => ({...nobody("t", AT), ...part});
  assert.equal(news(mine({stood: 19_999}), AT), null);
  assert.deepEqual(news(mine({stood: 20_500}), AT), {stood: 20, touched: false});
  assert.equal(news(mine({stood: 25_000, usable: true}), AT + 60_000), null);
  const touched = mine({stood: 1000, touched: AT + 1});
  assert.deepEqual([news(touched, AT + 14_999), news(touched, AT + 15_000)], [null, {stood: 1, touched: true}]);
});

test("silence ends it and what was begun is sent; a contact that reaches nobody keeps nothing else back", async () => {
  Object.assign(globalThis, {sessionStorage: {removeItem() {}, setItem() {}, getItem: () => null}});
  const now = shown({state: "thanks", score: 2}, {score: 2, words: "Nobody listened", contact: "no number"});
  /** @type {unknown[]} */
  const sent = [];
  const command = async (/** @type {string} */ _method, /** @type {string} */ path, /** @type {any} */ said) => {
    sent.push([path, said.contact, said.comment]);
    if (said.contact) throw {code: "invalid", errors: [{field: "contact"}]};
  };
  const wire = /** @type {any} */ ({now: () => new Date(now.at), command});
  await customer(
    wire,
    "/ratings",
    () => now,
    () => {},
  ).silent();
  assert.deepEqual(sent, [
    ["/ratings/7/details", "no number", "Nobody listened"],
    ["/ratings/7/details", undefined, "Nobody listened"],
  ]);
  assert.equal(screenOf(now), "thanks");
});
