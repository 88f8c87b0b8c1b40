/** What can be done with the case beside the line: opened, its materials marked, its form filled in, moved on. What was typed stays until it is saved. */

import {Problem, send} from "/live/command.js";
import {bodyOf, whyNot} from "/static/acts.js";
import {t} from "/static/words.js";

/** @typedef {import("/static/views.d.ts").OpenAct} OpenAct */
/** @typedef {import("./types.js").CaseShown} CaseShown */
/** @typedef {import("./types.js").CaseOpen} CaseOpen */
/** @typedef {import("./commands.js").Store} Store */

const PAUSE = 500; // ms after the last key until what was typed is saved
const ONWARD = ["accept", "accept_on_promise", "give_notice", "begin", "hand_in", "release", "redo"]; // moves that a key may make: none of them ends a case

const NOTICES = ["give_notice", "give_further_notice"];

/** What was really written. @param {{[of: string]: string}} remarks */
const said = remarks => Object.fromEntries(Object.entries(remarks).filter(([, text]) => text.trim()));

/** @type {CaseOpen} */
const NOTHING = Object.freeze({
  id: 0,
  shown: null,
  at: 0,
  typed: {},
  theirs: {},
  remarks: {},
  busy: false,
  said: "",
  asks: null,
});

/** @param {Store} store @param {() => import("./types.js").CounterView|null} present */
export function openCases({ui, set}, present) {
  const base = (/** @type {string} */ rest) => `/api/v1/halls/${ui.hall?.code}/cases${rest}`;
  /** @type {{[code: string]: ReturnType<typeof setTimeout>}} */
  const timers = {};
  let saved = Promise.resolve();

  /** @param {Partial<CaseOpen>} part */
  const change = part => ui.case && set({case: {...ui.case, ...part}});

  /** Go to the case of who is served: the only one, or a new one where there is none. */
  async function enter() {
    const view = present();
    if (!view?.ticket || ui.case) return;
    set({case: {...NOTHING}});
    if (view.cases.length === 1) return look(view.cases[0].id);
    if (view.cases.length === 0) return another();
  }

  /** Open one more case for who is served. @param {string} [service] */
  async function another(service) {
    const ticket = present()?.ticket?.id;
    const made = await tried(() => send("POST", base(""), {ticket, ...(service && {service})}));
    if (made) await look(made.id);
  }

  /** Who comes again brought a notice: its case, whoever took it in. @param {string} code */
  async function found(code) {
    const ticket = present()?.ticket?.id;
    const one = await tried(() => send("POST", base("/found"), {code, ticket}));
    if (one) await look(one.id);
  }

  /** Look into a case: that is written down. @param {number} id */
  async function look(id) {
    if (await tried(() => send("POST", base(`/${id}/look`), {}))) await read(id);
  }

  /** @param {number} id */
  async function read(id) {
    const shown = await tried(() => send("GET", base(`/${id}`)));
    if (!shown || !ui.case) return;
    const next = shown.materials.findIndex((/** @type {any} */ one) => one.check === null);
    const at = ui.case.id === id ? ui.case.at : Math.max(0, next);
    change({id, shown, at, ...(ui.case.id !== id && {typed: {}, theirs: {}})});
  }

  /** Do something; a refusal is said in the panel, and what changed is fetched. @param {() => Promise<any>} act @param {(problem: Problem) => boolean} [mine] takes a refusal itself */
  async function tried(act, mine) {
    change({busy: true, said: ""});
    try {
      return await act();
    } catch (problem) {
      if (!(problem instanceof Problem)) throw problem;
      if (problem.code === "look_first" && ui.case?.id) await send("POST", base(`/${ui.case.id}/look`), {});
      if (!mine?.(problem)) change({said: whyNot(problem)});
      return null;
    } finally {
      change({busy: false});
    }
  }

  /** Mark a material: all right, missing, or one of its marks turned; return whether it was the last of them. @param {number} at @param {"right"|"missing"|"complete"|"correct"|"compliant"} what */
  async function mark(at, what) {
    const one = ui.case?.shown?.materials[at],
      id = ui.case?.id;
    if (!one || ui.case?.busy) return false;
    const now = one.check ?? {complete: true, correct: true, compliant: true};
    const marks = {complete: now.complete, correct: now.correct, compliant: now.compliant};
    if (what === "right") Object.assign(marks, {complete: true, correct: true, compliant: true});
    else if (what === "missing") marks.complete = false;
    else marks[what] = !(one.check && marks[what]);
    const body = {item: one.code, ...marks, before: one.check?.looked ?? null};
    const done = await tried(() => send("POST", base(`/${id}/checks`), body));
    const last = at + 1 === ui.case?.shown?.materials.length;
    if (done && what === "right" && !last) change({at: at + 1});
    await read(id ?? 0);
    return Boolean(done) && last;
  }

  /** Something was typed: it stays until it is saved, a moment after the last key. @param {string} code @param {string|number|boolean|null} value */
  function typing(code, value) {
    change({typed: {...ui.case?.typed, [code]: value}});
    clearTimeout(timers[code]);
    timers[code] = setTimeout(() => void fill(code), PAUSE);
  }

  /** Save what was typed into a field, on what was shown; one after the other. @param {string} code @param {number} [over] save it over this saving of somebody else */
  const fill = (code, over) => (saved = saved.then(() => save(code, over)));

  /** @param {string} code @param {number} [over] */
  async function save(code, over) {
    clearTimeout(timers[code]);
    const {shown, id, typed} = ui.case ?? NOTHING;
    const field = shown?.fields.find(one => one.code === code);
    if (!field || !(code in typed)) return;
    const value = typed[code];
    if ((field.value ?? "") === (value ?? "")) return forget(code);
    let overtaken = false;
    const body = {values: {[code]: value}, seen: {[code]: over ?? field.form}};
    const done = await tried(
      () => send("POST", base(`/${id}/form`), body),
      problem => (overtaken = problem.code === "changed_in_case"),
    );
    await read(id);
    if (done && ui.case?.typed[code] === value) forget(code);
    else if (overtaken) change({theirs: {...ui.case?.theirs, [code]: true}});
  }

  /** Nothing of one's own is left to be saved in a field. @param {string} code */
  function forget(code) {
    const {[code]: _typed, ...typed} = ui.case?.typed ?? {};
    const {[code]: _theirs, ...theirs} = ui.case?.theirs ?? {};
    change({typed, theirs});
  }

  /** Save the form once where it has no field that somebody typed into: that it was looked at. */
  async function looked() {
    const {id, shown} = ui.case ?? NOTHING;
    if (shown && shown.form === 0) await tried(() => send("POST", base(`/${id}/form`), {values: {}, seen: {}}));
  }

  /** @param {OpenAct} act @param {FormData} [form] */
  async function move(act, form) {
    if (act.needs.length && !form) return change({asks: act.name});
    const {id, remarks} = ui.case ?? NOTHING;
    const body = {...bodyOf(act, form), ...(NOTICES.includes(act.name) && {remarks: said(remarks)})};
    const done = await tried(() => send("POST", `/api/v1/halls/${ui.hall?.code}/${act.path}`, body));
    if (done) change({asks: null, remarks: {}});
    await read(id);
  }

  /** A scan of a material. @param {number} at @param {File} file */
  async function scan(at, file) {
    const {id, shown} = ui.case ?? NOTHING;
    const form = new FormData();
    form.set("item", shown?.materials[at]?.code ?? "");
    form.set("file", file);
    const csrf = /(?:^|; )floor_csrf=([^;]*)/.exec(document.cookie)?.[1] ?? "";
    const to = `/office/${ui.hall?.code}/cases/${id}/files`;
    change({busy: true, said: ""});
    const answer = await fetch(to, {
      method: "POST",
      body: form,
      headers: {"X-CSRF-Token": decodeURIComponent(csrf)},
      redirect: "manual",
    }).catch(() => null);
    const taken = answer !== null && (answer.type === "opaqueredirect" || answer.ok);
    change({busy: false, said: taken ? t("The file was added.") : await reason(answer)});
    await read(id);
  }

  /** What leads on from here, and stands on its key. @returns {OpenAct | undefined} */
  const onward = () => ui.case?.shown?.acts.find(({name}) => ONWARD.includes(name));

  return {
    enter,
    another,
    found,
    look,
    remark: (/** @type {string} */ of, /** @type {string} */ text) =>
      change({remarks: {...ui.case?.remarks, [of]: text}}),
    mark,
    typing,
    fill,
    forget,
    move,
    scan,
    onward,
    /** What leads on, if it still does once all that was typed is saved: a key does what stands beside it. */
    async first() {
      const shown = onward()?.name;
      for (const code of Object.keys(ui.case?.typed ?? {})) void fill(code);
      await saved;
      await looked();
      if (ui.case?.id) await read(ui.case.id);
      const act = onward();
      if (act && act.name !== shown) change({said: t("What comes next has just changed. Look once more, then press.")});
      else if (act) await move(act);
      else if (ui.case?.shown?.unseen.length) change({said: t("Not everything was looked at yet")});
    },
    leave: () => set({case: null}),
    go: (/** @type {number} */ by) =>
      change({at: Math.min(Math.max(0, (ui.case?.at ?? 0) + by), (ui.case?.shown?.materials.length ?? 1) - 1)}),
    cancel: () => change({asks: null}),
  };
}

/** Why a file was not taken, as the office's page says it. @param {Response|null} answer */
async function reason(answer) {
  const page = new DOMParser().parseFromString((await answer?.text()) ?? "", "text/html");
  const said = page.querySelector(".wrong")?.textContent?.replace(/\s+/g, " ").trim();
  return said || t("That did not work. Please try again.");
}
