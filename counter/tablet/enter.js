/** A tablet that does not know yet which counter it stands at. */
import {html, render} from "/vendor/lit-html.js";
import {waiting} from "/pages/display/wall/entrance.js";
import {readersLanguage} from "/static/reader.js";
import {setLanguage, t} from "/static/words.js";

/** Send this browser to a counter's own address. @param {string} hall @param {string} counter */
const go = (hall, counter) => location.replace(`/tablet/${encodeURIComponent(hall)}/${encodeURIComponent(counter)}`);

/** Find the counter of a browser that is a tablet already, or ask for it. @param {HTMLElement} root */
export async function choose(root) {
  await setLanguage(readersLanguage());
  const answer = await fetch("/api/v1/me").catch(() => null),
    me = answer?.ok ? await answer.json() : null;
  if (me?.role === "tablet" && me.counter) return go(me.halls[0], me.counter);
  const asked = (/** @type {SubmitEvent} */ event) => {
    event.preventDefault();
    const given = new FormData(/** @type {HTMLFormElement} */ (event.target));
    go(String(given.get("hall")).trim(), String(given.get("counter")).trim());
  };
  const hall = new URLSearchParams(location.search).get("hall") ?? "";
  const form = html`<form @submit=${asked}>
    <label>${t("The hall's short name")}<input name="hall" required maxlength="20" .value=${hall}></label>
    <label>${t("Counter")}<input name="counter" required maxlength="8"></label>
    <button class="act main">${t("Go on")}</button></form>`;
  render(waiting(t("Which counter does this tablet stand at?"), {below: form}), root);
}
