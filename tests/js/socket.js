/** The world at the other end of the wire: a Socket.IO client whose server is the test. */

/** @typedef {{hall: string, view: string}} Asked */

/** @type {Line[]} the lines that were opened, the newest last */
export const lines = [];

export class Line {
  active = true;
  connected = false;
  id = "";
  /** @type {Asked[]} what was asked for and has no answer yet */
  asked = [];
  /** @type {((answer: unknown) => void)[]} */
  waiting = [];
  /** @type {[string, unknown][]} */
  sent = [];
  /** @type {Map<string, (said: any) => void>} */
  hears = new Map();
  opened = 0;

  /** @param {string} name @param {(said: any) => void} hear */
  on(name, hear) {
    this.hears.set(name, hear);
  }

  /** @param {string} name @param {unknown} [said] */
  tell(name, said) {
    this.hears.get(name)?.(said);
  }

  connect() {
    this.opened += 1;
    this.id = `line ${this.opened}`;
    this.connected = true;
    this.tell("connect");
    return this;
  }

  /** @param {string} [why] */
  disconnect(why = "transport close") {
    const was = this.connected;
    this.connected = false;
    if (was) this.tell("disconnect", why);
    return this;
  }

  timeout() {
    return {
      emitWithAck: (/** @type {string} */ _name, /** @type {Asked} */ asked) =>
        new Promise(done => {
          this.asked.push(asked);
          this.waiting.push(done);
        }),
    };
  }

  /** @param {string} name @param {unknown} said */
  emit(name, said) {
    this.sent.push([name, said]);
  }

  /** Answer what was asked first. @param {unknown} said */
  async answer(said) {
    this.asked.shift();
    this.waiting.shift()?.(said);
    await new Promise(done => setImmediate(done));
  }
}

export function io() {
  const line = new Line();
  lines.push(line);
  return line;
}
