/** What the server says by itself: one page of the browser holds the stream and passes events to the others. */

import { Leadership } from "./leadership.js";
import { eventsOf } from "./stream.js";
import { Refused } from "./wire.js";

/** @typedef {import("./types.js").LiveEvent} LiveEvent */

const FIRST_PAUSE = 800; // milliseconds; doubled with each failure in a row
const LONGEST_PAUSE = 30_000;
const STEADY_AFTER = 10_000; // a stream that ends sooner counts as a failure, so that a sick server is not hammered

export class Live {
  /** @type {BroadcastChannel | null} */
  #channel = null;
  /** @type {Leadership | null} */
  #leadership = null;

  /**
   * @param {object} parts
   * @param {(signal: AbortSignal) => Promise<ReadableStream<Uint8Array<ArrayBuffer>>>} parts.open
   * @param {(event: LiveEvent) => void} parts.onEvent
   * @param {(up: boolean) => void} parts.onLink
   * @param {() => Promise<boolean>} parts.catchUp reads the whole conversation again; false: stop for good
   */
  constructor({ open, onEvent, onLink, catchUp }) {
    this.open = open;
    this.onEvent = onEvent;
    this.onLink = onLink;
    this.catchUp = catchUp;
  }

  /** @param {string} name shared by the pages of one signed-in person, and by no one else */
  start(name) {
    if (this.#leadership) return;
    this.#channel = new BroadcastChannel(name);
    this.#channel.addEventListener("message", ({ data }) => this.#hear(data));
    this.#leadership = new Leadership(name, (signal) => this.#follow(signal));
    this.#leadership.start();
  }

  stop() {
    this.#leadership?.stop();
    this.#leadership = null;
    this.#channel?.close();
    this.#channel = null;
  }

  /** @param {AbortSignal} signal */
  async #follow(signal) {
    for (let failures = 0; !signal.aborted; failures++) {
      if (failures > 0 && !(await this.catchUp())) return;
      if (signal.aborted) return;
      const started = performance.now();
      const wait = await this.#listen(signal);
      if (signal.aborted) return;
      this.#tell({ name: "link", data: { up: false } });
      if (performance.now() - started > STEADY_AFTER) failures = 0;
      await pause(Math.max(wait, backOff(failures)), signal);
    }
  }

  /**
   * Reads the stream until it ends, for any reason.
   *
   * @param {AbortSignal} signal
   * @returns {Promise<number>} milliseconds that the server asked us to wait
   */
  async #listen(signal) {
    try {
      const body = await this.open(signal);
      this.#tell({ name: "link", data: { up: true } });
      for await (const event of eventsOf(body)) this.#tell(event);
      return 0;
    } catch (problem) {
      return problem instanceof Refused ? problem.retryAfter * 1000 : 0;
    }
  }

  /** @param {LiveEvent} event */
  #tell(event) {
    this.#channel?.postMessage(event);
    this.#hear(event);
  }

  /** @param {LiveEvent} event */
  #hear(event) {
    if (event.name === "link") this.onLink(event.data.up);
    else this.onEvent(event);
  }
}

/** @param {number} failures */
function backOff(failures) {
  const longest = Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** failures);
  return longest / 2 + (Math.random() * longest) / 2; // spread, so that a restart is not followed by a stampede
}

/**
 * Ends early when the network comes back.
 *
 * @param {number} milliseconds
 * @param {AbortSignal} signal
 * @returns {Promise<void>}
 */
function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const over = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", over);
      removeEventListener("online", over);
      resolve();
    };
    const timer = setTimeout(over, milliseconds);
    signal.addEventListener("abort", over);
    addEventListener("online", over);
  });
}
