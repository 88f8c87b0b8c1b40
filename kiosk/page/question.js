/** One question: what it means above, the answers where every hand reaches. */

import {html, nothing} from "/vendor/lit-html.js";
import {listed, pick, t} from "/static/words.js";
import {classesOf} from "/pages/kiosk/page/classes.js";
import {chosen, notice, top} from "/pages/kiosk/page/frame.js";

/** @typedef {import("/pages/kiosk/page/render.js").Model} Model */

const PARTY = [1, 2, 3, 4, 5, 6, 7, 8, 9];

/** Asked plainly: the reason is neither asked nor kept. @param {Model} model */
export function priority(model) {
  const classes = classesOf(model),
    [first] = classes;
  if (classes.length > 1) return classPriority(model);
  return html`
    <div class="screen ask">
      ${top(model)}${notice(model)}
      <main>
        <h1 tabindex="-1">${t("Do you need priority?")}</h1>
        ${first?.who.length ? html`<ul class="who">${first.who.map(one => html`<li>${pick(one)}</li>`)}</ul>` : nothing}
        <p class="big">${t("No need to say which; we do not record it.")}<br><b>${t("With priority you are called earlier.")}</b></p>
      </main>
      <footer class="answer">
        <button class="act main" @click=${() => model.act.priority(first?.code ?? null)}>${t("Yes, priority please")}</button>
        <button class="act" @click=${() => model.act.priority(null)}>${t("No, thank you")}</button>
      </footer>
    </div>`;
}

/** The same where the hall has several classes: which of them, never why. @param {Model} model */
function classPriority(model) {
  const {page, act} = model;
  return html`
    <div class="screen ask">
      ${top(model)}${notice(model)}
      <main>
        <h1 tabindex="-1">${t("Do you need priority?")}</h1>
        <p class="big">${t("Which one you choose stands on your number; why, nobody asks.")}<br><b>${t("With priority you are called earlier.")}</b></p>
      </main>
      <footer class="answer several">
        ${classesOf(model).map(
          ({
            code,
            name,
            who,
          }) => html`<button class="act" data-class=${code} aria-pressed=${page.priority_class === code}
            @click=${() => act.priority(code)}><span class="plain">${pick(name)}</span>${who.length ? html`<small class="plain">${listed(who.map(pick))}</small>` : nothing}</button>`,
        )}
        <button class="act none" @click=${() => act.priority(null)}>${t("No, thank you")}</button>
      </footer>
    </div>`;
}

/** How many come together: one number for all of them. @param {Model} model */
export function party(model) {
  const {page, act} = model;
  const last = PARTY.length;
  return html`
    <div class="screen ask">
      ${top(model)}${notice(model)}
      <main>
        ${chosen(model, page.service)}
        <h1 tabindex="-1">${t("How many of you are here?")}</h1>
        <p class="big">${t("One number is enough for all of you. Your answer tells us how full the hall is.")}</p>
      </main>
      <footer class="pad num">
        ${PARTY.map(n => html`<button class="act" aria-busy=${page.busy && page.party === n} @click=${() => act.takeWith({party: n})}>${n === last ? t("{n} or more", {n}) : n}</button>`)}
        <button class="act word" @click=${act.back}>${t("Back")}</button>
      </footer>
    </div>`;
}
