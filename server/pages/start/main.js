/** The start page: where to go; in the demo also how to try it, with the hall's controls and a live picture of it. */
import {send} from "/live/command.js";
import {keepLanguage, readersLanguage} from "/static/reader.js";
import {setLanguage} from "/static/words.js";
import {render} from "./render.js";

const EVERY = 1_500; // ms between two looks at the demo's hall

/** @param {string} path */
async function ask(path) {
  const answer = await fetch(`/api/v1${path}`, {cache: "no-store"});
  if (answer.status >= 500) throw new Error(String(answer.status));
  return answer.ok ? answer.json() : null;
}

/** Find the halls that this reader may know of. @returns {Promise<import("./types.js").Hall[]>} */
async function hallsOfReader() {
  const session = await ask("/session");
  const halls = await Promise.all(
    (session?.person?.halls ?? []).map((/** @type {string} */ code) => ask(`/halls/${encodeURIComponent(code)}`)),
  );
  return halls.filter(Boolean);
}

/** @param {HTMLElement} root */
async function mount(root) {
  /** @type {import("./types.js").View} */
  const view = {demo: null, halls: [], loading: true, lost: null, trouble: null};
  let asked = 0; // an answer that was asked for before a control was pressed is old

  const draw = () => render(root, view, acts);
  const look = async () => {
    const turn = ++asked;
    try {
      const here = view.demo ? {demo: true} : await ask("/session");
      const demo = here?.demo ? await ask("/demo") : null;
      if (turn !== asked) return;
      if (view.loading && !demo) view.halls = await hallsOfReader();
      view.demo = demo;
      view.loading = false;
      view.lost = null;
    } catch {
      view.lost ??= new Date();
    }
    draw();
  };
  const acts = {
    /** @param {Partial<import("./types.js").Settings>} change */
    async set(change) {
      asked += 1;
      if (view.demo) view.demo = {...view.demo, ...change};
      view.trouble = null;
      draw();
      try {
        const turn = ++asked,
          demo = await send("POST", "/api/v1/demo", change);
        if (turn === asked) view.demo = demo;
      } catch (problem) {
        view.trouble = /** @type {{detail?: string}} */ (problem).detail ?? "";
      }
      draw();
    },
    /** @param {import("/static/words.js").Language} code */
    async speak(code) {
      keepLanguage(code);
      await setLanguage(code);
      draw();
    },
  };

  await setLanguage(readersLanguage());
  draw();
  await look();
  setInterval(() => {
    if (!document.hidden && (view.demo || view.loading)) void look();
  }, EVERY);
}

void mount(document.body);
