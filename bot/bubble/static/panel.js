/** The open chat: which view is shown, the bar above it and the field below. */

import { ArticleView } from "./article.js";
import { Composer } from "./composer.js";
import { drawing, focused, h, localPath, setAttribute } from "./dom.js";
import { Home } from "./home.js";
import { ICONS } from "./icons.js";
import { Notice } from "./notice.js";
import { Thread } from "./thread.js";
import { WORDS } from "./words.js";

/** @typedef {import("./chat.js").Chat} Chat */
/** @typedef {import("./memory.js").View} View */
/** @typedef {import("./types.js").Choice} Choice */

const TOUCH = "(pointer: coarse)"; // there the field would bring up a keyboard over half of the conversation

export class Panel {
  /** @type {View} */
  view = "home";
  /** Where the way back from the article leads. @type {View} */
  #before = "home";
  /** The person came in while the chat was still loading. */
  #isEntering = false;

  /**
   * @param {Chat} chat
   * @param {object} acts
   * @param {{ cards: string, parts: string }} acts.addresses
   * @param {() => void} acts.close
   * @param {() => void} acts.changed the view or the draft changed
   */
  constructor(chat, { addresses, close, changed }) {
    this.chat = chat;
    this.close = close;
    this.changed = changed;
    this.draft = "";
    this.home = new Home(chat, { ask: (choice) => this.ask(choice), resume: () => this.#resume(), close });
    this.thread = new Thread(chat, addresses);
    this.article = new ArticleView({ back: () => this.#back(), close });
    this.notice = new Notice({ again: () => chat.load(), close });
    this.composer = new Composer({ send: (text) => this.#send(text), draft: (text) => this.#written(text) });
    this.thread.node.prepend(this.#bar(), this.#strip());
    this.banner = h("div", { class: "hc-banner", role: "status" });
    this.node = h(
      "section",
      {
        class: "hc-panel",
        id: "hc-panel",
        role: "region",
        "aria-label": WORDS.region,
        tabindex: "-1",
        hidden: true,
        click: (event) => this.#read(event),
      },
      this.home.node,
      this.thread.node,
      this.article.node,
      this.notice.node,
      this.banner,
      this.composer.node,
    );
  }

  get isOpen() {
    return !this.node.hidden;
  }

  /** @param {boolean} isOpen */
  toggle(isOpen) {
    this.node.hidden = !isOpen;
    this.update();
    if (isOpen && this.#shown === "thread") this.thread.show();
  }

  /** @param {View} view */
  go(view) {
    this.view = view;
    this.update();
    if (this.isOpen && this.#shown === "thread") this.thread.show();
    this.changed();
  }

  /** @param {Choice} choice one of the suggested asks */
  ask(choice) {
    this.chat.sending.choose(choice, null);
    this.go("thread");
    this.focus();
  }

  /** Moves the focus into the chat, to where the person goes on. */
  focus() {
    if (this.#shown === "thread") (matchMedia(TOUCH).matches ? this.thread : this.composer).focus();
    else if (this.#shown === "home") this.home.title.focus({ preventScroll: true });
    else if (this.#shown === "article") this.article.focus();
    else this.#enter();
  }

  #enter() {
    this.#isEntering = this.chat.status === "loading";
    (this.#isEntering ? this.node : this.notice.title)?.focus();
  }

  /** @param {string} text */
  fill(text) {
    this.draft = text;
    this.composer.fill(text);
  }

  update() {
    const shown = this.#shown;
    const hadFocus = this.isOpen && this.#holdsFocus;
    this.home.node.hidden = shown !== "home";
    this.thread.node.hidden = shown !== "thread";
    if (this.article.node.hidden && shown === "article") this.article.show(this.#articlePath, "");
    this.article.node.hidden = shown !== "article";
    this.notice.node.hidden = shown !== "notice";
    this.composer.node.hidden = shown === "notice";
    this.notice.update(this.chat.status);
    if (shown === "notice" && this.chat.status !== "loading") this.thread.clear();
    this.home.update();
    this.thread.update();
    this.#updateBars();
    const isIn = this.#isEntering && this.chat.status !== "loading" && focused() === this.node;
    if (isIn || (hadFocus && !this.#holdsFocus)) this.focus();
  }

  get #articlePath() {
    return localPath(this.chat.snapshot?.article?.path)?.split("#")[0] ?? "";
  }

  /** A link to the article, from home or from an answer, is read here; another press of it (new tab) is the browser's. @param {MouseEvent} event */
  #read(event) {
    const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
    const path = localPath(link?.getAttribute("href") ?? "") ?? "";
    const [address, place = ""] = path.split("#");
    const isPlain = event.button === 0 &&
      !(event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.defaultPrevented);
    if (!isPlain || !address || address !== this.#articlePath || location.pathname === address) return;
    event.preventDefault();
    if (this.view !== "article") this.#before = this.view;
    setAttribute(this.article.backButton, "aria-label", this.#before === "thread" ? WORDS.backToChat : WORDS.back);
    this.article.node.hidden = false;
    this.go("article");
    this.article.focus();
    this.article.show(address, place);
  }

  #back() {
    this.go(this.#before);
    this.focus();
  }

  /** @returns {View | "notice"} */
  get #shown() {
    return this.chat.status === "ready" ? this.view : "notice";
  }

  /** A hidden element keeps the focus until the next frame; we are asked before that. */
  get #holdsFocus() {
    const element = focused();
    return element !== null && this.node.contains(element) && element.checkVisibility();
  }

  #bar() {
    const back = () => {
      this.go("home");
      this.focus();
    };
    this.subtitle = h("p", { class: "hc-bar-note" });
    return h(
      "div",
      { class: "hc-bar" },
      h(
        "button",
        { type: "button", class: "hc-bar-button", "aria-label": WORDS.back, click: back },
        drawing(ICONS.back),
      ),
      h("span", { class: "hc-mark", "aria-hidden": "true" }, drawing(ICONS.shield)),
      h("div", { class: "hc-grow" }, h("h2", { class: "hc-bar-title" }, WORDS.title), this.subtitle),
      h("button", {
        type: "button",
        class: "hc-bar-button hc-close",
        "aria-label": WORDS.close,
        click: () => this.close(),
      }, drawing(ICONS.close)),
    );
  }

  /** Tells that a person was called, and what to expect. */
  #strip() {
    this.waiting = h("p", { class: "hc-strip", role: "status", hidden: true });
    return this.waiting;
  }

  #updateBars() {
    const { snapshot, reconnecting } = this.chat;
    const floor = snapshot?.floor ?? "bot";
    const words = { bot: WORDS.automatic, waiting: WORDS.waiting, person: WORDS.person }[floor];
    if (this.subtitle && this.subtitle.textContent !== words) this.subtitle.textContent = words;
    const waiting = floor === "bot" ? "" : (snapshot?.waiting_words ?? "");
    if (this.waiting && this.waiting.dataset.words !== waiting) {
      this.waiting.dataset.words = waiting;
      this.waiting.replaceChildren(drawing(floor === "person" ? ICONS.person : ICONS.clock), waiting);
      this.waiting.hidden = waiting === "";
    }
    const problem = reconnecting && this.#shown !== "notice";
    if (problem !== this.banner.hasChildNodes()) {
      this.banner.replaceChildren(...(problem ? [drawing(ICONS.offline), WORDS.reconnecting] : []));
    }
  }

  #resume() {
    this.go("thread");
    this.focus();
  }

  /** @param {string} text */
  #send(text) {
    this.chat.sending.say(text);
    if (this.view !== "thread") this.go("thread");
  }

  /** @param {string} text */
  #written(text) {
    this.draft = text;
    if (text) this.chat.noteTyping();
    this.changed();
  }
}
