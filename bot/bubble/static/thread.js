/** The conversation: messages in order, day by day, each drawn once and then only touched where it changed. */

import { PrivateCard } from "./card.js";
import { focused, h, setAttribute } from "./dom.js";
import { MessageView } from "./message.js";
import { Scroller } from "./scroller.js";
import { dayOf, dayWords } from "./times.js";
import { openCards, openChoices } from "./transcript.js";
import { typingWords, WORDS } from "./words.js";

/** @typedef {import("./chat.js").Chat} Chat */
/** @typedef {import("./message.js").Entry} Entry */
/** @typedef {import("./message.js").Place} Place */

const GROUP_WITHIN = 5 * 60_000; // milliseconds between two messages that share a name and a time

export class Thread {
  /** @type {Map<string, MessageView>} */
  #views = new Map();
  /** @type {Map<string, HTMLElement>} */
  #days = new Map();
  /** @type {Map<string, PrivateCard>} */
  #cards = new Map();

  /** @param {Chat} chat @param {{ cards: string, parts: string }} addresses */
  constructor(chat, addresses) {
    this.chat = chat;
    this.addresses = addresses;
    this.items = h("div", { class: "hc-items" });
    this.typing = h("div", { class: "hc-typing", "aria-hidden": "true", hidden: true }, ...dots());
    this.typist = h("p", { class: "hc-hush", role: "status" });
    this.log = h(
      "div",
      {
        class: "hc-log",
        role: "log",
        "aria-label": WORDS.log,
        "aria-live": "polite",
        "aria-relevant": "additions",
        tabindex: "0",
      },
      this.items,
      this.typing,
    );
    this.scroller = new Scroller(this.log, this.items);
    this.node = h("div", { class: "hc-view hc-thread", hidden: true }, this.log, this.scroller.jump, this.typist);
  }

  /** Brings the screen in line with the chat. */
  update() {
    const entries = this.#entries();
    setAttribute(this.log, "lang", this.chat.snapshot?.language);
    const nodes = this.#nodes(entries);
    const arrived = arrange(this.items, nodes);
    for (const [key, view] of this.#views) if (!view.node.isConnected) this.#views.delete(key);
    this.#showTyping();
    if (arrived.length > 0) this.scroller.arrived(arrived[0]);
  }

  /** The person looks at the conversation now. */
  show() {
    const { messages } = this.chat.transcript;
    const unread = messages.find(({ number, author }) => number > this.chat.readNumber && author !== "person");
    this.scroller.start(unread ? this.#views.get(unread.key ?? "")?.node : undefined);
    for (const card of this.#cards.values()) card.load();
  }

  focus() {
    this.log.focus({ preventScroll: true });
  }

  /** @param {string} kind */
  cardMoved(kind) {
    this.#cards.get(kind)?.refresh();
  }

  /** Nothing of the last person may stay on the screen. */
  clear() {
    this.items.replaceChildren();
    this.#views.clear();
    this.#days.clear();
    this.#cards.clear();
  }

  /** @returns {Entry[]} */
  #entries() {
    const kept = this.chat.transcript.messages.map(entryOfMessage);
    return [...kept, ...this.chat.sending.list.map(entryOfOutgoing)];
  }

  /** @param {Entry[]} entries @returns {HTMLElement[]} */
  #nodes(entries) {
    const open = this.#open(entries);
    /** @type {HTMLElement[]} */
    const nodes = [];
    entries.forEach((entry, index) => {
      const [before, after] = [entries[index - 1], entries[index + 1]];
      const isNewDay = !before || dayOf(before.at) !== dayOf(entry.at);
      if (isNewDay) nodes.push(this.#day(entry.at));
      const place = {
        first: isNewDay || !isGroup(before, entry),
        last: !after || !isGroup(entry, after),
        ...open(entry),
      };
      nodes.push(this.#view(entry, place));
    });
    return nodes;
  }

  /** @param {Entry[]} entries @returns {(entry: Entry) => Omit<Place, "first" | "last">} */
  #open(entries) {
    const { messages } = this.chat.transcript;
    const choices = openChoices(messages);
    const answer = this.chat.sending.list.find(({ number }) => number === choices);
    const isAnswered = answer !== undefined || this.chat.sending.busy;
    const cards = openCards(messages);
    const asked = entries.findLast(({ feedback }) => feedback !== null);
    const seen = entries.findLast(({ number, author }) => number !== null && author === "person");
    return ({ number, body, key }) => ({
      choices: number !== null && number === choices,
      chosen: isAnswered ? (answer?.choice ?? "") : null,
      feedback: key === asked?.key,
      seen: key === seen?.key && (seen.number ?? 0) <= this.chat.teamRead,
      card: body.kind === "card" && cards.get(body.card) === number ? this.#card(body.card).node : null,
    });
  }

  /** @param {Entry} entry @param {Place} place */
  #view(entry, place) {
    const view = this.#views.get(entry.key) ?? new MessageView(entry, this.#acts);
    this.#views.set(entry.key, view);
    view.update(entry, place);
    return view.node;
  }

  /** @param {string} at */
  #day(at) {
    const day = dayOf(at);
    const node = this.#days.get(day) ?? h("div", { class: "hc-day" }, h("time", { datetime: at.slice(0, 10) }));
    this.#days.set(day, node);
    if (node.firstElementChild) node.firstElementChild.textContent = dayWords(at);
    return node;
  }

  /** @param {string} kind */
  #card(kind) {
    const card = this.#cards.get(kind) ?? new PrivateCard(kind, this.addresses, () => this.chat.refresh());
    this.#cards.set(kind, card);
    if (this.log.checkVisibility()) card.load();
    return card;
  }

  /** @type {import("./message.js").Acts} */
  #acts = {
    choose: (choice, number) => {
      const { eventId } = this.chat.sending.choose(choice, number);
      this.update();
      this.#views.get(eventId)?.node.focus({ preventScroll: true }); // the pressed button goes; Tab leads on from here
    },
    rate: (number, helpful) => this.chat.rate(number, helpful),
    retry: (eventId) => this.chat.sending.retry(eventId),
    remove: (eventId) => {
      const hadFocus = this.#views.get(eventId)?.node.contains(focused());
      this.chat.sending.remove(eventId);
      if (hadFocus) this.focus();
    },
  };

  #showTyping() {
    const { typing, sending, snapshot } = this.chat;
    const isBotAtWork = sending.busy && snapshot?.floor === "bot";
    this.typing.hidden = !typing && !isBotAtWork;
    const words = typing?.who === "staff" ? typingWords(typing.name || WORDS.staff) : "";
    if (this.typist.textContent !== words) this.typist.textContent = words;
    this.typist.classList.toggle("hc-typist", words !== "");
  }
}

/**
 * Puts `nodes` into `parent` in this order, moving as little as possible: a moved node would be read out again.
 *
 * @param {HTMLElement} parent
 * @param {HTMLElement[]} nodes
 * @returns {HTMLElement[]} those that were not there before
 */
function arrange(parent, nodes) {
  const wanted = new Set(nodes);
  const arrived = nodes.filter((node) => node.parentElement !== parent);
  for (const node of [...parent.children]) if (!wanted.has(/** @type {HTMLElement} */ (node))) node.remove();
  nodes.forEach((node, index) => {
    if (parent.children[index] !== node) parent.insertBefore(node, parent.children[index] ?? null);
  });
  return arrived;
}

/** @param {import("./types.js").Message} message @returns {Entry} */
function entryOfMessage({ key, author, staff_name, at, body, number, masked = false, feedback }) {
  const name = { person: WORDS.you, bot: WORDS.bot, staff: staff_name || WORDS.staff }[author];
  return { key: key ?? `n${number}`, author, name, at, body, number, masked, feedback, outgoing: null };
}

/** @param {import("./types.js").Outgoing} outgoing @returns {Entry} */
function entryOfOutgoing(outgoing) {
  const { eventId, text, at } = outgoing;
  const said = {
    author: /** @type {const} */ ("person"),
    name: WORDS.you,
    at,
    body: { kind: /** @type {const} */ ("text"), text },
  };
  return { key: eventId, ...said, number: null, masked: false, feedback: null, outgoing };
}

/** @param {Entry} one @param {Entry} next */
const isGroup = (one, next) =>
  one.author === next.author &&
  one.name === next.name &&
  dayOf(one.at) === dayOf(next.at) &&
  Math.abs(Date.parse(next.at) - Date.parse(one.at)) < GROUP_WITHIN;

const dots = () => [1, 2, 3].map(() => h("span", { class: "hc-dot" }));
