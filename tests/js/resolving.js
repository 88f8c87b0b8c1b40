/** Addresses of the pages' files, as server/live/pages.py hands them out; lit and the socket's library are others' work. */

const ROOT = new URL("../../", import.meta.url);
const FOLDERS = [
  ["/static/", "server/static/"],
  ["/live/", "server/live/static/"],
  ["/pages/", ""],
];
/** @type {{[address: string]: string}} */
const OTHERS = {"/vendor/lit-html.js": "lit-html", "/vendor/socket.io.js": new URL("socket.js", import.meta.url).href};

/** @type {(said: string, context: unknown, next: (said: string, context: unknown) => unknown) => unknown} */
export function resolve(said, context, next) {
  const [prefix, folder] = FOLDERS.find(([start]) => said.startsWith(start)) ?? [];
  if (OTHERS[said]) return next(OTHERS[said], context);
  return next(prefix ? new URL(folder + said.slice(prefix.length), ROOT).href : said, context);
}
