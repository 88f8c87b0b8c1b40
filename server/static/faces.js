/** The five faces, on tablet and phone alike: the plate's own shape with a drawn mouth; they say the same without colour. */
import {html, svg} from "/vendor/lit-html.js";

const EYES = "M43 36v14M77 36v14";
/** @type {Record<number, string>} */
const MOUTHS = {
  5: "M32 64H88A28 28 0 0 1 32 64Z",
  4: "M34 70Q60 98 86 70",
  3: "M36 78H84",
  2: "M34 88Q60 62 86 88",
  1: "M32 92H88A28 28 0 0 0 32 92Z",
};

/** @param {number} score */
export const face = score =>
  html`<svg class="face" viewBox="0 0 120 120" aria-hidden="true">${svg`<rect x="6" y="6" width="108" height="108" rx="26"/><path d=${EYES}/><path d=${MOUTHS[score]}/>`}</svg>`;
