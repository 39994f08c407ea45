/** The set-up article inside the chat, so that a person can read a step without leaving the screen they are on. */

import { drawing, h } from "./dom.js";
import { ICONS } from "./icons.js";
import { WORDS } from "./words.js";

const WITHIN = 15_000; // milliseconds

export class ArticleView {
  #address = "";
  #isShown = false;
  /** The step to go to, as an element's id. */
  #place = "";

  /** @param {{ back: () => void, close: () => void }} acts */
  constructor(acts) {
    this.title = h("h2", { class: "hc-bar-title", tabindex: "-1" }, WORDS.article);
    this.backButton = h("button", {
      type: "button",
      class: "hc-bar-button",
      "aria-label": WORDS.back,
      click: acts.back,
    }, drawing(ICONS.back));
    this.body = h("div", { class: "hc-card-body hc-article-body", click: (event) => this.#pressed(event) });
    this.node = h(
      "div",
      { class: "hc-view hc-article-view", hidden: true },
      h(
        "div",
        { class: "hc-bar" },
        this.backButton,
        h("div", { class: "hc-grow" }, this.title),
        h(
          "button",
          { type: "button", class: "hc-bar-button hc-close", "aria-label": WORDS.close, click: acts.close },
          drawing(ICONS.close),
        ),
      ),
      this.body,
    );
  }

  /** @param {string} address of the article @param {string} place the id of the step, or nothing for the beginning */
  async show(address, place) {
    this.#place = place;
    if (this.#isShown && this.#address === address) return this.#go();
    this.#address = address;
    this.body.replaceChildren(h("p", { class: "hc-article-wait", role: "status" }, WORDS.articleLoading));
    const article = await ask(address).catch(() => null);
    this.#isShown = article !== null;
    this.body.replaceChildren(article ?? this.#failed());
    this.#go();
  }

  focus() {
    this.title.focus({ preventScroll: true });
  }

  /** The page itself is one press away when it cannot be shown here. */
  #failed() {
    return h(
      "p",
      { class: "hc-article-wait" },
      WORDS.articleFailed,
      " ",
      h("a", { href: this.#address, target: "_blank" }, WORDS.articleOpen),
    );
  }

  /** Links to a step move inside the chat; a link out opens a new tab, so that the conversation stays. @param {MouseEvent} event */
  #pressed(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const href = link?.getAttribute("href") ?? "";
    if (href.startsWith("#")) {
      event.preventDefault();
      this.#place = href.slice(1);
      this.#go();
    } else if (link instanceof HTMLAnchorElement) link.target = "_blank";
  }

  #go() {
    const found = this.#place ? this.body.querySelector(`[id="${CSS.escape(this.#place)}"]`) : null;
    if (!(found instanceof HTMLElement)) return this.body.scrollTo({ top: 0 });
    for (const marked of this.body.querySelectorAll(".is-meant")) marked.classList.remove("is-meant");
    found.classList.add("is-meant");
    found.tabIndex = -1;
    found.focus({ preventScroll: true });
    found.scrollIntoView({ block: "start" });
  }
}

/**
 * @param {string} address
 * @returns {Promise<HTMLElement | null>} null when the answer is no article
 */
async function ask(address) {
  const answer = await fetch(address, {
    headers: { "X-Card": "1", Accept: "text/html" },
    credentials: "same-origin",
    signal: AbortSignal.timeout(WITHIN),
  });
  // The parser runs no scripts, and the nodes come from our own template over our own origin.
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const article = page.querySelector("[data-article]");
  return article ? /** @type {HTMLElement} */ (document.importNode(article, true)) : null;
}
