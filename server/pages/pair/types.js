/**
 * What the pairing page is told.
 *
 * @typedef {Record<string, string>} Words
 * @typedef {{id: number, name: string, role: string, halls: string[], rights: Record<string, string[]>}} Person
 * @typedef {{id: number, kind: string, name: string, counter: string|null, last_seen: string|null, revoked: boolean}} Device
 * @typedef {{code: string, name: Words, timezone?: string}} Hall
 *
 * @typedef {object} View
 * @property {boolean} loading
 * @property {Person|null} person
 * @property {Hall[]} halls
 * @property {string|null} hall the code of the hall that is shown
 * @property {Device[]} devices
 * @property {Device|null} asks the device that is about to be revoked
 * @property {string|null} done what was just done
 * @property {string|null} trouble
 * @property {boolean} demo
 * @property {boolean} busy
 *
 * @typedef {object} Acts
 * @property {(event: SubmitEvent) => void} signIn
 * @property {() => void} signOut
 * @property {(hall: string) => void} choose
 * @property {(event: SubmitEvent) => void} approve
 * @property {(device: Device|null) => void} ask
 * @property {(device: Device) => void} revoke
 * @property {(language: import("/static/words.js").Language) => void} speak
 */
export {};
