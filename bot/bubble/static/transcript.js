/** The messages by number: contiguous, none twice. Pure, so that order and gaps are decided in one place. */

/** @typedef {import("./types.js").Message} Message */

export class Transcript {
  /** @type {Map<number, Message>} */
  #byNumber = new Map();
  /** The highest number up to which nothing is missing. */
  last = 0;

  /** @returns {Message[]} in order */
  get messages() {
    return [...this.#byNumber.values()].sort((a, b) => a.number - b.number);
  }

  /** @param {number} number */
  has(number) {
    return this.#byNumber.has(number);
  }

  /**
   * Takes a live message.
   *
   * @param {Message} message
   * @returns {"added" | "known" | "gap"} on a gap it is not taken: the whole conversation must be read again
   */
  add(message) {
    if (message.number <= this.last) return "known";
    if (message.number > this.last + 1) return "gap";
    this.#put(message);
    this.last = message.number;
    return "added";
  }

  /**
   * Takes a whole conversation. Numbers it does not show (a note between staff) are no gap.
   *
   * @param {Message[]} messages
   * @param {number} lastNumber
   * @returns {Message[]} those not seen before
   */
  adopt(messages, lastNumber) {
    const fresh = messages.filter(({ number }) => number > this.last && !this.#byNumber.has(number));
    for (const message of messages) this.#put(message);
    this.last = Math.max(this.last, lastNumber);
    return fresh;
  }

  /** @param {number} number @param {Message["feedback"]} feedback */
  rate(number, feedback) {
    const message = this.#byNumber.get(number);
    if (message) this.#byNumber.set(number, { ...message, feedback });
  }

  /** @param {number} readNumber */
  unread(readNumber) {
    return this.messages.filter(({ number, author }) => number > readNumber && author !== "person").length;
  }

  clear() {
    this.#byNumber.clear();
    this.last = 0;
  }

  /** @param {Message} message */
  #put(message) {
    const key = this.#byNumber.get(message.number)?.key ?? message.key ?? `n${message.number}`;
    this.#byNumber.set(message.number, { ...message, key });
  }
}

/**
 * The one message whose quick replies still count: the newest with choices, unless the person has spoken since.
 *
 * @param {Message[]} messages in order
 */
export function openChoices(messages) {
  const newest = messages.findLast(({ author, body }) => author === "person" || body.kind === "choices");
  return newest && newest.author !== "person" ? newest.number : 0;
}

/**
 * For each kind of private card the newest message that names it; older ones only say that it moved.
 *
 * @param {Message[]} messages in order
 */
export function openCards(messages) {
  /** @type {Map<string, number>} */
  const cards = new Map();
  for (const { body, number } of messages) if (body.kind === "card") cards.set(body.card, number);
  return cards;
}
