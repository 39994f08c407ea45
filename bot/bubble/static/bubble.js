/**
 * `<help-chat>`: the blue bubble in the lower right of every screen.
 *
 * Attributes: `base` (path of the chat), `cards` (path of the private cards), `parts` (script that enlivens a card),
 * `styles` (the site's sheet), `csrf-token`. A click on any element of the page with `data-chat-ask` opens the chat
 * and, when the attribute names the intent of a suggested ask, asks it.
 */

import { Chat } from "./chat.js";
import { drawing, h, setAttribute } from "./dom.js";
import { ICONS } from "./icons.js";
import { Memory } from "./memory.js";
import { Panel } from "./panel.js";
import { sheets } from "./sheets.js";
import { Viewport } from "./viewport.js";
import { Wire } from "./wire.js";
import { newMessageWords, unreadWords, WORDS } from "./words.js";

const RECENT = 12 * 60 * 60_000; // milliseconds; an older conversation starts at home again
const MOST_SHOWN = 9;

export class HelpChat extends HTMLElement {
  /** @type {Chat | null} */
  #chat = null;
  /** @type {Panel | null} */
  #panel = null;
  /** @type {Viewport | null} */
  #viewport = null;
  #memory = new Memory();
  #wish = "";
  #isAwaited = false;
  #isRestored = false;
  #isDrawing = false;
  #badge = h("span", { class: "hc-badge", "aria-hidden": "true", hidden: true });
  #badgeWords = h("span", { class: "hc-hush", id: "hc-unread" });
  #news = h("p", { class: "hc-hush", role: "status" });
  #launcher = h(
    "button",
    {
      type: "button",
      class: "hc-launcher",
      "aria-label": WORDS.open,
      "aria-expanded": "false",
      "aria-controls": "hc-panel",
      click: () => this.#toggle(),
    },
    drawing(ICONS.chat, "icon hc-when-closed"),
    drawing(ICONS.down, "icon hc-when-open"),
    this.#badge,
  );

  /** Opens the chat; with the value of a suggested ask, asks it. @param {string} [value] */
  show(value = "") {
    this.#isAwaited = this.#panel === null;
    this.#open(true);
    this.#panel?.focus();
    this.#wish = value;
    this.#ask();
  }

  /** Asks what was wished for, as soon as we know the person. */
  #ask() {
    if (this.#chat?.status !== "ready") return;
    const wishes = [this.#wish, `intent:${this.#wish}`];
    const choice = this.#chat.snapshot?.suggestions.find(({ value }) => wishes.includes(value));
    this.#wish = "";
    if (choice) this.#panel?.ask(choice);
  }

  hide() {
    this.#open(false);
    this.#launcher.focus();
  }

  async connectedCallback() {
    document.addEventListener("click", this.#asked);
    const root = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = await sheets(this.getAttribute("styles") ?? "");
    if (!this.isConnected || this.#chat) return;
    this.#build(root).start();
    if (this.#isAwaited) this.show(this.#wish); // a person asked while we were loading
  }

  disconnectedCallback() {
    document.removeEventListener("click", this.#asked);
    this.#chat?.stop();
    this.#viewport?.stop();
    this.#chat = this.#panel = this.#viewport = null;
    this.#isRestored = false;
  }

  /** @param {ShadowRoot} root @returns {Chat} */
  #build(root) {
    const wire = new Wire(this.getAttribute("base") ?? "/chat", this.getAttribute("csrf-token") ?? "");
    const chat = (this.#chat = new Chat(wire, {
      changed: () => this.#drawSoon(),
      arrived: (message) => this.#arrived(message),
      cardMoved: (kind) => this.#panel?.thread.cardMoved(kind),
    }));
    const panel = (this.#panel = new Panel(chat, {
      addresses: { cards: this.getAttribute("cards") ?? "/cards", parts: this.getAttribute("parts") ?? "" },
      close: () => this.hide(),
      changed: () => this.#remember(),
    }));
    this.#viewport = new Viewport(this, root);
    this.#viewport.start();
    const keydown = (/** @type {KeyboardEvent} */ event) => this.#pressed(event);
    root.replaceChildren(
      h(
        "aside",
        { class: "hc-frame", "aria-label": WORDS.title, keydown },
        this.#launcher,
        this.#badgeWords,
        panel.node,
        this.#news,
      ),
    );
    return chat;
  }

  /** Several changes of one moment are drawn once. */
  #drawSoon() {
    if (this.#isDrawing) return;
    this.#isDrawing = true;
    queueMicrotask(() => {
      this.#isDrawing = false;
      this.#draw();
    });
  }

  #draw() {
    const [chat, panel] = [this.#chat, this.#panel];
    if (!chat || !panel) return;
    if (chat.status === "ready" && !this.#isRestored) this.#restore(chat, panel);
    if (chat.status === "signed_out") this.#memory.forget();
    panel.update();
    if (this.#wish) this.#ask();
    if (panel.isOpen && panel.view === "thread" && document.visibilityState === "visible") chat.markRead();
    this.#drawBadge(chat.unread);
    if (this.#isRestored) {
      this.#memory.keep({ unsent: chat.sending.list.filter(({ state, final }) => state !== "sent" && !final) });
    }
  }

  /** Takes up what the last screen left: open or closed, the view, the draft, words not delivered. @param {Chat} chat @param {Panel} panel */
  #restore(chat, panel) {
    this.#isRestored = true;
    const { open, view, draft, unsent } = this.#memory.of(chat.owner);
    panel.view = view ?? (isRecent(chat) ? "thread" : "home");
    if (!panel.draft) panel.fill(draft);
    if (open && !panel.isOpen) this.#open(true);
    chat.sending.resume(unsent, chat.transcript.messages);
  }

  #remember() {
    const panel = this.#panel;
    if (panel && this.#isRestored) this.#memory.keep({ open: panel.isOpen, view: panel.view, draft: panel.draft });
  }

  #toggle() {
    if (this.#panel?.isOpen) this.hide();
    else this.show();
  }

  /** @param {boolean} isOpen */
  #open(isOpen) {
    const panel = this.#panel;
    if (!panel || panel.isOpen === isOpen) return;
    if (isOpen && this.#chat && this.#chat.unread > 0) panel.view = "thread";
    panel.toggle(isOpen);
    this.toggleAttribute("open", isOpen);
    setAttribute(this.#launcher, "aria-expanded", String(isOpen));
    setAttribute(this.#launcher, "aria-label", isOpen ? WORDS.close : WORDS.open);
    this.#viewport?.show(isOpen);
    this.#remember();
    this.#drawSoon();
  }

  /** @param {number} unread */
  #drawBadge(unread) {
    this.#badge.hidden = unread === 0;
    this.#badge.textContent = unread > MOST_SHOWN ? `${MOST_SHOWN}+` : String(unread);
    this.#badgeWords.textContent = unread > 0 ? unreadWords(unread) : "";
    setAttribute(this.#launcher, "aria-describedby", unread > 0 ? "hc-unread" : null);
  }

  /** In the open conversation the log itself is read out. @param {import("./types.js").Message} message */
  #arrived({ author, staff_name, body }) {
    if (this.#panel?.isOpen && this.#panel.view === "thread") return;
    const name = author === "bot" ? WORDS.bot : staff_name || WORDS.staff;
    this.#news.textContent = newMessageWords(name, body.text);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    // A dialog of a card (the recovery tokens) owns its Esc, and says itself when it may be closed.
    if (
      event.key !== "Escape" || !this.#panel?.isOpen || event.defaultPrevented ||
      this.shadowRoot?.querySelector("dialog[open]")
    ) return;
    event.preventDefault();
    this.hide();
  }

  #asked = (/** @type {MouseEvent} */ event) => {
    const button = event.target instanceof Element ? event.target.closest("[data-chat-ask]") : null;
    if (!(button instanceof HTMLElement)) return;
    event.preventDefault();
    this.show(button.dataset.chatAsk);
  };
}

/** @param {Chat} chat */
function isRecent({ transcript, unread }) {
  const last = transcript.messages.at(-1);
  return last !== undefined && (unread > 0 || Date.now() - Date.parse(last.at) < RECENT);
}

customElements.define("help-chat", HelpChat);
