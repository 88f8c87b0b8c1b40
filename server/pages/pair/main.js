/** The pairing page: a supervisor lets screens and machines into the hall, and shuts them out again. */
import {send} from "/live/command.js";
import {keepLanguage, readersLanguage} from "/static/reader.js";
import {setLanguage, t} from "/static/words.js";
import {render} from "./render.js";

const EVERY = 10_000; // ms between two looks at the devices

/** @param {string} path */
const get = path => send("GET", `/api/v1${path}`);

/** Return the fields of a form as text. @param {SubmitEvent} event */
function fields(event) {
  event.preventDefault();
  return Object.fromEntries(
    [...new FormData(/** @type {HTMLFormElement} */ (event.target))].map(([name, value]) => [
      name,
      String(value).trim(),
    ]),
  );
}

/**
 * Make what the supervisor's touches do.
 * @param {import("./types.js").View} view
 * @param {() => void} draw
 */
function actsOf(view, draw) {
  const hall = () => `/halls/${encodeURIComponent(view.hall ?? "")}`;
  const list = async () => {
    if (view.hall) view.devices = (await get(`${hall()}/devices`)).items;
  };
  /** @param {import("./types.js").Person} person */
  const enter = async person => {
    view.person = person;
    const mine = person.halls.filter(code => person.rights[code]?.includes("APPROVE_DEVICE"));
    view.halls = await Promise.all(mine.map(code => get(`/halls/${encodeURIComponent(code)}`)));
    view.hall = view.halls[0]?.code ?? null;
    await list();
  };
  /** Do one thing, and show what came of it. @param {() => Promise<void>} work */
  const attempt = async work => {
    Object.assign(view, {busy: true, trouble: null, done: null});
    draw();
    try {
      await work();
    } catch (problem) {
      const {status, detail, title} = /** @type {{status?: number, detail?: string, title?: string}} */ (problem);
      view.trouble = (status && (detail || title)) || t("The server does not answer");
      if (status === 401) view.person = null;
    }
    view.busy = false;
    draw();
  };
  /** @param {string} username @param {string} password */
  const signIn = async (username, password) =>
    enter((await send("POST", "/api/v1/session", {username, password})).person);
  /** @param {HTMLFormElement} form @param {string} code @param {string} name */
  const approve = async (form, code, name) => {
    await send("POST", `/api/v1${hall()}/pairing/approve`, {code: code.toUpperCase().replace(/[^0-9A-Z]/g, ""), name});
    form.reset();
    view.done = t("“{name}” is let in. Its screen changes within a few seconds.", {name});
    await list();
  };
  /** @param {import("./types.js").Device} device */
  const revoke = async device => {
    view.asks = null;
    await send("DELETE", `/api/v1${hall()}/devices/${device.id}`);
    view.done = t("“{name}” is shut out.", {name: device.name});
    await list();
  };
  const signOut = async () => {
    await send("DELETE", "/api/v1/session");
    Object.assign(view, {person: null, devices: [], hall: null});
  };
  return {list, enter, attempt, signIn, approve, revoke, signOut};
}

/** @param {HTMLElement} root */
async function mount(root) {
  /** @type {import("./types.js").View} */
  const view = {
    loading: true,
    person: null,
    halls: [],
    hall: null,
    devices: [],
    asks: null,
    done: null,
    trouble: null,
    demo: false,
    busy: false,
  };
  const draw = () => render(root, view, acts),
    can = actsOf(view, draw),
    {attempt} = can;

  /** @type {import("./types.js").Acts} */
  const acts = {
    signIn: event => {
      const {username, password} = fields(event);
      void attempt(() => can.signIn(username, password));
    },
    signOut: () => void attempt(can.signOut),
    choose: hall => {
      view.hall = hall;
      void attempt(can.list);
    },
    approve: event => {
      const {code, name} = fields(event),
        form = /** @type {HTMLFormElement} */ (event.target);
      void attempt(() => can.approve(form, code, name));
    },
    ask: device => {
      view.asks = device;
      draw();
      if (device) root.querySelector("dialog")?.showModal();
    },
    revoke: device => void attempt(() => can.revoke(device)),
    speak: async code => {
      keepLanguage(code);
      await setLanguage(code);
      draw();
    },
  };

  await setLanguage(readersLanguage());
  const answer = await fetch("/api/v1/session").catch(() => null);
  const session = answer?.ok ? await answer.json() : {person: null, demo: false};
  view.demo = session.demo;
  if (session.person) await attempt(() => can.enter(session.person));
  view.loading = false;
  draw();
  setInterval(() => {
    if (view.hall && !view.busy && !document.hidden) void can.list().then(draw, () => {});
  }, EVERY);
}

void mount(document.body);
