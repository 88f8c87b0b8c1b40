/**
 * What the start page is told.
 *
 * @typedef {Record<string, string>} Words
 * @typedef {{service: string, name: Words, count: number}} WaitingLine
 * @typedef {{code: string, state: "closed"|"open"|"calling"|"serving"|"paused", number: string|null, clerk: string|null, simulated: boolean}} Desk
 * @typedef {{username: string, role: string, name: string}} SignIn
 * @typedef {{pace: number, day: string, counters: string}} Settings
 *
 * @typedef {object} DemoFacts
 * @property {boolean} running
 * @property {string} hall
 * @property {WaitingLine[]} waiting
 * @property {Desk[]} desks
 * @property {SignIn[]} sign_ins
 * @property {string|null} kiosk_url
 *
 * @typedef {Settings & DemoFacts} Demo
 * @typedef {{code: string, name: Words, counters: {code: string}[]}} Hall
 *
 * @typedef {object} View
 * @property {Demo|null} demo
 * @property {Hall[]} halls
 * @property {boolean} loading
 * @property {Date|null} lost since when the server has not answered
 * @property {string|null} trouble
 *
 * @typedef {{set: (change: Partial<Settings>) => void, speak: (language: import("/static/words.js").Language) => void}} Acts
 */
export {};
