/**
 * One announcement at a time, in order, none lost and none too old.
 *
 * @template T
 */
export class Queue {
  /**
   * @param {(one: T) => Promise<void>} speak must end, well or ill
   * @param {(one: T) => boolean} stillFresh asked just before it is spoken
   */
  constructor(speak, stillFresh) {
    this.speak = speak;
    this.stillFresh = stillFresh;
    /** @type {T[]} */
    this.waiting = [];
    this.busy = false;
  }

  /** Put announcements at the end, or before all that wait. @param {T[]} more @param {boolean} [first] */
  add(more, first = false) {
    this.waiting = first ? [...more, ...this.waiting] : [...this.waiting, ...more];
    void this.run();
  }

  /** Forget what waits: it was taken back, or the hall is quiet now. @param {(one: T) => boolean} gone */
  drop(gone) {
    this.waiting = this.waiting.filter(one => !gone(one));
  }

  async run() {
    if (this.busy) return;
    this.busy = true;
    for (let one = this.waiting.shift(); one !== undefined; one = this.waiting.shift()) {
      if (this.stillFresh(one)) await this.speak(one).catch(() => {});
    }
    this.busy = false;
  }
}
