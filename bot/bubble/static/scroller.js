/**
 * Where the conversation is scrolled to. It follows what arrives, but shows the start of an arrival that is taller
 * than the screen, and never moves while a person has scrolled up to read.
 */

import { drawing, h } from "./dom.js";
import { ICONS } from "./icons.js";
import { WORDS } from "./words.js";

const NEAR = 48; // pixels from the end that count as the end
const BURST = 1_500; // milliseconds within which arrivals belong together
const AIR = 12;

export class Scroller {
  #follows = true;
  #lastArrival = 0;
  #setTo = 0;
  /** @type {HTMLElement | undefined} */
  #anchor;

  /** @param {HTMLElement} log @param {HTMLElement} items */
  constructor(log, items) {
    this.log = log;
    this.jump = h(
      "button",
      { type: "button", class: "hc-jump", hidden: true, click: () => this.#jump() },
      drawing(ICONS.jump),
      WORDS.jump,
    );
    log.addEventListener("scroll", () => this.#scrolled(), { passive: true });
    const resized = new ResizeObserver(() => this.#settle());
    resized.observe(items);
    resized.observe(log);
  }

  /**
   * The view is shown: at the first unread message, or at the end.
   *
   * @param {HTMLElement} [unread]
   */
  start(unread) {
    this.#follows = true;
    this.#anchor = unread;
    this.#lastArrival = performance.now();
    this.#settle();
  }

  /** @param {HTMLElement} first */
  arrived(first) {
    const isNewBurst = performance.now() - this.#lastArrival > BURST;
    this.#lastArrival = performance.now();
    if (this.#follows || first.dataset.author === "person") {
      this.#follows = true;
      if (isNewBurst || !this.#anchor?.isConnected || first.dataset.author === "person") this.#anchor = first;
      this.#settle();
    } else {
      this.jump.hidden = false; // between the messages and the field: it must not lie over a QR code
    }
  }

  #settle() {
    if (!this.#follows) return;
    const end = this.log.scrollHeight - this.log.clientHeight;
    const start = this.#anchor?.isConnected ? this.#anchor.offsetTop - AIR : end;
    this.#setTo = Math.max(0, Math.min(end, start));
    this.log.scrollTop = this.#setTo;
    this.jump.hidden = true;
  }

  #scrolled() {
    if (Math.abs(this.log.scrollTop - this.#setTo) < 2) return; // that was us
    this.#follows = this.log.scrollHeight - this.log.clientHeight - this.log.scrollTop < NEAR;
    this.#anchor = undefined;
    if (this.#follows) this.jump.hidden = true;
  }

  #jump() {
    this.#anchor = undefined;
    this.#follows = true;
    this.#settle();
    this.log.focus({ preventScroll: true });
  }
}
