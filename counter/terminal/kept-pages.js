/**
 * Keeps the terminal's page on its machine, so that it can be loaded while the server does not answer. The server's own
 * answer always comes first: what is kept is shown only where there is none, and nothing of the hall is in it.
 */

const PLACE = "terminal";
const PAGES = /^\/(counter|static|live|vendor|pages)\//;
const AWAY = [502, 503, 504]; // what stands before the server answered, not the server
const PATIENCE = 4000; // ms
const here = /** @type {any} */ (self);

here.addEventListener("install", () => here.skipWaiting());
here.addEventListener("activate", (/** @type {any} */ event) => event.waitUntil(here.clients.claim()));

/** The page says what it is made of: it was loaded before anybody kept it. */
here.addEventListener("message", (/** @type {any} */ event) => {
  const {keep = []} = event.data ?? {};
  event.waitUntil(
    caches
      .open(PLACE)
      .then(place =>
        Promise.all(keep.filter(ours).map((/** @type {string} */ address) => place.add(address).catch(() => null))),
      ),
  );
});

here.addEventListener("fetch", (/** @type {any} */ event) => {
  if (event.request.method === "GET" && ours(event.request.url)) event.respondWith(answer(event.request, event));
});

/** @param {string} address */
function ours(address) {
  const {origin, pathname} = new URL(address, location.href);
  return origin === location.origin && PAGES.test(pathname);
}

/** The server's answer; what is kept where there is none, or where it does not begin in time. @param {Request} request @param {any} event */
async function answer(request, event) {
  const place = await caches.open(PLACE),
    kept = await place.match(request, {ignoreSearch: true, ignoreVary: true});
  const fresh = fetch(request).then(found => {
    if (found.ok) event.waitUntil(place.put(request, found.clone()));
    if (kept && AWAY.includes(found.status)) throw new Error(String(found.status));
    return found;
  });
  if (!kept) return fresh; // a slow line is waited for, as if nobody stood between
  const late = new Promise(resolve => setTimeout(resolve, PATIENCE, kept));
  return Promise.race([fresh, late]).catch(() => kept);
}
