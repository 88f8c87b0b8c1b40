/**
 * What the reader can do in the room now. Pure: a view and a reader in, acts out.
 * @import {Reader, RoomView, Standing, Task} from "./view.d.ts"
 * @typedef {{id: string, key: string, path: string, body: object, twice: boolean, asks: boolean}} Act
 */

export const LEADING = ["acknowledge", "stabilise", "recover"]; // steps that move the incident on: only done, never left out

export const leads = (/** @type {string} */ role) => ["supervisor", "manager"].includes(role);

/** @param {RoomView["incident"]} incident */
export const running = ({state}) => !["closed", "reviewed"].includes(state);

/** How many steps are to be settled before one can be confirmed that moves the incident on. @param {RoomView["incident"]} incident @param {Task} task */
export const before = ({tasks}, task) =>
  task.code === "stabilise"
    ? tasks.filter(
        ({code, phase, state}) => phase !== "recovery" && !LEADING.includes(code) && ["open", "later"].includes(state),
      ).length
    : 0;

/** Whether a step is the reader's: a named person's, a counter's where they sit, else their sign-in's. @param {RoomView} view @param {Task} task @param {Reader} me */
function theirs({incident, counters}, task, {id, role}) {
  const holders = incident.roles.find(({code}) => code === task.role)?.holders ?? [];
  const seat = counters.find(one => one.open && one.clerk === id)?.code;
  if (task.late > 0 && task.holder === role) return true;
  return holders.length
    ? holders.some(({staff, counter}) => staff === id || (seat !== undefined && counter === seat))
    : task.who === role;
}

/** The steps that the reader is to confirm, from the top down, each with its key. @param {RoomView} view @param {Reader} me @returns {Task[]} */
export const mine = (view, me) =>
  view.incident.roles
    .flatMap(({code}) => view.incident.tasks.filter(task => task.role === code))
    .filter(task => task.state === "open" && task.next && theirs(view, task, me) && !before(view.incident, task))
    .slice(0, 9);

/** The criteria that stand beside a step. @param {RoomView["incident"]} incident @param {Task} task @returns {Standing[]} */
export const standings = (incident, task) =>
  task.eases ? incident.easing : (incident.moves.find(({name}) => name === task.code)?.standings ?? []);

const speaksAgainst = (/** @type {Standing[]} */ all) => all.some(({met}) => !met);

/** What the reader confirmed in the last seconds and can take back. @param {RoomView} view @param {Reader} me @param {number} at @returns {Task | undefined} */
export const back = ({incident}, me, at) =>
  incident.tasks.findLast(task => task.back === me.id && task.back_until !== null && Date.parse(task.back_until) > at);

/** @param {RoomView} view @param {Reader} me @param {number} [now] @returns {Act[]} */
export function actsOf(view, me, now = Infinity) {
  const {incident} = view,
    at = `incidents/${incident.id}`,
    undone = back(view, me, now);
  /** @type {(act: Partial<Act> & {id: string}) => Act} */
  const act = one => ({key: "", path: "", body: {}, twice: true, asks: false, ...one});
  const confirms = mine(view, me).map((task, nth) =>
    act({
      id: `task ${task.id}`,
      key: `${nth + 1}`,
      path: `${at}/tasks/${task.id}/confirm`,
      twice: ["stabilise", "recover"].includes(task.code) || task.eases,
      asks: task.fields.length > 0 || speaksAgainst(standings(incident, task)),
    }),
  );
  const undo = undone ? [act({id: "back", key: "Z", path: `${at}/tasks/${undone.id}/back`, twice: false})] : [];
  if (!running(incident) || !leads(me.role)) return [...confirms, ...undo];
  const measures = incident.offers.map(({code, holds, eases}) =>
    act({
      id: `measure ${code}`,
      path: holds === null ? `${at}/measures` : `${at}/measures/${holds}/end`,
      body: holds === null ? {code} : {},
      asks: holds !== null && eases && speaksAgainst(incident.easing),
    }),
  );
  const own = incident.measures
    .filter(({code, ended_at}) => code === null && ended_at === null)
    .map(({id}) => act({id: `end ${id}`, path: `${at}/measures/${id}/end`}));
  const exits = ["clear", "blocked"].map(state =>
    act({id: `exits ${state}`, path: `${at}/exits`, body: {exits: state}, twice: false}),
  );
  return [
    ...confirms,
    ...undo,
    ...measures,
    ...own,
    ...exits,
    act({id: "stays", key: "S", path: `${at}/stage`, body: {stage: incident.stage}, twice: false}),
    ...(incident.stage < incident.stages.length
      ? [act({id: "up", key: "U", path: `${at}/stage`, body: {stage: incident.stage + 1}})]
      : []),
    ...(incident.stage > 1
      ? [
          act({
            id: "down",
            key: "D",
            path: `${at}/stage`,
            body: {stage: incident.stage - 1},
            asks: speaksAgainst(incident.going_down),
          }),
        ]
      : []),
  ];
}
