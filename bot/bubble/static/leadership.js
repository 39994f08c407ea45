/**
 * Which page of this browser holds the one event stream. Six open streams to one host starve the seventh page over
 * HTTP/1.1, so only a visible page that got the browser-wide lock opens one. A hidden page gives the lock back at
 * once; a closed or crashed one loses it, and the next page in the queue takes over.
 */

export class Leadership {
  /** @type {AbortController | null} */
  #turn = null;

  /**
   * @param {string} name the lock
   * @param {(signal: AbortSignal) => Promise<void>} lead runs until its signal aborts
   */
  constructor(name, lead) {
    this.name = name;
    this.lead = lead;
  }

  start() {
    document.addEventListener("visibilitychange", this.#look);
    this.#look();
  }

  stop() {
    document.removeEventListener("visibilitychange", this.#look);
    this.#resign();
  }

  #look = () => {
    if (document.visibilityState === "visible") this.#stand();
    else this.#resign();
  };

  #stand() {
    if (this.#turn) return;
    const turn = (this.#turn = new AbortController());
    const { signal } = turn;
    const lead = () => (signal.aborted ? Promise.resolve() : this.lead(signal));
    const asked = navigator.locks ? navigator.locks.request(this.name, { signal }, lead) : lead();
    asked.catch(() => {}); // the wait for the lock was given up
  }

  #resign() {
    this.#turn?.abort();
    this.#turn = null;
  }
}
