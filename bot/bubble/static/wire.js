/** The chat's requests. Every answer is a value or a `Refused`, which says what to tell the person. */

/** @typedef {import("./types.js").Snapshot} Snapshot */

const POST_WITHIN = 20_000; // milliseconds; a turn takes a fraction of it, a dead connection takes for ever

/** The server said no, or could not be asked (`status` 0). */
export class Refused extends Error {
  /**
   * @param {number} status
   * @param {string} sentence empty when the server gave none
   * @param {number} retryAfter seconds; 0 when it named no time
   */
  constructor(status, sentence = "", retryAfter = 0) {
    super(sentence || `refused with ${status}`);
    this.status = status;
    this.sentence = sentence;
    this.retryAfter = retryAfter;
  }
}

export class Wire {
  /** @param {string} base the path the chat is mounted at @param {string} csrfToken */
  constructor(base, csrfToken) {
    this.base = base;
    this.csrfToken = csrfToken;
  }

  /** @returns {Promise<Snapshot>} */
  conversation() {
    return this.#json("conversation", { signal: AbortSignal.timeout(POST_WITHIN) });
  }

  /**
   * The event id makes a second try of the same words harmless.
   *
   * @param {{ eventId: string, text: string, choice: string | null, number: number | null }} said
   * @returns {Promise<{ numbers?: number[] }>}
   */
  say({ eventId, text, choice, number }) {
    const answer = number === null ? {} : { number };
    return this.#post("messages", {
      event_id: eventId,
      ...(choice === null ? { text } : { choice, ...answer }),
    });
  }

  /** @param {number} number */
  read(number) {
    return this.#post("read", { number });
  }

  /** @param {number} number @param {boolean} helpful */
  feedback(number, helpful) {
    return this.#post("feedback", { number, helpful });
  }

  typing() {
    return this.#post("typing", {});
  }

  /**
   * Opens the event stream behind message `after`.
   *
   * @param {number} after
   * @param {AbortSignal} signal
   */
  async events(after, signal) {
    const headers = { Accept: "text/event-stream", "Last-Event-ID": String(after) };
    const answer = await this.#ask(`events?after=${after}`, { headers, signal });
    if (!isOfType(answer, "text/event-stream") || !answer.body) throw new Refused(answer.status);
    return answer.body;
  }

  /** @param {string} path @param {unknown} body */
  #post(path, body) {
    return this.#json(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRF-Token": this.csrfToken },
      body: JSON.stringify(body),
      keepalive: true, // a message sent right before the page is left still arrives
      signal: AbortSignal.timeout(POST_WITHIN),
    });
  }

  /** @param {string} path @param {RequestInit} options */
  async #json(path, options) {
    const answer = await this.#ask(path, options);
    if (answer.status === 204) return {};
    if (!isOfType(answer, "application/json")) throw new Refused(answer.status);
    return answer.json().catch(() => Promise.reject(new Refused(0)));
  }

  /** @param {string} path @param {RequestInit} options */
  async #ask(path, options) {
    let answer;
    try {
      answer = await fetch(`${this.base}/${path}`, { cache: "no-store", credentials: "same-origin", ...options });
    } catch {
      throw new Refused(0);
    }
    if (!answer.ok) throw await refusal(answer);
    return answer;
  }
}

/** @param {Response} answer */
async function refusal(answer) {
  const said = isOfType(answer, "application/json") ? await answer.json().catch(() => ({})) : {};
  const seconds = Number(said.retry_after ?? answer.headers.get("Retry-After")) || 0;
  return new Refused(answer.status, typeof said.error === "string" ? said.error : "", seconds);
}

/** @param {Response} answer @param {string} type */
const isOfType = (answer, type) => (answer.headers.get("Content-Type") ?? "").startsWith(type);
