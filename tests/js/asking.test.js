/** What is asked by what was chosen. */

import assert from "node:assert/strict";
import {test} from "node:test";
import {asked, waitsDiffer} from "/pages/display/board/asking.js";

/** @param {[string, string][]} given */
const form = given => {
  const found = new FormData();
  for (const [name, value] of given) found.append(name, value);
  return found;
};

test("what was chosen is asked, and nothing else", () => {
  const nothing = form([
    ["open", ""],
    ["more", ""],
    ["pause", ""],
    ["minutes", "30"],
    ["stops", ""],
  ]);
  assert.equal(`${asked(nothing)}`, "");
  const counter = form([
    ["open", "4"],
    ["services", "A"],
    ["services", "B"],
    ["minutes", "30"],
    ["stops", "16:30"],
  ]);
  assert.equal(decodeURIComponent(`${asked(counter)}`), "open=4&stops=16:30&serves=4:A,B");
  assert.equal(
    `${asked(
      form([
        ["pause", "2"],
        ["minutes", "60"],
        ["more", "C"],
      ]),
    )}`,
    "more=C&pause=2&minutes=60",
  );
  assert.equal(`${asked(form([["services", "A"]]))}`, "");
  const profile = form([
    ["profile", "3:A;4:C"],
    ["open", "4"],
    ["services", "B"],
  ]);
  assert.equal(asked(profile).get("serves"), "3:A;4:B");
});

test("waits differ by a minute at least, or by having an end", () => {
  assert.equal(waitsDiffer([60, 120, 300], [60, 120, 359]), false);
  assert.equal(waitsDiffer([60, 120, 300], [60, 120, 360]), true);
  assert.equal(waitsDiffer([60, 120, null], [60, 120, 300]), true);
  assert.equal(waitsDiffer(null, null), false);
  assert.equal(waitsDiffer(null, [0, 0, 0]), true);
});
