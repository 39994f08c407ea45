/** What the person says, until the server has shown it back. One post at a time, so that words keep their order. */

import { Refused } from "./wire.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {import("./types.js").Message} Message */

const HOPELESS = new Set([400, 404, 413]); // the same words would be refused again

export class Sending {
  /** @type {Outgoing[]} */
  list = [];
  /** @type {Promise<void>} */
  #line = Promise.resolve();

  /**
   * @param {object} parts
   * @param {import("./wire.js").Wire} parts.wire
   * @param {() => number} parts.last the number of the newest message
   * @param {() => void} parts.changed
   * @param {(last: number) => void} parts.delivered the highest number the server gave this turn
   * @param {() => Promise<boolean>} parts.renew reads the conversation again, for a fresh CSRF token; false: signed out
   */
  constructor({ wire, last, changed, delivered, renew }) {
    this.wire = wire;
    this.last = last;
    this.changed = changed;
    this.delivered = delivered;
    this.renew = renew;
  }

  /** Whether an answer is being waited for. */
  get busy() {
    return this.list.some(({ state }) => state !== "failed");
  }

  /** @param {string} text @returns {Outgoing} */
  say(text) {
    return this.#add(text, null, null);
  }

  /** @param {import("./types.js").Choice} choice @param {number | null} number @returns {Outgoing} */
  choose({ label, value }, number) {
    return this.#add(label, value, number);
  }

  /** @param {string} eventId */
  retry(eventId) {
    const item = this.list.find((each) => each.eventId === eventId && each.state === "failed");
    if (item && Date.now() >= item.retryAt) this.#queue(item);
  }

  /** Tries again what a broken connection has swallowed. */
  retryLost() {
    for (const item of this.list) if (item.state === "failed" && item.lost) this.#queue(item);
  }

  /** @param {string} eventId */
  remove(eventId) {
    this.list = this.list.filter((each) => each.eventId !== eventId);
    this.changed();
  }

  /**
   * Takes up what the last page could not finish. The event ids make it harmless if the server has it already.
   *
   * @param {Outgoing[]} unsent
   * @param {Message[]} messages what the conversation shows by now
   */
  resume(unsent, messages) {
    this.list.push(...unsent);
    for (const message of messages) this.claim(message);
    for (const item of [...this.list]) this.#queue(item);
  }

  /**
   * The bubble that a message of the person belongs to, if it was sent from this page. The stream may be faster than
   * the answer to the post; until that names the numbers, the same words are taken for the same message.
   *
   * @param {Message} message
   * @returns {string | undefined} its key
   */
  claim({ author, number, body, masked }) {
    if (author !== "person") return undefined;
    const item = this.list.find(({ state, lost, numbers, text, after }) => {
      if (numbers) return numbers.includes(number);
      return number > after && (state === "sending" || lost) && (masked || body.text === text);
    });
    if (!item) return undefined;
    this.list = this.list.filter((each) => each !== item);
    return item.eventId;
  }

  /**
   * Drops what the conversation shows by now.
   *
   * @param {number} last
   */
  settle(last) {
    this.list = this.list.filter(({ state, numbers }) => state !== "sent" || Math.max(0, ...(numbers ?? [])) > last);
  }

  /** @param {string} text @param {string | null} choice @param {number | null} number */
  #add(text, choice, number) {
    /** @type {Outgoing} */
    const item = {
      eventId: crypto.randomUUID(),
      text,
      choice,
      number,
      at: new Date().toISOString(),
      after: this.last(),
      state: "sending",
      error: "",
      lost: false,
      final: false,
      retryAt: 0,
      numbers: null,
    };
    this.list.push(item);
    this.#queue(item);
    return item;
  }

  /** @param {Outgoing} item */
  #queue(item) {
    Object.assign(item, { state: "sending", error: "", lost: false });
    this.#line = this.#line.then(() => this.#post(item));
    this.changed();
  }

  /** @param {Outgoing} item */
  async #post(item) {
    try {
      const { numbers = [] } = await this.#sayWithFreshToken(item);
      Object.assign(item, { state: "sent", numbers });
      this.delivered(Math.max(0, ...numbers));
    } catch (problem) {
      this.#fail(item, problem instanceof Refused ? problem : new Refused(0));
    }
    this.changed();
  }

  /** @param {Outgoing} item */
  async #sayWithFreshToken(item) {
    try {
      return await this.wire.say(item);
    } catch (problem) {
      const isStale = problem instanceof Refused && problem.status === 403; // the session may have a new token
      if (!isStale || !(await this.renew())) throw problem;
      return await this.wire.say(item);
    }
  }

  /** @param {Outgoing} item @param {Refused} problem */
  #fail(item, { status, sentence, retryAfter }) {
    item.state = "failed";
    item.lost = status === 0;
    item.final = HOPELESS.has(status);
    item.error = sentence || (item.lost ? WORDS.notSentLost : WORDS.notSent);
    item.retryAt = Date.now() + retryAfter * 1000;
    if (retryAfter > 0) setTimeout(this.changed, retryAfter * 1000);
  }
}
