/** In an emergency the tablet asks nothing: it says what everyone is to do, and where to. */
import {html, nothing} from "/vendor/lit-html.js";
import {way} from "/pages/display/wall/alarm.js";
import {marked} from "/static/marked.js";
import {known, language, pick, tag} from "/static/words.js";
import {heading} from "./frame.js";

/** @param {import("./state.js").Shown} shown */
export function alarm({view: {hall, emergency}}) {
  if (!emergency) return nothing;
  const {text, more, way: to} = emergency,
    others = known(hall.languages).filter(code => code !== language());
  return html`<main class="alarm beside" role="alert"><div class="go">${way(to)}</div>
    <div class="order">${heading(marked(pick(text)))}${more ? html`<p>${marked(pick(more))}</p>` : nothing}
      <div class="also">${others.map(code => html`<p lang=${tag(code)}>${marked(pick.in(code, text))}</p>`)}</div></div></main>`;
}
