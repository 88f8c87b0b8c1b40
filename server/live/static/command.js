/** Commands over HTTP: each has its key, and a lost answer is asked for again under the same key, so that nothing happens twice. */

import {language} from "/static/words.js";

const TRIES = 3;
const PATIENCE = 10_000; // ms for one try
const WAITS = [400, 1600]; // ms between tries; up to half is added, so that many screens don't come back together
const AWAY = [502, 503, 504]; // what stands before the server answered, not the server

/** A refusal as the server words it (problem+json); `code` is for programs, `detail` for the reader. Status 0: no answer came. */
export class Problem extends Error {
  /** @param {number} status @param {{[name: string]: any}} body */
  constructor(status, body) {
    const {code = "unknown", title = "", detail = "", errors = [], type: _type, status: _status, ...extra} = body;
    super(detail || title || code);
    this.status = status;
    /** @type {string} */ this.code = code;
    /** @type {string} */ this.title = title;
    /** @type {string} */ this.detail = detail;
    /** @type {{field: string, message: string}[]} */ this.errors = errors;
    /** The sentence for the reader: what the first wrong field wants, where there is one. */ this.said =
      errors[0]?.message || detail || title;
    /** @type {{[name: string]: any}} */ this.extra = extra;
  }
}

/** Make a key: 32 hex digits. Not by crypto.randomUUID, which needs a secure context, and a hall's network is often plain HTTP. */
export function newKey() {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), byte => byte.toString(16).padStart(2, "0")).join("");
}

/** @param {string} name */
function cookie(name) {
  const found = document.cookie.split("; ").find(pair => pair.startsWith(`${name}=`));
  return found && decodeURIComponent(found.slice(name.length + 1));
}

/** @param {string} method @param {string} key @param {string | null} token @param {string | null} counter @param {boolean} body */
function headers(method, key, token, counter, body) {
  /** @type {{[name: string]: string}} */
  const said = {Accept: "application/json", "Accept-Language": language()};
  if (body) said["Content-Type"] = "application/json";
  if (token) said.Authorization = `Bearer ${token}`;
  if (method === "GET") return said;
  if (counter) said["X-Counter"] = counter;
  const csrf = cookie("floor_csrf");
  if (csrf) said["X-CSRF-Token"] = csrf;
  return {...said, "Idempotency-Key": key};
}

/** @param {number} ms */
const pause = ms => new Promise(resolve => setTimeout(resolve, ms * (1 + Math.random() / 2)));

/** @param {Response} answer @returns {Promise<any>} */
async function read(answer) {
  const text = await answer.text();
  try {
    return text ? JSON.parse(text) : {};
  } catch {
    return {title: answer.statusText}; // not from our server: a proxy's page
  }
}

/**
 * Send a command and return the JSON answer. A refusal is a Problem and is never sent again; a lost answer is, with the same key.
 * `counter` says as which of this browser's devices it is sent, where it is several.
 * @param {string} method @param {string} url @param {unknown} [body] @param {{key?: string, token?: string | null, counter?: string | null}} [options]
 * @returns {Promise<any>}
 */
export async function send(method, url, body, {key = newKey(), token = null, counter = null} = {}) {
  const request = () => ({
    method,
    headers: headers(method, key, token, counter, body !== undefined),
    credentials: /** @type {const} */ ("same-origin"),
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  for (let tried = 1; ; tried += 1) {
    try {
      const answer = await fetch(url, {...request(), signal: AbortSignal.timeout(PATIENCE)});
      const told = await read(answer);
      if (answer.ok) return told;
      if (tried === 1 && told.code === "csrf_needed") continue; // another page of this browser signed in; the answer brought the right cookie
      if (tried === TRIES || !AWAY.includes(answer.status) || told.code === "cut_off")
        throw new Problem(answer.status, told);
    } catch (error) {
      if (error instanceof Problem) throw error;
      if (tried === TRIES) throw new Problem(0, {code: "no_answer", detail: String(error)});
    }
    await pause(WAITS[tried - 1]);
  }
}
