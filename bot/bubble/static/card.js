/**
 * A private card: QR code, key, password, code and recovery tokens are shown inside the conversation but never become
 * part of it. The body is fetched for this session only and lives nowhere but in this page's elements.
 */

import { drawing, h, localPath, setAttribute } from "./dom.js";
import { ICONS } from "./icons.js";
import { WORDS } from "./words.js";

const WITHIN = 30_000; // milliseconds; setting up hashes a password and ten tokens, maybe behind a queue
/** @type {Record<string, string>} */
const PATHS = { set_up: "set-up", new_tokens: "new-tokens" };

export class PrivateCard {
  #isAsked = false;
  #isBusy = false;
  #isSending = false;
  /** How often something was asked for: only the answer to the latest counts. */
  #asks = 0;
  #movedMeanwhile = false;

  /**
   * @param {string} kind
   * @param {{ cards: string, parts: string }} addresses
   * @param {() => Promise<boolean>} isStillSignedIn
   */
  constructor(kind, { cards, parts }, isStillSignedIn) {
    this.address = `${cards}/${PATHS[kind] ?? kind}`;
    this.parts = parts;
    this.isStillSignedIn = isStillSignedIn;
    this.body = h("div", { class: "hc-card-body" });
    this.problem = h("p", { class: "hc-problem", role: "alert", hidden: true });
    this.node = h(
      "div",
      { class: "hc-card", "aria-live": "off", submit: (event) => this.#submit(event) },
      this.problem,
      this.body,
      h("p", { class: "hc-card-foot" }, drawing(ICONS.lock), WORDS.cardPrivate),
    );
  }

  /** Fetches the card, the first time it is shown. */
  load() {
    if (!this.#isAsked) this.#reload();
  }

  /** The server's state moved, perhaps in another tab. What the person is doing here is not thrown away for it. */
  async refresh() {
    if (this.#isBusy) this.#movedMeanwhile = true;
    else if (this.#isAsked && !this.#holdsTokens) await this.#reload({ quietly: true });
  }

  /** Recovery tokens exist only in the answer that brought them: fetched again they would be gone. */
  get #holdsTokens() {
    return this.#section?.dataset.state === "tokens" || this.node.querySelector("dialog[open]") !== null;
  }

  get #section() {
    return /** @type {HTMLElement | null} */ (this.body.querySelector("[data-card]"));
  }

  async #reload({ quietly = false } = {}) {
    this.#isAsked = true;
    if (!quietly) this.body.replaceChildren(skeleton());
    const section = await this.#busy(ask(this.address));
    if (section === undefined) return;
    if (section === null) await this.#failed(quietly);
    else if (!(quietly && this.#isSame(section))) await this.#show(section, { focus: false });
    this.#lookAgain();
  }

  /** The person types, or reads a refusal: only another state is a reason to redraw. @param {HTMLElement} section */
  #isSame(section) {
    const shown = this.#section;
    const isInUse = shown?.matches(":focus-within") || shown?.querySelector("[aria-invalid=true]") !== null;
    return shown?.dataset.state === section.dataset.state && isInUse;
  }

  /** @param {boolean} quietly */
  async #failed(quietly) {
    if (quietly || !(await this.isStillSignedIn())) return;
    const again = h("button", { type: "button", class: "hc-small", click: () => this.#reload() }, WORDS.again);
    this.body.replaceChildren(h("p", { class: "hc-card-failed" }, WORDS.cardFailed, again));
  }

  /** @param {SubmitEvent} event */
  async #submit(event) {
    const form = /** @type {HTMLFormElement} */ (event.target);
    if (!form.matches("form[data-card-form]")) return;
    event.preventDefault();
    const address = localPath(form.getAttribute("action"));
    if (this.#isSending || !address) return;
    const fields = new URLSearchParams(/** @type {any} */ (new FormData(form, event.submitter)));
    const unlock = lock(form);
    this.problem.hidden = true;
    this.#isSending = true;
    const section = await this.#busy(ask(address, { method: "POST", body: fields }));
    this.#isSending = false;
    if (section) await this.#show(section, { focus: true });
    else await this.#notSent(form, unlock);
    this.#lookAgain();
  }

  /** @param {HTMLFormElement} form @param {() => void} unlock */
  async #notSent(form, unlock) {
    unlock();
    (await partsFrom(this.parts))?.unlock?.(form);
    if (!(await this.isStillSignedIn())) return;
    this.problem.textContent = WORDS.cardNotSent;
    this.problem.hidden = false;
  }

  /**
   * A second press and news from the server wait for the answer. A press does not wait for a look of our own, which
   * it overtakes: what comes back from that is undefined.
   *
   * @param {Promise<HTMLElement | null>} asked
   */
  async #busy(asked) {
    const mine = ++this.#asks;
    this.#isBusy = true;
    setAttribute(this.node, "aria-busy", "true");
    const section = await asked.catch(() => null);
    if (mine !== this.#asks) return undefined;
    setAttribute(this.node, "aria-busy", null);
    this.#isBusy = false;
    return section;
  }

  /** News that came meanwhile. */
  #lookAgain() {
    if (!this.#movedMeanwhile) return;
    this.#movedMeanwhile = false;
    this.refresh();
  }

  /** @param {HTMLElement} section @param {{ focus: boolean }} options */
  async #show(section, { focus }) {
    this.body.replaceChildren(section);
    this.problem.hidden = true;
    (await partsFrom(this.parts))?.enliven?.(this.body);
    if (focus) focusIn(this.body);
  }
}

/**
 * Asks for a card, or posts a form of one. A refusal may bring a card too: it carries the sentence.
 *
 * @param {string} address
 * @param {RequestInit} [options]
 * @returns {Promise<HTMLElement | null>} null when the answer is no card, e.g. the sign-in page
 */
async function ask(address, options = {}) {
  const answer = await fetch(address, {
    cache: "no-store",
    credentials: "same-origin",
    headers: { "X-Card": "1", Accept: "text/html" },
    signal: AbortSignal.timeout(WITHIN),
    ...options,
  });
  // The parser runs no scripts, and the nodes come from our own templates over our own origin.
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const section = page.querySelector("[data-card]");
  return section ? /** @type {HTMLElement} */ (document.importNode(section, true)) : null;
}

/**
 * The site's own behaviours for cards: copy buttons, countdowns, the tokens' dialog.
 *
 * @param {string} address
 * @returns {Promise<{ enliven?: (root: Element) => void, unlock?: (form: Element) => void } | null>}
 */
const partsFrom = (address) => (address ? import(address).catch(() => null) : Promise.resolve(null));

/** First what is wrong, then where the card says that it begins. @param {HTMLElement} body */
function focusIn(body) {
  const place = body.querySelector("dialog[open]") ?? body;
  const target = ["[aria-invalid='true']", "[autofocus]", "[data-focus]"]
    .map((kind) => /** @type {HTMLElement | null} */ (place.querySelector(kind)))
    .find((found) => found !== null);
  if (!target) return;
  target.focus();
  if (target.matches(":focus")) return;
  target.tabIndex = -1; // a heading or a sentence
  target.focus();
}

/** Shows that a second press changes nothing; the buttons keep the focus. @param {HTMLFormElement} form */
function lock(form) {
  const buttons = [...form.querySelectorAll("button")];
  for (const button of buttons) setAttribute(button, "aria-disabled", "true");
  return () => buttons.forEach((button) => setAttribute(button, "aria-disabled", null));
}

const skeleton = () =>
  h(
    "div",
    { class: "hc-skeleton" },
    h("span", { class: "hc-hush" }, WORDS.cardLoading),
    ...["hc-wide", "hc-half", "hc-block"].map((size) => h("span", { class: `hc-bone ${size}`, "aria-hidden": "true" })),
  );
