/** How a tablet begins: which counter it stands at, and a supervisor's leave. */
import {html, nothing, render} from "/vendor/lit-html.js";
import {enter} from "/static/pairing.js";
import {readersLanguage} from "/static/reader.js";
import {setLanguage, t} from "/static/words.js";

const AGAIN = 60_000; // ms: its hall may be set up meanwhile

/** @param {HTMLElement} root @param {unknown} title @param {unknown} [more] */
const show = (root, title, more = nothing) =>
  render(html`<main class="waiting"><div role="status"><h1>${title}</h1></div>${more}</main>`, root);

/** Send this browser to a counter's own address. @param {string} hall @param {string} counter */
const go = (hall, counter) => location.replace(`/tablet/${encodeURIComponent(hall)}/${encodeURIComponent(counter)}`);

/** Find the counter of a browser that is a tablet already, or ask for it. @param {HTMLElement} root */
async function choose(root) {
  const answer = await fetch("/api/v1/me").catch(() => null),
    me = answer?.ok ? await answer.json() : null;
  if (me?.role === "tablet" && me.counter) return go(me.halls[0], me.counter);
  show(
    root,
    t("Which counter does this tablet stand at?"),
    html`<form @submit=${(/** @type {SubmitEvent} */ event) => {
      event.preventDefault();
      const given = new FormData(/** @type {HTMLFormElement} */ (event.target));
      go(String(given.get("hall")).trim(), String(given.get("counter")).trim());
    }}><label>${t("The hall's short name")}<input name="hall" required maxlength="20" .value=${new URLSearchParams(location.search).get("hall") ?? ""}></label>
    <label>${t("Counter")}<input name="counter" required maxlength="8"></label><button class="act main">${t("Go on")}</button></form>`,
  );
}

/**
 * Wait until this browser may see its counter's tablet.
 * @param {HTMLElement} root
 * @returns {Promise<{hall: string, counter: string}|null>} null: it goes elsewhere, or tries again later
 */
export async function entered(root) {
  await setLanguage(readersLanguage());
  const [hall, counter] = location.pathname.split("/").slice(2).map(decodeURIComponent);
  if (!hall || !counter) {
    await choose(root);
    return null;
  }
  show(root, t("Connecting"));
  const let_in = await enter({kind: "tablet", hall, counter}, `tablet:${counter}`, code =>
    show(
      root,
      t("A supervisor enters this code to let the screen in"),
      html`<p class="code num">${code.slice(0, 3)} ${code.slice(3)}</p>`,
    ),
  );
  if (let_in) return {hall, counter};
  show(root, t("This screen can't be let in. Check its address."));
  setTimeout(() => location.reload(), AGAIN);
  return null;
}
