/**
 * What is taken down of a customer when a ticket begins: the one description of the pages that ask for it and send it. Its type is
 * made from the server's model, so that a property which is new there lacks here.
 *
 * @typedef {Omit<import("/static/views.d.ts").ForSomebody, "service" | "language">} Intake
 */

/** As it is where nobody says anything. @type {Readonly<Intake>} */
export const INTAKE = Object.freeze({priority: false, priority_class: null, party: 1});

const NAMES = /** @type {(keyof Intake)[]} */ (Object.keys(INTAKE));

/** Return what was said, out of something that has more. @param {Intake} from @returns {Intake} */
export const takenDown = from => /** @type {Intake} */ (Object.fromEntries(NAMES.map(name => [name, from[name]])));

/** Return what was entered into a form whose fields have these names; a box without its tick is a no. @param {FormData} said @returns {Intake} */
export const entered = said =>
  /** @type {Intake} */ (Object.fromEntries(NAMES.map(name => [name, fieldOf(INTAKE[name], name, said)])));

/** @param {boolean | string | number | null} usual @param {string} name @param {FormData} said */
function fieldOf(usual, name, said) {
  if (typeof usual === "boolean") return said.has(name);
  return typeof usual === "number" ? Number(said.get(name)) : said.get(name) || null;
}

/** Return whether something was said that is not as by default. @param {Intake} from */
export const saidAnything = from => NAMES.some(name => from[name] !== INTAKE[name]);
