/** One message on the screen. Built once; what may change later (replies, feedback, state) is redrawn in place. */

import { drawing, h, localPath, setAttribute } from "./dom.js";
import { ICONS } from "./icons.js";
import { clockWords, fullWords } from "./times.js";
import { WORDS } from "./words.js";

/** @typedef {import("./types.js").Body} Body */
/** @typedef {import("./types.js").Choice} Choice */

/**
 * @typedef {object} Entry a message, or words on their way
 * @property {string} key
 * @property {"person" | "bot" | "staff"} author
 * @property {string} name
 * @property {string} at
 * @property {Body} body
 * @property {number | null} number
 * @property {boolean} masked
 * @property {null | "asked" | "yes" | "no"} feedback
 * @property {import("./types.js").Outgoing | null} outgoing
 *
 * @typedef {object} Place where the message stands and what is still open in it
 * @property {boolean} first of its author's group
 * @property {boolean} last of its author's group
 * @property {boolean} choices its quick replies still count
 * @property {string | null} chosen the reply that is being sent
 * @property {boolean} feedback its question is the one to show
 * @property {boolean} seen the person's last words, and the team has read them
 * @property {HTMLElement | null} card the private card, if it lives here
 *
 * @typedef {object} Acts
 * @property {(choice: Choice, number: number) => void} choose
 * @property {(number: number, helpful: boolean) => Promise<void>} rate
 * @property {(eventId: string) => void} retry
 * @property {(eventId: string) => void} remove
 */

export class MessageView {
  #drawn = "";

  /** @param {Entry} entry @param {Acts} acts */
  constructor(entry, acts) {
    this.acts = acts;
    this.text = h("p", { class: "hc-text" });
    this.bubble = h("div", { class: "hc-bubble" }, spokenAuthor(entry), this.text);
    this.extras = h("div", { class: "hc-extras" });
    this.meta = h("p", { class: "hc-meta" });
    const stack = h("div", { class: "hc-stack" }, authorName(entry), this.bubble, this.meta, this.extras);
    this.node = h("div", { class: "hc-message", tabindex: "-1" }, avatar(entry), stack);
  }

  /** @param {Entry} entry @param {Place} place */
  update(entry, place) {
    const { node, text } = this;
    Object.assign(node.dataset, { author: entry.author, state: entry.outgoing?.state ?? "kept" });
    if (entry.number) node.dataset.number = String(entry.number);
    node.classList.toggle("hc-first", place.first);
    node.classList.toggle("hc-last", place.last);
    if (text.textContent !== entry.body.text) text.textContent = entry.body.text;
    this.bubble.hidden = entry.body.text === "";
    this.#drawMeta(entry, place);
    this.#drawExtras(entry, place);
  }

  /** @param {Entry} entry @param {Place} place */
  #drawMeta({ at, outgoing }, { last, seen }) {
    const isSending = outgoing !== null && outgoing.state !== "failed";
    this.meta.hidden = !(last || seen) || outgoing?.state === "failed";
    const drawn = `${at} ${isSending} ${seen}`;
    if (this.meta.dataset.drawn === drawn) return;
    this.meta.dataset.drawn = drawn;
    const time = h("time", { datetime: at, title: fullWords(at) }, clockWords(at));
    this.meta.replaceChildren(...(isSending ? [WORDS.sending] : seen ? [time, ` · ${WORDS.seen}`] : [time]));
  }

  /** Redrawn only when something in it changed, so that focus and presses survive. @param {Entry} entry @param {Place} place */
  #drawExtras(entry, place) {
    const { outgoing, feedback, masked } = entry;
    const failure = outgoing?.state === "failed" && [outgoing.error, Date.now() < outgoing.retryAt, outgoing.final];
    const drawn = JSON.stringify([
      place.choices,
      place.chosen,
      place.feedback,
      Boolean(place.card),
      feedback,
      masked,
      failure,
    ]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    this.extras.replaceChildren(...this.#parts(entry, place));
  }

  /** @param {Entry} entry @param {Place} place @returns {HTMLElement[]} */
  #parts(entry, place) {
    const { body, masked, outgoing } = entry;
    const parts = [];
    if (masked) parts.push(note(ICONS.shield, WORDS.masked));
    if (outgoing?.state === "failed") parts.push(this.#failure(outgoing));
    if (body.kind === "link") parts.push(...link(body));
    if (body.kind === "card") parts.push(place.card ?? note(ICONS.jump, WORDS.cardMoved));
    if (body.kind === "choices") parts.push(...this.#choices(entry, body.choices, place));
    if (entry.feedback && place.feedback) parts.push(this.#feedback(entry));
    return parts;
  }

  /**
   * All of them while the question is open; later only those that stay, such as "That was not me".
   *
   * @param {Entry} entry @param {Choice[]} choices @param {Place} place
   */
  #choices(entry, choices, place) {
    if (place.choices) return [this.#replies(entry, choices, place.chosen)];
    const staying = choices.filter(({ stays }) => stays);
    return staying.length > 0 ? [this.#replies(entry, staying, null)] : [];
  }

  /** @param {Entry} entry @param {Choice[]} choices @param {string | null} chosen */
  #replies({ number }, choices, chosen) {
    const button = (/** @type {Choice} */ choice) =>
      h(
        "button",
        {
          type: "button",
          class: `hc-reply${choice.value === chosen ? " hc-chosen" : ""}`,
          disabled: chosen !== null,
          click: () => this.acts.choose(choice, number ?? 0),
        },
        choice.label,
      );
    return h("div", { class: "hc-replies", role: "group", "aria-label": WORDS.replies }, ...choices.map(button));
  }

  /** @param {Entry} entry */
  #feedback({ number, feedback }) {
    if (feedback !== "asked") {
      return h("p", { class: "hc-feedback hc-quiet" }, feedback === "yes" ? WORDS.thanksYes : WORDS.thanksNo);
    }
    const problem = h("span", { class: "hc-problem", role: "status" });
    const rate = async (/** @type {boolean} */ helpful) => {
      setAttribute(group, "aria-busy", "true");
      problem.textContent = "";
      this.node.focus({ preventScroll: true }); // the pressed button is about to go
      await this.acts.rate(number ?? 0, helpful).catch(() => (problem.textContent = WORDS.feedbackFailed));
      setAttribute(group, "aria-busy", null);
    };
    const button = (/** @type {string} */ label, /** @type {boolean} */ helpful) =>
      h("button", { type: "button", class: "hc-small", click: () => rate(helpful) }, label);
    const group = h(
      "div",
      { class: "hc-feedback", role: "group", "aria-label": WORDS.feedback },
      h("span", {}, WORDS.feedback),
      button(WORDS.yes, true),
      button(WORDS.no, false),
      problem,
    );
    return group;
  }

  /** @param {import("./types.js").Outgoing} outgoing */
  #failure({ eventId, error, final, retryAt }) {
    const wait = Date.now() < retryAt;
    const again = () => this.acts.retry(eventId);
    return h(
      "div",
      { class: "hc-failure", role: "alert" },
      h("p", { class: "hc-failure-words" }, drawing(ICONS.alert), error),
      !final && h("button", { type: "button", class: "hc-small", disabled: wait, click: again }, WORDS.again),
      h("button", { type: "button", class: "hc-small", click: () => this.acts.remove(eventId) }, WORDS.remove),
    );
  }
}

/** @param {Extract<Body, { kind: "link" }>} body @returns {HTMLElement[]} */
function link({ label, path }) {
  const local = localPath(path);
  return local ? [h("a", { class: "hc-link", href: local }, label, drawing(ICONS.forward))] : [];
}

/** @param {ReadonlyArray<string>} icon @param {string} words */
const note = (icon, words) => h("p", { class: "hc-note" }, drawing(icon), words);

/** Who speaks, for those who cannot see the side a bubble stands on. @param {Entry} entry */
const spokenAuthor = ({ name }) => h("span", { class: "hc-hush" }, `${name}: `);

/** @param {Entry} entry */
const authorName = ({ author, name }) =>
  author === "person" ? null : h("p", { class: "hc-author", "aria-hidden": "true" }, name);

/** @param {Entry} entry */
function avatar({ author, name }) {
  if (author === "person") return null;
  const mark = author === "bot" ? drawing(ICONS.shield) : initials(name);
  return h("span", { class: "hc-avatar", "data-author": author, "aria-hidden": "true" }, mark);
}

/** @param {string} name */
function initials(name) {
  const words = name.split(/\s+/u).filter(Boolean);
  return [words[0], words.length > 1 ? words[words.length - 1] : ""].map((word) => [...(word ?? "")][0] ?? "").join("");
}
