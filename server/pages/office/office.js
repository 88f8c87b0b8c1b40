/** What the office's pages need beyond HTML: keys for what stands first, the menu on a phone, no form sent twice. */

document.documentElement.classList.add("scripted");

/** @param {EventTarget | null} target */
const writes = (target) => target instanceof HTMLElement && target.closest("input, select, textarea") !== null;

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || writes(event.target)) return;
  const wanted = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!(wanted instanceof HTMLElement)) return;
  event.preventDefault();
  if (wanted instanceof HTMLInputElement) wanted.focus();
  else wanted.click();
});

const burger = document.querySelector(".burger"), menu = document.getElementById("menu");
burger?.addEventListener("click", () => {
  const open = menu?.classList.toggle("open") ?? false;
  burger.setAttribute("aria-expanded", String(open));
});

document.addEventListener("submit", (event) => {
  const form = /** @type {HTMLFormElement} */ (event.target);
  if (form.dataset.sent) return event.preventDefault();
  form.dataset.sent = "yes";
  setTimeout(() => delete form.dataset.sent, 5000);  // the answer was a file, or never came
});
