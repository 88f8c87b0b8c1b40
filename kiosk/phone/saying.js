/** What the reader's touches do on the screens of rating and opinion. */
import {language} from "/static/words.js";

/**
 * @typedef {{reasons: string[], words: string, contact: string, kind: string, opinion: string}} Said what is not sent yet
 * @typedef {import("./render.js").View} View
 */

/** @returns {Said} */
export const nothingSaid = () => ({reasons: [], words: "", contact: "", kind: "idea", opinion: ""});

/**
 * Return whether what is asked was answered meanwhile, on another phone of the same ticket.
 * @param {View["question"]} question
 * @param {import("./track.js").Track} track
 */
export function saidAlready(question, {feedback: {may_rate: may, rating}}) {
  return (question === "rate" && !may) || (question === "why" && rating?.explained === true);
}

/**
 * @param {View} view
 * @param {(what: string, body: object, then: View["question"]) => Promise<void>} wish shows the question `then` when it went well
 * @param {() => void} draw
 */
export function sayingOf(view, wish, draw) {
  return {
    /** @param {Partial<Said>} change */
    say(change) {
      Object.assign(view.said, change);
      if (change.contact !== undefined) view.wrong = null;
      draw();
    },
    /** @param {number} score */
    rate: score => void wish("rating", {score}, "why"),
    /** @param {number} score */
    correct: score => {
      if (score === view.track?.feedback.rating?.score) return;
      view.said.reasons = [];
      void wish("rating/correct", {score}, "why");
    },
    explain() {
      const {reasons, words, contact} = view.said;
      void wish("rating/details", {reasons, comment: words.trim(), contact: contact.trim()}, null);
    },
    async opinion() {
      const {kind, opinion} = view.said;
      await wish("opinion", {kind, words: opinion.trim(), language: language()}, null);
      if (view.trouble === null) view.said.opinion = "";
    },
  };
}
