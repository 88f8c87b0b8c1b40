/** The sign over a counter, /sign/{hall}/{counter}: watches `sign:{counter}`, draws. */

import {wallScreen} from "/pages/display/wall/wall.js";
import {pick} from "/static/words.js";
import {render} from "./render.js";

const [hall, counter] = location.pathname.split("/").slice(2).map(decodeURIComponent);

await wallScreen({
  device: {kind: "counter-sign", hall, counter},
  view: `sign:${counter}`,
  title: (/** @type {import("/static/views.d.ts").SignView} */ view) => `${counter} · ${pick(view.hall.name)}`,
  draw: render,
});
