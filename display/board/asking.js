/**
 * What is asked by what was chosen, as the address has it. Pure.
 * @typedef {[number | null, number | null, number | null]} Points  10, 50 and 90 %
 */

const SAME = 60; // seconds: waits that differ by less are told alike

/** @param {FormData} given */
export function asked(given) {
  const found = new URLSearchParams(),
    text = (/** @type {string} */ name) => String(given.get(name) ?? "");
  for (const name of ["open", "more", "pause", "stops"]) if (text(name)) found.set(name, text(name));
  if (text("pause")) found.set("minutes", text("minutes"));
  const services = given.getAll("services");
  const chosen = text("open") && services.length ? `${text("open")}:${services.join(",")}` : "",
    others = text("profile")
      .split(";")
      .filter(one => one && !(chosen && one.startsWith(`${text("open")}:`))),
    serves = [...others, chosen].filter(Boolean).join(";");
  if (serves) found.set("serves", serves);
  return found;
}

/** Whether a service waits otherwise than before. @param {Points | null} before @param {Points | null} after */
export const waitsDiffer = (before, after) =>
  [0, 1, 2].some(nth => {
    const [one, other] = [before?.[nth] ?? null, after?.[nth] ?? null];
    return one === null || other === null ? one !== other : Math.abs(one - other) >= SAME;
  });
