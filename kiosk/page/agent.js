/** The machine behind the page: it prints, and it alone talks to the server. */

import {send} from "/live/command.js";
import {keepZone} from "/static/clock.js";

/** @typedef {import("/static/views.d.ts").Words} Words */
/** @typedef {import("/static/views.d.ts").WaitRange} WaitRange */
/** @typedef {import("/static/views.d.ts").KioskService} Service */
/** @typedef {import("/static/views.d.ts").KioskGroup} Group */
/** @typedef {import("/static/views.d.ts").HallSign} Hall */
/** @typedef {import("/static/views.d.ts").KioskView} View */
/** @typedef {{kind: "none" | "tcp" | "usb" | "file", state: "ready" | "paper_out" | "off" | "unknown", detail?: string | null}} Printer */
/** @typedef {"printing" | "printed" | "failed" | "unconfirmed" | "shown"} PrintState */
/** @typedef {{view: View | null, link: {online: boolean, since: string}, printer: Printer, now: string, print: {id: string | number, state: PrintState} | null, pairing: {code: string} | null, reached: boolean, refusal: {code: string, detail: string, hall: string | null} | null, setup_url: string, alone: Alone | null}} Told what the agent says after each change */
/** @typedef {{service?: string, appointment?: string, language: string, further?: string[]} & Partial<import("/static/intake.js").Intake>} Order for an appointment its code instead of a service */
/** @typedef {{left: {[service: string]: number}, unsent: number}} Alone a kiosk that is cut off: the numbers that it can give by itself, and what the server has not got yet */
/** @typedef {{id: string, alone: boolean, ticket: {id: number, number: string, service: string, further?: string[], priority: boolean, priority_class?: string | null}, ahead: number | null, wait: WaitRange | null, soon: boolean, served: boolean, served_at: string | null, track_url: string, told?: Words | null, qr: {size: number, path: string} | null}} Taken */

/** @typedef {{kind: string, words: string, contact: string, language: string}} Opinion */
/** @typedef {{id: number, answer_by: string | null, wants_answer: boolean}} Receipt what the writer of an opinion keeps */

const AGAIN = 2_000; // ms until a stream that ended is opened anew

/** Open the line to the agent on this machine. */
export function openAgent() {
  return {
    /** Hear what the agent tells, and when it fell silent. @param {(told: Told) => void} tell @param {() => void} lost */
    watch(tell, lost) {
      const source = new EventSource("/agent/events");
      source.onmessage = event => {
        const told = JSON.parse(event.data);
        keepZone(told.view?.hall);
        tell(told);
      };
      source.onerror = () => {
        lost();
        if (source.readyState === EventSource.CLOSED) setTimeout(() => this.watch(tell, lost), AGAIN);
      };
    },
    /** Take a number; the same id again gives the same ticket. @param {string} id @param {Order} order @returns {Promise<Taken>} */
    take: (id, order) => send("POST", "/agent/tickets", {id, ...order}, {key: id}),
    /** Change the service of a number: the customer touched another one than they meant. @param {string} id @param {string} service @param {string} language @returns {Promise<Taken>} */
    change: (id, service, language) => send("POST", `/agent/tickets/${id}/change`, {service, language}),
    /** Print a copy of a slip. @param {string} id */
    copy: id => send("POST", `/agent/tickets/${id}/copy`, {}),
    /** Give a number back: the customer chose what they did not mean. @param {string} id @param {string} language */
    cancel: (id, language) => send("POST", `/agent/tickets/${id}/cancel`, {language}),
    /** Tell whether the customer holds the slip, where the printer did not say. @param {string} id @param {boolean} printed */
    seen: (id, printed) => send("POST", `/agent/tickets/${id}/seen`, {printed}),
    /** Hand an opinion on; the same id again is the same opinion. @param {string} id @param {Opinion} opinion @returns {Promise<Receipt>} */
    opine: (id, opinion) => send("POST", "/agent/opinions", {id, ...opinion}, {key: id}),
  };
}
