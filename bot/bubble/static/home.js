/** The first view: a greeting, the asks that fit this person, the article, and the way back into the conversation. */

import { drawing, h, localPath } from "./dom.js";
import { ICONS } from "./icons.js";
import { shortWords } from "./times.js";
import { unreadWords, WORDS } from "./words.js";

/** @typedef {import("./chat.js").Chat} Chat */
/** @typedef {import("./types.js").Message} Message */
/** @typedef {import("./types.js").Choice} Choice */

export class Home {
  #drawn = "";

  /**
   * @param {Chat} chat
   * @param {{ ask: (choice: Choice) => void, resume: () => void, close: () => void }} acts
   */
  constructor(chat, acts) {
    this.chat = chat;
    this.acts = acts;
    this.title = h("h2", { class: "hc-greeting", tabindex: "-1" });
    this.lead = h("p", { class: "hc-lead" });
    const close = h("button", {
      type: "button",
      class: "hc-bar-button hc-close",
      "aria-label": WORDS.close,
      click: acts.close,
    }, drawing(ICONS.close));
    const brand = h(
      "p",
      { class: "hc-brand" },
      h("span", { class: "hc-mark", "aria-hidden": "true" }, drawing(ICONS.shield)),
      WORDS.title,
      close,
    );
    this.cards = h("div", { class: "hc-home-cards" });
    this.node = h(
      "div",
      { class: "hc-view hc-home", hidden: true },
      h("div", { class: "hc-hero" }, brand, this.title, this.lead),
      this.cards,
    );
  }

  update() {
    const { snapshot, transcript, unread } = this.chat;
    if (!snapshot) return;
    const last = transcript.messages.at(-1);
    const drawn = JSON.stringify([
      snapshot.greeting,
      snapshot.suggestions,
      snapshot.article,
      last?.number,
      last?.body,
      unread,
    ]);
    if (drawn === this.#drawn) return;
    this.#drawn = drawn;
    const [title, lead] = greetingParts(snapshot.greeting);
    this.title.textContent = title;
    this.lead.textContent = lead;
    this.lead.hidden = lead === "";
    this.node.lang = snapshot.language;
    this.#fill([
      last && this.#conversation(last, unread),
      this.#suggestions(snapshot.suggestions),
      article(snapshot.article),
    ]);
  }

  /** @param {(HTMLElement | undefined | null)[]} cards */
  #fill(cards) {
    this.cards.replaceChildren(...cards.filter((card) => card instanceof HTMLElement));
  }

  /** @param {Message} last @param {number} unread */
  #conversation({ author, staff_name, body, at }, unread) {
    const name = { person: WORDS.you, bot: WORDS.bot, staff: staff_name || WORDS.staff }[author];
    const label = h("span", { class: "hc-card-title", id: "hc-continue" }, WORDS.continue);
    const words = h("span", { class: "hc-snippet", id: "hc-snippet" }, `${name}: ${body.text}`);
    const badge = unread > 0 && h("span", { class: "hc-count-badge", "aria-hidden": "true" }, String(unread));
    const spoken = unread > 0 && h("span", { class: "hc-hush", id: "hc-continue-unread" }, unreadWords(unread));
    return h(
      "button",
      {
        type: "button",
        class: "hc-home-card hc-continue",
        "aria-labelledby": "hc-continue",
        "aria-describedby": unread > 0 ? "hc-continue-unread hc-snippet" : "hc-snippet",
        click: this.acts.resume,
      },
      h(
        "span",
        { class: "hc-grow" },
        h("span", { class: "hc-row" }, label, h("time", { class: "hc-quiet", datetime: at }, shortWords(at))),
        words,
      ),
      badge,
      spoken,
      drawing(ICONS.forward),
    );
  }

  /** @param {Choice[]} suggestions */
  #suggestions(suggestions) {
    if (suggestions.length === 0) return null;
    const button = (/** @type {Choice} */ choice) =>
      h(
        "li",
        {},
        h(
          "button",
          {
            type: "button",
            class: "hc-ask",
            click: () => this.acts.ask(choice),
          },
          h("span", { class: "hc-grow" }, choice.label),
          drawing(ICONS.forward),
        ),
      );
    return h(
      "section",
      { class: "hc-home-card hc-asks", "aria-labelledby": "hc-asks" },
      h("h3", { class: "hc-card-title", id: "hc-asks" }, WORDS.suggestions),
      h("ul", { class: "hc-ask-list" }, ...suggestions.map(button)),
    );
  }
}

/** "Hi Dana. What do you need?" greets in large letters and asks in small ones. @param {string} greeting */
function greetingParts(greeting) {
  const [, title, lead] = /^([^.?]{1,40})\.\s+(.+)$/su.exec(greeting) ?? [];
  return title ? [title, lead] : [greeting, ""];
}

/** @param {import("./types.js").Snapshot["article"]} found */
function article(found) {
  const path = localPath(found?.path);
  if (!found || !path) return null;
  return h(
    "a",
    { class: "hc-home-card hc-article", href: path },
    h("span", { class: "hc-article-mark", "aria-hidden": "true" }, drawing(ICONS.book)),
    h(
      "span",
      { class: "hc-grow" },
      h("span", { class: "hc-eyebrow" }, WORDS.article),
      h("span", { class: "hc-card-title" }, found.title),
    ),
    drawing(ICONS.forward),
  );
}
