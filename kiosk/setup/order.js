/** The order of languages that is chosen, else the hall's. */

import {known} from "/static/words.js";

/** @param {import("./types.js").View} view */
export function order({draft, present}) {
  return draft.languages.length > 0 ? draft.languages : known(present?.hall?.languages ?? present?.languages ?? []);
}
