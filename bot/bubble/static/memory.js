/**
 * What the chat remembers from screen to screen, in this tab only: whether it is open, which view, the words not sent
 * yet. It belongs to one person and is forgotten when another one looks. Never a card's content, and nothing that
 * looks like a code or a password.
 */

/** @typedef {import("./types.js").Outgoing} Outgoing */
/** @typedef {"home" | "thread" | "article"} View */
/** @typedef {{ open: boolean, view: View | null, draft: string, unsent: Outgoing[] }} Kept */

const PLACE = "help-chat";
/** @returns {Kept} */
const nothing = () => ({ open: false, view: null, draft: "", unsent: [] });

const SECRETS = [
  /(?:\d[\s.-]*){6,}/u, // a 6-digit token
  /\b\d{2}-?(?:[0-9A-Z]{4}-?){3,}/iu, // a recovery token
  /[A-Z2-7]{16,}|(?:\b[A-Z2-7]{4}\s){3,}/u, // a setup key
  /otpauth:/iu,
  /pass\s?(?:word|code|phrase)|contrase|clave/iu,
];

/** @param {string} text */
export const looksSecret = (text) => SECRETS.some((shape) => shape.test(text));

export class Memory {
  #owner = "";
  #kept = nothing();

  /**
   * @param {string} owner whose chat this is
   * @returns {Kept}
   */
  of(owner) {
    this.#owner = owner;
    const stored = read();
    this.#kept = stored?.owner === owner ? { ...nothing(), ...stored.kept } : nothing();
    return this.#kept;
  }

  /** @param {Partial<Kept>} change */
  keep(change) {
    if (!this.#owner) return; // no person is known yet
    this.#kept = { ...this.#kept, ...change };
    const { draft, unsent } = this.#kept;
    const kept = {
      ...this.#kept,
      draft: looksSecret(draft) ? "" : draft,
      unsent: unsent.filter(({ text }) => !looksSecret(text)),
    };
    write({ owner: this.#owner, kept });
  }

  forget() {
    this.#owner = "";
    this.#kept = nothing();
    write(null);
  }
}

/** @returns {{ owner: string, kept: Kept } | null} */
function read() {
  try {
    return JSON.parse(sessionStorage.getItem(PLACE) ?? "null");
  } catch {
    return null; // storage is switched off, or holds something else
  }
}

/** @param {{ owner: string, kept: Kept } | null} stored */
function write(stored) {
  try {
    if (stored) sessionStorage.setItem(PLACE, JSON.stringify(stored));
    else sessionStorage.removeItem(PLACE);
  } catch {
    // full or switched off: the chat works, it only forgets
  }
}
