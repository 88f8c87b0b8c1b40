/**
 * The sign over a counter: where it is, and whose turn it is there.
 * @import {Say, Screen} from "/pages/display/wall/view.d.ts"
 * @import {SignView} from "/static/views.d.ts"
 */

import {html, nothing, render as draw} from "/vendor/lit-html.js";
import {way} from "/pages/display/wall/alarm.js";
import {fitAll} from "/pages/display/wall/fit.js";
import {stale} from "/pages/display/wall/plain.js";
import {desk, number} from "/pages/display/wall/signs.js";
import {clock} from "/static/clock.js";
import {marked} from "/static/marked.js";
import {pick, t} from "/static/words.js";

const OTHERS = 4; // more desks are not read in passing

/** @param {HTMLElement} root @param {Screen<SignView>} screen */
export function render(root, screen) {
  draw(html`${screen.link.online ? nothing : stale(screen)}${board(screen)}`, root);
  fitAll(root);
}

/** @param {Screen<SignView>} screen */
function board(screen) {
  const {view, link, say} = screen;
  if (view.emergency)
    return html`<main class="alarm beside" role="alert"><div class="go">${way(view.emergency.way)}</div><h1 class="order">${marked(pick(view.emergency.text))}</h1></main>`;
  if (!link.online)
    return frame(view, "cut", words(say, "Listen to the staff"), foot(say, "Your number stays valid"), who(screen));
  const shown = view.number ? number(view.number) : null;
  switch (view.state) {
    case "called":
      return frame(view, "called", shown ?? words(say, "Please come here"), foot(say, "Please come here"), who(screen));
    case "serving":
      return frame(
        view,
        "serving",
        shown ?? words(say, "Now serving"),
        shown ? foot(say, "Now serving") : foot(say, "Counter"),
        who(screen),
      );
    case "paused":
      return frame(view, "off", words(say, "Paused, please wait"), back(screen), others(screen, "Or go to"));
    case "closed":
      return frame(view, "off", words(say, "Counter closed"), foot(say, "Counter"), others(screen, "Go to counter"));
    default:
      return frame(view, "", words(say, "Wait for your call"), foot(say, "Counter"), who(screen));
  }
}

/** @param {SignView} view @param {string} kind @param {unknown} main @param {unknown} left @param {unknown} right */
const frame = (
  view,
  kind,
  main,
  left,
  right,
) => html`<main class="board ${kind}"><h1 class="place">${desk(view.counter)}</h1>${main}
  <footer class="foot"><div class="how">${left}</div>${view.hall.demo ? html`<small class="demo">${t("Demo")}</small>` : nothing}<div class="who fits">${right}</div></footer></main>`;

/** @param {Say} say @param {string} sentence */
const words = (say, sentence) => html`<div class="say">${foot(say, sentence)}</div>`;

/** @param {Say} say @param {string} sentence */
const foot = (say, sentence) => say.both(language => t.in(language, sentence));

/** @param {Screen<SignView>} screen */
function back({view: {until, hall}, at, say}) {
  return until && Date.parse(until) > at
    ? say.both(language => t.in(language, "Back at about {time}", {time: clock(until, hall.timezone)}))
    : foot(say, "Counter");
}

/** Who sits here, and as what; in English what one comes here for, since a name in Han says nothing there. @param {Screen<SignView>} screen */
function who({view: {clerk, post, purpose}, say}) {
  return say.both(language =>
    language === "en" ? pick.in(language, purpose) : [clerk, pick.in(language, post)].filter(Boolean).join("　"),
  );
}

/** A counter, and for which of this one's services; without them where it serves the same. @param {SignView["others"][number]} one */
const other = ({counter, services}) =>
  services.length ? html`<span class="for">${desk(counter)}<small>${services.join(" ")}</small></span>` : desk(counter);

/** Where else to go. @param {Screen<SignView>} screen @param {string} sentence */
function others({view, say}, sentence) {
  return view.others.length
    ? html`<div class="to"><div>${foot(say, sentence)}</div>${view.others.slice(0, OTHERS).map(other)}</div>`
    : nothing;
}
