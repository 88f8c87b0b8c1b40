/** What the office's pages need beyond HTML: keys for what stands first, the menu on a phone, the other script proposed, no form sent twice. */

document.documentElement.classList.add("scripted");

/** @param {EventTarget | null} target */
const writes = target => target instanceof HTMLElement && target.closest("input, select, textarea") !== null;

document.addEventListener("keydown", event => {
  if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!(wanted instanceof HTMLElement)) return;
  event.preventDefault();
  if (wanted instanceof HTMLInputElement) wanted.focus();
  else wanted.click();
});

const burger = document.querySelector(".burger"),
  menu = document.getElementById("menu");
burger?.addEventListener("click", () => {
  const open = menu?.classList.toggle("open") ?? false;
  burger.setAttribute("aria-expanded", String(open));
});

/** @param {Event} event */
const written = ({target}) => {
  // the other script is proposed by itself where it is still empty
  if (
    !(target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement) ||
    !target.matches(".tongue-text") ||
    !target.value
  )
    return;
  const helper = /** @type {HTMLButtonElement | null} */ (
    target.closest(".tri")?.querySelector(`.helper[data-of="${target.lang}"]:not([hidden])`) ?? null
  );
  const other = /** @type {HTMLInputElement | null} */ (
    helper?.closest("[data-tongue]:not([hidden])")?.querySelector(".tongue-text") ?? null
  );
  if (other?.value === "") helper?.click();
};
document.addEventListener("change", written);

document.addEventListener("change", ({target}) => {
  // texts are asked for in the languages that are chosen above them
  if (!(target instanceof HTMLSelectElement) || !/^(display_)?languages\./.test(target.name)) return;
  const chosen = [...(target.form?.querySelectorAll("select") ?? [])]
    .filter(({name}) => /^(display_)?languages\./.test(name))
    .map(({value}) => value);
  for (const one of /** @type {NodeListOf<HTMLElement>} */ (
    target.form?.querySelectorAll("[data-tongue], [data-of]") ?? []
  )) {
    one.hidden = !chosen.includes(one.dataset.tongue ?? one.dataset.of ?? "");
  }
});

document.addEventListener("htmx:beforeSwap", event => {
  // who types there meanwhile knows better
  const {target, detail} = /** @type {CustomEvent<{shouldSwap: boolean}>} */ (event);
  if (target instanceof HTMLElement && target.matches(".tongue-text") && target === document.activeElement)
    detail.shouldSwap = false;
});

document.addEventListener("click", ({target}) => {
  if (!(target instanceof HTMLElement) || !target.matches("[data-as-monday]")) return;
  const [monday, ...days] = /** @type {HTMLInputElement[]} */ ([
    ...(target.closest(".week")?.querySelectorAll("input") ?? []),
  ]);
  for (const day of days.slice(0, 4)) day.value = monday?.value || "";
});

document.addEventListener("click", ({target}) => {
  if (target instanceof HTMLElement && target.matches("[data-print]")) print();
});

document.addEventListener("submit", event => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000); // the answer was a file, or never came
});

for (const table of document.querySelectorAll("table.cards")) {
  // a phone shows a row as a card: each line with its head
  const heads = [...table.querySelectorAll("thead th")].map(head =>
    head.querySelector(".unseen") ? "" : (head.textContent ?? ""),
  );
  for (const cell of /** @type {NodeListOf<HTMLTableCellElement>} */ (
    table.querySelectorAll("tbody td:not(:first-child, [colspan])")
  )) {
    const head = heads[cell.cellIndex];
    if (head) cell.dataset.head = head;
  }
}

const wide = new ResizeObserver(seen => {
  // what is wider than the window is scrolled by keys too
  for (const {target} of seen) {
    if (target.scrollWidth > target.clientWidth) target.setAttribute("tabindex", "0");
    else target.removeAttribute("tabindex");
  }
});
document.querySelectorAll(".scroll").forEach(one => {
  wide.observe(one);
});
