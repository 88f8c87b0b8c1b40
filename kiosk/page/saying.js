/** What touches on the opinion's screen do. What is written is in the page's state alone: nothing stores it, and going home forgets it. */

import {Problem, newKey} from "/live/command.js";
import {language} from "/static/words.js";
import {NOTHING_SAID} from "/pages/kiosk/page/step.js";

/** @typedef {import("/pages/kiosk/page/step.js").Page} Page */
/** @typedef {import("/pages/kiosk/page/step.js").Draft} Draft */

/** @param {string} words @param {string} phrase */
const without = (words, phrase) =>
  words
    .split("\n")
    .filter(line => line !== phrase)
    .join("\n");

/** Return whether a ready phrase is a line of what is written. @param {Draft} draft @param {string} phrase */
export const says = ({words}, phrase) => words.split("\n").includes(phrase);

/**
 * @param {Pick<ReturnType<typeof import("/pages/kiosk/page/agent.js").openAgent>, "opine">} agent
 * @param {() => Page} page @param {(part: Partial<Page>) => void} change @param {(error: unknown) => void} fail
 */
export function saying(agent, page, change, fail) {
  /** Other words are another opinion: the next try gets a key of its own. @param {Partial<Draft>} part */
  const say = part => change({draft: {...page().draft, id: null, trouble: null, ...part}});
  return {
    tell: () => change({step: "opinion", draft: NOTHING_SAID, receipt: null}),
    say,
    phrase(/** @type {string} */ phrase) {
      const {draft} = page(),
        {words} = draft;
      say({words: says(draft, phrase) ? without(words, phrase) : [words.trimEnd(), phrase].filter(Boolean).join("\n")});
    },
    async opine() {
      const {busy, draft} = page(),
        words = draft.words.trim();
      if (busy || !words) return;
      const id = draft.id ?? newKey();
      change({busy: true, draft: {...draft, id, trouble: null}});
      const here = () => page().draft.id === id; // else the customer has gone home meanwhile
      try {
        const receipt = await agent.opine(id, {
          kind: draft.kind,
          words,
          contact: draft.contact.trim(),
          language: language(),
        });
        if (here()) change({busy: false, step: "thanks", draft: NOTHING_SAID, receipt});
      } catch (error) {
        if (!(error instanceof Problem)) return fail(error);
        if (here()) change({busy: false, draft: {...page().draft, id: lost(error) ? id : null, trouble: error}});
      }
    },
  };
}

/** Return whether nobody knows what became of it. @param {Problem} problem */
export const lost = ({status}) => status === 0 || status >= 500;
