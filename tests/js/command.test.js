/** A command is sent again only when its answer was lost, and always under its key. */

import assert from "node:assert/strict";
import {beforeEach, mock, test} from "node:test";
import {Problem, newKey, send} from "/live/command.js";

/** @typedef {{url: string, method: string, headers: {[name: string]: string}, body?: string}} Sent */

/** @type {Sent[]} */
let sent;
/** @type {(Response | Error)[]} what the server answers, in turn */
let answers;
/** @type {number[]} */
let pauses;
const said = (/** @type {number} */ status, body = {}) => new Response(JSON.stringify(body), {status});

beforeEach(() => {
  sent = [];
  mock.method(globalThis, "fetch", async (/** @type {string} */ url, /** @type {Sent} */ init) => {
    sent.push({...init, url});
    const answer = /** @type {Response | Error} */ (answers.shift());
    if (answer instanceof Error) throw answer;
    return answer;
  });
  mock.method(globalThis, "setTimeout", (/** @type {() => void} */ run, /** @type {number} */ ms) => {
    pauses.push(ms);
    setImmediate(run); // no test waits
  });
  pauses = [];
  document.cookie = "other=1; floor_csrf=se%20cret";
});

const keys = () => sent.map(({headers}) => headers["Idempotency-Key"]);
const refused = (/** @type {(Response | Error)[]} */ given, /** @type {string} */ code) => {
  answers = given;
  return assert.rejects(
    send("POST", "/call", {}, {key: "k"}),
    (/** @type {Problem} */ problem) => problem.code === code,
  );
};

test("what goes out: a key of its own, the reader's language, the page's proof", async () => {
  answers = [said(200, {number: "A001"}), said(200)];
  assert.deepEqual(await send("POST", "/call", {service: "A"}, {token: "t", counter: "3"}), {number: "A001"});
  const [{headers, body}] = sent;
  assert.match(headers["Idempotency-Key"], /^[0-9a-f]{32}$/);
  assert.equal(body, '{"service":"A"}');
  assert.deepEqual(
    [headers.Authorization, headers["X-Counter"], headers["X-CSRF-Token"], headers["Accept-Language"]],
    ["Bearer t", "3", "se cret", "en"],
  );
  await send("GET", "/look", undefined, {counter: "3"});
  assert.deepEqual(Object.keys(sent[1].headers), ["Accept", "Accept-Language"]);
  assert.notEqual(newKey(), newKey());
});

test("a lost answer is asked for twice more, under the same key", async () => {
  answers = [new TypeError("network"), said(503), said(200, {ok: 1})];
  assert.deepEqual(await send("POST", "/call", {}), {ok: 1});
  assert.equal(sent.length, 3);
  assert.equal(new Set(keys()).size, 1);
  const [first, second] = pauses.filter(ms => ms < 10_000);
  assert.ok(first >= 400 && first <= 600 && second >= 1600 && second <= 2400, String(pauses));
});

test("after three tries it is told that no answer came", async () => {
  const lost = new TypeError("network");
  await refused([lost, lost, lost], "no_answer");
  assert.equal(sent.length, 3);
});

test("a gateway that is away is told as it said it, at last", async () => {
  await refused([said(502), said(504), said(503, {code: "away"})], "away");
});

test("a refusal is never sent again, nor is a fault of the server's own", async () => {
  for (const status of [400, 401, 404, 409, 422, 429, 500]) {
    sent = [];
    await refused([said(status, {code: "no"})], "no");
    assert.equal(sent.length, 1, String(status));
  }
});

test("a kiosk that is cut off says so at once", async () => {
  await refused([said(503, {code: "cut_off"})], "cut_off");
  assert.equal(sent.length, 1);
});

test("where another page signed in, the cookie of the answer is tried once", async () => {
  answers = [said(403, {code: "csrf_needed"}), said(200, {ok: 1})];
  assert.deepEqual(await send("POST", "/call", {}), {ok: 1});
  await refused([said(403, {code: "csrf_needed"}), said(403, {code: "csrf_needed"})], "csrf_needed");
});

test("what the reader is told: the first wrong field, else what happened", () => {
  const body = {
    code: "bad",
    title: "Wrong",
    detail: "Two fields.",
    errors: [{field: "a", message: "A number."}],
    now: 7,
  };
  const problem = new Problem(422, body);
  assert.deepEqual([problem.said, problem.message, problem.extra], ["A number.", "Two fields.", {now: 7}]);
  const gateway = new Problem(502, {title: "Bad Gateway"});
  assert.deepEqual(
    [gateway.said, gateway.message, new Problem(0, {code: "gone"}).message],
    ["Bad Gateway", "Bad Gateway", "gone"],
  );
});
