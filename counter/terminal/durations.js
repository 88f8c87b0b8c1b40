/** Lengths of time as a clerk reads them. */

/** Seconds as "6:12", from an hour on "1:06:12". @param {number} seconds */
export function running(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  const rest = String(whole % 60).padStart(2, "0");
  const minutes = Math.floor(whole / 60);
  return minutes < 60
    ? `${minutes}:${rest}`
    : `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, "0")}:${rest}`;
}

/** Whole minutes, at least one where there is anything. @param {number} seconds */
export function minutes(seconds) {
  return seconds > 0 ? Math.max(1, Math.round(seconds / 60)) : 0;
}

/** Seconds from one moment to another. @param {string|Date} from @param {string|Date} to */
export function between(from, to) {
  return (new Date(to).getTime() - new Date(from).getTime()) / 1000;
}
