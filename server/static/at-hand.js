/** Fonts come in pieces, when a character is first shown; what is said once the server is away must be here before. */

import {t} from "./words.js";

const SAID_WHEN_CUT = [
  "No connection",
  "No connection since {time}",
  "No connection since {time}. These calls are from before then",
  "No connection since {time}. This is how it was then; please watch the hall display.",
  "Your number stays valid.",
  "Rating is not possible now",
  "Scan the QR code on your slip with your phone; it is good all day.",
  "Please listen to the staff.",
  "Waiting times return with the connection.",
  "No server since {time}",
  "The right side shows {time}. Finish this ticket as usual, it is sent later; the usher calls the next.",
  "Cut off",
  "Cut off since {time}",
  "What you see is of {time}.",
  "That did not work. Please try again.",
  "Try again",
  "Close",
];
/** @type {Record<string, string>} */
const GLYPHS = {"zh-Hant": "1em 'Noto Sans TC Variable'", "zh-Hans": "1em 'Noto Sans SC Variable'"};

/** Fetch the pieces of the font that those sentences need, in languages whose words are loaded. @param {readonly string[]} languages */
export function keepAtHand(languages) {
  for (const language of languages) {
    const font = GLYPHS[language];
    if (font) void document.fonts.load(font, SAID_WHEN_CUT.map(sentence => t.in(language, sentence)).join(""));
  }
}
