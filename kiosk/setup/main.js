/** The set-up page of a kiosk: its printer, its paper, its languages, and whether everything stands. For the technician at the machine. */

import {send} from "/live/command.js";
import {openAgent} from "/pages/kiosk/page/agent.js";
import {keepLanguage, readersLanguage} from "/static/reader.js";
import {setLanguage, t} from "/static/words.js";
import {order} from "./order.js";
import {address, kindOf, networkPart} from "./printers.js";
import {render} from "./render.js";

/** @typedef {import("./types.js").View} View */

/** @param {HTMLElement} root */
async function mount(root) {
  /** @type {View} */
  const view = {
    present: null,
    told: null,
    usb: null,
    draft: {printer: null, width: 576, languages: [], font: null},
    network: "",
    kind: "none",
    locked: false,
    busy: null,
    result: null,
    done: null,
    trouble: null,
  };
  const draw = () => render(root, view, acts);

  /** Take what the agent says as what is chosen. @param {import("./types.js").Present} present */
  const accept = present => {
    Object.assign(view, {
      present,
      draft: present.choices,
      kind: kindOf(present.choices.printer),
      network: networkPart(present.choices.printer),
    });
  };
  /** Do one thing, and show what came of it. @param {string} what @param {() => Promise<void>} work */
  const attempt = async (what, work) => {
    Object.assign(view, {busy: what, result: null, done: null, trouble: null});
    draw();
    try {
      await work();
    } catch (problem) {
      const {code, errors = []} = /** @type {import("/live/command.js").Problem} */ (problem);
      view.locked ||= code === "locked";
      view.trouble =
        code === "locked"
          ? null
          : (LOCKED[code]?.() ?? (code === "no_answer" ? t("The agent does not answer") : faults(errors)));
    }
    view.busy = null;
    draw();
  };

  /** @type {import("./types.js").Acts} */
  const acts = {
    set: change => {
      Object.assign(view, change, {result: null, done: null});
      view.draft = {...view.draft, printer: address(view)};
      draw();
    },
    choose: change => {
      Object.assign(view, {draft: {...view.draft, ...change}, done: null});
      draw();
    },
    toggle: language => {
      const now = order(view);
      acts.choose({languages: now.includes(language) ? now.filter(code => code !== language) : [...now, language]});
    },
    lift: language => {
      const now = order(view),
        at = now.indexOf(language);
      acts.choose({languages: [...now.slice(0, at - 1), language, now[at - 1], ...now.slice(at + 1)]});
    },
    look: () =>
      void attempt("usb", async () => {
        view.usb = await send("GET", "/agent/setup/usb");
      }),
    attempt: () =>
      void attempt("try", async () => {
        view.result = await send("POST", "/agent/setup/try", {printer: address(view)});
      }),
    test: () =>
      void attempt("test", async () => {
        const {width} = view.draft,
          [language] = order(view);
        view.result = await send("POST", "/agent/setup/test", {printer: address(view), width, language});
      }),
    unlock: code =>
      void attempt("unlock", async () => {
        await send("POST", "/agent/setup/open", {code});
        view.locked = false;
        accept(await send("GET", "/agent/setup"));
        view.usb = await send("GET", "/agent/setup/usb");
      }),
    save: () =>
      void attempt("save", async () => {
        accept(await send("PUT", "/agent/setup", view.draft));
        view.done = t("Saved. It counts from the next slip on.");
      }),
    speak: async language => {
      keepLanguage(language);
      await setLanguage(language);
      draw();
    },
  };

  await setLanguage(readersLanguage());
  openAgent().watch(
    told => {
      view.told = told;
      draw();
    },
    () => {
      view.told = null;
      draw();
    },
  );
  await attempt("load", async () => accept(await send("GET", "/agent/setup")));
  if (!view.locked) acts.look();
}

/** @type {{[code: string]: () => string}} */
const LOCKED = {
  wrong_code: () => t("This is not the code, or it has run out"),
  too_many_codes: () => t("Too many wrong codes. Please wait ten minutes"),
};

/** Say which field does not fit. @param {{field: string, message: string}[]} errors */
function faults(errors) {
  if (errors.some(({field}) => field === "printer")) return t("This is no printer's address");
  if (errors.some(({field}) => field === "font")) return t("There is no such font file");
  return t("This could not be saved");
}

void mount(document.body);
