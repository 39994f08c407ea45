/** The state of the chat in this page. Views read it and call its acts; only this file changes it. */

import { Live } from "./live.js";
import { Sending } from "./sending.js";
import { Transcript } from "./transcript.js";
import { Refused } from "./wire.js";

/** @typedef {import("./types.js").Snapshot} Snapshot */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").LiveEvent} LiveEvent */
/** @typedef {"loading" | "ready" | "failed" | "signed_out" | "changed"} Status */

const STREAM_GRACE = 500; // milliseconds the stream has to bring an answer before we fetch it
const LINK_GRACE = 2_500; // milliseconds; a shorter outage is not shown
const TYPING_FADES = 6_000;
const TYPING_EVERY = 3_000;
const LOAD_AGAIN = 15_000;
const DOUBTS = [1_000, 2_000]; // milliseconds between the looks that must agree before a session is called over

export class Chat {
  /** @type {Status} */
  status = "loading";
  /** @type {Snapshot | null} */
  snapshot = null;
  transcript = new Transcript();
  readNumber = 0;
  /** Up to here the team has read, while it has anything to do with this conversation. */
  teamRead = 0;
  reconnecting = false;
  /** @type {{ who: string, name: string } | null} */
  typing = null;
  /** @type {Promise<boolean> | null} */
  #refreshing = null;
  #wanted = 0;
  #lastTyping = 0;
  #linkTimer = 0;
  #typingTimer = 0;
  #loadTimer = 0;

  /**
   * @param {import("./wire.js").Wire} wire
   * @param {object} listeners
   * @param {() => void} listeners.changed
   * @param {(message: Message) => void} listeners.arrived a message from the bot or from staff, live
   * @param {(kind: string) => void} listeners.cardMoved the server's state behind a private card moved
   */
  constructor(wire, { changed, arrived, cardMoved }) {
    this.wire = wire;
    this.changed = changed;
    this.arrived = arrived;
    this.cardMoved = cardMoved;
    this.sending = new Sending({
      wire,
      last: () => this.transcript.last,
      changed,
      delivered: (last) => this.#delivered(last),
      renew: () => this.refresh(),
    });
    this.live = new Live({
      open: (signal) => wire.events(this.transcript.last, signal),
      onEvent: (event) => this.#hear(event),
      onLink: (up) => this.#link(up),
      catchUp: () => this.refresh().then(() => !this.#isOver),
    });
  }

  get unread() {
    return this.transcript.unread(this.readNumber);
  }

  /** Names the person, so that pages, tabs and memory of two people never mix. */
  get owner() {
    return this.snapshot ? identity(this.snapshot) : "";
  }

  get #isOver() {
    return this.status === "signed_out" || this.status === "changed";
  }

  start() {
    document.addEventListener("visibilitychange", this.#look);
    addEventListener("online", this.#look);
    return this.load();
  }

  stop() {
    document.removeEventListener("visibilitychange", this.#look);
    removeEventListener("online", this.#look);
    clearTimeout(this.#loadTimer);
    this.live.stop();
  }

  /** The first look; tried again until it succeeds. */
  async load() {
    clearTimeout(this.#loadTimer);
    if ((await this.refresh()) || this.#isOver) return;
    this.#become("failed");
    this.#loadTimer = setTimeout(() => this.load(), LOAD_AGAIN);
  }

  /**
   * Reads the conversation again; calls made meanwhile share one request.
   *
   * @returns {Promise<boolean>} whether we know where things stand, for the same person as before
   */
  refresh() {
    if (this.#isOver) return Promise.resolve(false);
    this.#refreshing ??= this.#read().finally(() => (this.#refreshing = null));
    return this.#refreshing;
  }

  /** Everything up to the newest message has been seen. */
  markRead() {
    const { last } = this.transcript;
    if (this.unread === 0 || this.status !== "ready") return;
    this.readNumber = last;
    this.wire.read(last).catch(() => {}); // the next look will tell the server again
    this.changed();
  }

  /** @param {number} number @param {boolean} helpful */
  async rate(number, helpful) {
    await this.wire.feedback(number, helpful);
    this.transcript.rate(number, helpful ? "yes" : "no");
    this.changed();
  }

  /** The person is writing: staff may see that, the bot does not care. */
  noteTyping() {
    const isDue = Date.now() - this.#lastTyping > TYPING_EVERY;
    if (!isDue || this.status !== "ready" || this.snapshot?.floor === "bot") return;
    this.#lastTyping = Date.now();
    this.wire.typing().catch(() => {}); // a courtesy, not worth a second try
  }

  async #read() {
    try {
      for (let tries = 0; tries < 3; tries++) {
        this.#take(await this.#conversation());
        if (this.#isOver || this.transcript.last >= this.#wanted) break;
      }
      return !this.#isOver;
    } catch (problem) {
      if (problem instanceof Refused && problem.status === 401) this.#end("signed_out");
      return false;
    }
  }

  /** A code in a form renews the session's cookie: until its answer is here, the old cookie looks signed out. */
  async #conversation() {
    for (const doubt of DOUBTS) {
      const snapshot = await this.wire.conversation();
      if (!this.#looksSignedOut(snapshot)) return snapshot;
      await new Promise((resolve) => setTimeout(resolve, doubt));
    }
    return this.wire.conversation();
  }

  /** @param {Snapshot} snapshot */
  #looksSignedOut(snapshot) {
    return this.snapshot?.who === "member" && snapshot.who !== "member";
  }

  /** @param {Snapshot} snapshot */
  #take(snapshot) {
    if (this.snapshot && identity(snapshot) !== this.owner) {
      return this.#end(this.#looksSignedOut(snapshot) ? "signed_out" : "changed");
    }
    const isFirst = this.snapshot === null;
    this.snapshot = snapshot;
    this.wire.csrfToken = snapshot.csrf_token;
    this.readNumber = Math.max(this.readNumber, snapshot.read_number);
    this.teamRead = snapshot.team_read_number ?? 0;
    this.#adopt(snapshot, isFirst);
    this.#listen();
    this.#become("ready");
  }

  /** @param {Snapshot} snapshot @param {boolean} isFirst */
  #adopt({ messages, last_number }, isFirst) {
    const named = messages.map((message) =>
      message.number > this.transcript.last ? { ...message, key: this.sending.claim(message) } : message
    );
    const fresh = this.transcript.adopt(named, last_number);
    this.sending.settle(last_number);
    if (!isFirst) { for (const message of fresh) this.#announce(message); }
  }

  /** A visitor who has said nothing has no conversation, and so no stream to open. */
  #listen() {
    if (this.snapshot?.who === "member" || this.transcript.last > 0) this.live.start(`help-chat ${this.owner}`);
  }

  /** @param {LiveEvent} event */
  #hear({ name, data }) {
    if (this.status !== "ready" || !this.snapshot) return;
    if (name === "message") this.#receive(data);
    else if (name === "floor") Object.assign(this.snapshot, data);
    else if (name === "read") this.#noteRead(data);
    else if (name === "typing") this.#showTyping(data);
    else if (name === "card") this.cardMoved(data.card);
    else if (name === "conversation" || name === "gone") this.refresh(); // it tells us whether we are still signed in
    this.changed();
  }

  /** @param {{ number: number, team_number?: number }} read */
  #noteRead({ number, team_number = 0 }) {
    this.readNumber = Math.max(this.readNumber, number);
    this.teamRead = team_number;
  }

  /** @param {Message} message */
  #receive(message) {
    const key = message.number > this.transcript.last ? this.sending.claim(message) : undefined;
    const outcome = this.transcript.add({ ...message, key });
    if (outcome === "gap") this.#want(message.number);
    if (outcome === "added") this.#announce(message);
  }

  /** @param {Message} message */
  #announce(message) {
    if (message.author === "person") return;
    this.#showTyping(null);
    this.arrived(message);
  }

  /** @param {number} last */
  #delivered(last) {
    this.#lastTyping = 0; // what is written next is news again
    this.#wanted = Math.max(this.#wanted, last);
    const fetchMissing = () => {
      if (last > 0 && this.transcript.last >= last) this.#settle();
      else this.#want(last);
    };
    setTimeout(fetchMissing, this.snapshot && this.transcript.last > 0 ? STREAM_GRACE : 0);
  }

  #settle() {
    this.sending.settle(this.transcript.last);
    this.changed();
  }

  /** @param {number} number */
  #want(number) {
    this.#wanted = Math.max(this.#wanted, number);
    this.refresh();
  }

  /** @param {{ who: string, name: string } | null} typing */
  #showTyping(typing) {
    clearTimeout(this.#typingTimer);
    this.typing = typing;
    if (typing) this.#typingTimer = setTimeout(() => (this.#showTyping(null), this.changed()), TYPING_FADES);
  }

  /** @param {boolean} up */
  #link(up) {
    if (up) {
      clearTimeout(this.#linkTimer);
      this.#linkTimer = 0;
      this.sending.retryLost();
      this.#become(this.status, false);
    } else {
      this.#linkTimer ||= setTimeout(() => this.#become(this.status, true), LINK_GRACE);
    }
  }

  /** A short break may leave the stream alive, so what it swallowed does not wait for the stream to come back. */
  #look = async () => {
    if (document.visibilityState !== "visible" || !this.snapshot) return;
    if (await this.refresh()) this.sending.retryLost();
  };

  /** @param {Status} status */
  #end(status) {
    this.live.stop();
    clearTimeout(this.#linkTimer);
    this.transcript.clear();
    this.sending.list = [];
    this.#become(status, false);
  }

  /** @param {Status} status @param {boolean} [reconnecting] */
  #become(status, reconnecting = this.reconnecting) {
    this.status = status;
    this.reconnecting = reconnecting;
    this.changed();
  }
}

/** @param {Snapshot} snapshot */
const identity = ({ who, name }) => `${who} ${name ?? ""}`;
