/** Priority classes that customers choose here, and what the chosen one is called. */

import {pick, t} from "/static/words.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */
/** @typedef {import("/pages/kiosk/page/agent.js").View} View */

/** As a hall was that this machine kept before there were several. @type {View["classes"]} */
const USUAL = [{code: "priority", name: {}, who: []}];

/** @param {Pick<Model, "told">} model @returns {View["classes"]} */
export const classesOf = ({told}) => (told?.view ? (told.view.classes ?? USUAL) : []);

/** What a class is called; one that is not offered here any more is priority all the same. @param {Model} model @param {string | null | undefined} code */
export function className(model, code) {
  const named = classesOf(model).find(one => one.code === code);
  return (named && pick(named.name)) || t("With priority");
}
