/**
 * What the set-up page knows.
 *
 * @typedef {import("/static/words.js").Language} Language
 * @typedef {{printer: string | null, width: number, languages: Language[], font: string | null}} Choices
 *
 * @typedef {object} Present what the agent says of itself
 * @property {string} server
 * @property {{code: string, name: import("/static/words.js").Words, languages: Language[]} | null} hall
 * @property {string} data the agent's folder
 * @property {Choices} choices
 * @property {number[]} widths
 * @property {Language[]} languages
 * @property {{source: string | null, han: boolean}} font
 * @property {string[]} fonts font files of this machine
 * @property {{base: string, reachable: boolean} | null} track
 *
 * @typedef {{available: boolean, reason: string, items: {url: string, name: string}[]}} Usb
 * @typedef {{outcome?: import("/pages/kiosk/page/agent.js").PrintState, state: string, detail: string}} Result
 *
 * @typedef {object} View
 * @property {Present | null} present
 * @property {import("/pages/kiosk/page/agent.js").Told | null} told
 * @property {Usb | null} usb null: still looking
 * @property {Choices} draft
 * @property {string} network what stands in the field of the network printer
 * @property {"none" | "network" | "usb" | "other"} kind
 * @property {boolean} locked a code is asked for
 * @property {string | null} busy what is being done
 * @property {Result | null} result
 * @property {string | null} done
 * @property {string | null} trouble
 *
 * @typedef {object} Acts
 * @property {(change: Partial<View>) => void} set
 * @property {(change: Partial<Choices>) => void} choose
 * @property {(language: Language) => void} lift
 * @property {(language: Language) => void} toggle
 * @property {() => void} look
 * @property {() => void} attempt
 * @property {() => void} test
 * @property {(code: string) => void} unlock
 * @property {() => void} save
 * @property {(language: Language) => void} speak
 */
export {};
