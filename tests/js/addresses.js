/** Node's way to modules that pages import by their address in the browser: `node --import ./tests/js/addresses.js --test`. */

import {register} from "node:module";

register("./resolving.js", import.meta.url);

// What modules touch of a browser as soon as they are loaded; what a test is about it makes by itself.
const page = Object.assign(new EventTarget(), {
  documentElement: {dataset: {}, lang: "", style: {setProperty() {}}},
  hidden: false,
  cookie: "",
  createTreeWalker: () => ({}),
});
class Watching {
  observe() {}
}
Object.assign(globalThis, {document: page, MutationObserver: Watching});
