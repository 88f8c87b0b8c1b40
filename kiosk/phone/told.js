/** What a phone keeps of the page, to be woken by: it shows what was pushed, and opens the page when it is touched. */
const worker = /** @type {any} */ (self); // a service worker's own, which the types of pages do not know

worker.addEventListener("push", (/** @type {any} */ event) => {
  const {title, body, url} = event.data?.json() ?? {title: "", body: "", url: "/"};
  event.waitUntil(
    worker.registration.showNotification(title, {
      body,
      data: {url},
      tag: url,
      icon: "/static/icon.svg",
      requireInteraction: true,
    }),
  );
});

worker.addEventListener("notificationclick", (/** @type {any} */ event) => {
  event.notification.close();
  const {url} = event.notification.data;
  event.waitUntil(
    worker.clients.matchAll({type: "window", includeUncontrolled: true}).then((/** @type {any[]} */ open) => {
      const there = open.find(one => one.url === url);
      return there ? there.focus() : worker.clients.openWindow(url);
    }),
  );
});
