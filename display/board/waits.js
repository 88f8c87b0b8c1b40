/**
 * Waits against targets, a row a service.
 * @import {BoardView, Service} from "./view.d.ts"
 */

import {html, nothing} from "/vendor/lit-html.js";
import {isLong} from "/static/long.js";
import {range, waitWords} from "/static/range.js";
import {pick, t} from "/static/words.js";

const MANY = 12; // services, of which more stand in lower rows

/** @param {BoardView} view */
export function waits(view) {
  const all = view.services,
    sum = (/** @type {(one: Service) => number} */ of) => all.reduce((so, one) => so + of(one), 0);
  return html`<div class="waits num ${all.length > MANY ? "many" : ""}"><table><thead><tr><th scope="col" colspan="2">${t("Service")}</th><th scope="col" class="r">${t("Waiting")}</th><th scope="col" class="r">${t("Over target")}</th>
    <th scope="col" class="rg" colspan="2">${t("A new number waits")}</th><th scope="col" class="r">${t("Target")}</th><th scope="col" class="r">${t("Counters")}</th><th scope="col" class="r">${t("Within target today")}</th></tr></thead>
    <tbody>${all.map(
      one => html`<tr><td class="l">${one.code}</td><td class="name ${isLong(one.name) ? "long" : ""}">${pick(one.name)}</td><td class="r"><b>${one.waiting}</b></td><td class="r ${one.over ? "over" : "q"}">${one.over ? `▲ ${one.over}` : 0}</td>
      <td>${one.wait ? range(one.wait, {target: one.target}) : html`<span class="q">${one.open_counters.length ? t("not known yet") : t("nobody serves it")}</span>`}</td>
      <td class="r ${one.wait && one.wait.likely > one.target ? "over" : ""}">${one.wait ? html`${one.wait.likely > one.target ? "▲ " : nothing}${waitWords(one.wait)}` : nothing}</td>
      <td class="r">${Math.round(one.target / 60)}</td><td class="r">${one.open_counters.join(" ") || "–"}</td>
      <td class="r">${one.today.of ? html`<b>${Math.round((100 * one.today.kept) / one.today.of)} %</b> <span class="q">${one.today.kept}/${one.today.of}</span>` : "–"}</td></tr>`,
    )}
      <tr class="sum"><td></td><td>${t("All")}</td><td class="r">${sum(one => one.waiting)}</td><td class="r">${sum(one => one.over)}</td><td colspan="4" class="q held">${held(view)}</td>
      <td class="r">${view.today.of ? `${Math.round((100 * view.today.kept) / view.today.of)} %` : "–"}</td></tr></tbody></table></div>`;
}

/**
 * How many announced waits held.
 * @param {BoardView} view
 */
function held({announced}) {
  if (!announced.of) return nothing;
  return t("{share} % of the announced waits held", {share: Math.round((100 * announced.kept) / announced.of)});
}
