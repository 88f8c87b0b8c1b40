/** Which question is open, as the browser's history knows it: Back goes one step back, and not away from the page. */

/**
 * @typedef {import("./render.js").View["question"]} Question
 * @param {(question: Question) => void} changed called when Back or Forward was pressed
 */
export function steps(changed) {
  /** @returns {Question} */
  const open = () => history.state?.question ?? null;
  /** @type {Question} what is asked as soon as the browser has gone back */
  let then = null;
  let leaving = false;

  addEventListener("popstate", () => {
    const next = then;
    [leaving, then] = [false, null];
    if (next !== null) history.pushState({question: next}, "");
    changed(open());
  });
  return {
    open,
    /** Note that something else is asked, or nothing any more. @param {Question} question */
    show(question) {
      if (leaving) then = question;
      else if (question === open()) return;
      else if (question !== null)
        history[open() === null ? "pushState" : "replaceState"]({question}, ""); // why after rate: the rating is given
      else {
        leaving = true;
        history.back();
      }
    },
  };
}
