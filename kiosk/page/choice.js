/** What stands on the first screen: services, or their groups where there are many; a page at a time. Pure. */

/** @typedef {import("/pages/kiosk/page/agent.js").View} View */
/** @typedef {import("/pages/kiosk/page/agent.js").Service} Service */
/** @typedef {import("/pages/kiosk/page/agent.js").Group} Group */
/** @typedef {import("/pages/kiosk/page/step.js").Page} Page */
/** @typedef {{group: Group & {services: Service[]}} | {service: Service}} Entry */
/** @typedef {{entries: Entry[], group: Group | null, page: number, pages: number}} Choice */

const FEW = 6; // services that are seen at a glance: only more are put behind their groups

/** Return what can be chosen now, before it is cut into pages. @param {View} view @param {string | null} chosen a group @returns {{entries: Entry[], group: Group | null}} */
function whole({services, groups = []}, chosen) {
  const of = (/** @type {string} */ code) => services.filter(service => service.group === code);
  const group = groups.find(({code}) => code === chosen) ?? null;
  if (services.length <= FEW || !groups.length) return {entries: services.map(service => ({service})), group: null};
  if (group) return {entries: of(group.code).map(service => ({service})), group};
  return {
    group,
    entries: [
      ...groups.map(one => ({group: {...one, services: of(one.code)}})),
      ...services.filter(service => !groups.some(({code}) => code === service.group)).map(service => ({service})),
    ],
  };
}

/**
 * Return the page that is shown, of `most` entries: as many as have room at their full size.
 * @param {View | null | undefined} view @param {Page} page @param {number} most @returns {Choice}
 */
export function choice(view, {group: chosen, sheet}, most) {
  if (!view) return {entries: [], group: null, page: 0, pages: 1};
  const {entries, group} = whole(view, chosen);
  const pages = Math.max(1, Math.ceil(entries.length / most)),
    each = Math.ceil(entries.length / pages);
  const page = Math.min(sheet, pages - 1);
  return {entries: entries.slice(page * each, (page + 1) * each), group, page, pages};
}
