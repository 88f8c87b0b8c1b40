/** A plan's text: `<wbr>` marks where a line may break, since Chinese has no spaces and a large sign has short lines. */

import {html} from "/vendor/lit-html.js";

/** @param {string} text */
export const marked = text => text.split("<wbr>").map((part, nth) => (nth ? html`<wbr>${part}` : part));

/** The same without the marks, where lines break as they like. @param {string} text */
export const plain = text => text.replaceAll("<wbr>", "");
