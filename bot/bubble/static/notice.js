/** The states without a conversation: loading, not loaded, signed out, out of date. Each says what to do next. */

import { drawing, h } from "./dom.js";
import { ICONS } from "./icons.js";
import { WORDS } from "./words.js";

/** @typedef {import("./chat.js").Status} Status */

export class Notice {
  /** @type {Status | ""} */
  #shown = "";

  /** @param {{ again: () => void, close: () => void }} acts */
  constructor(acts) {
    this.acts = acts;
    this.body = h("div", { class: "hc-notice-body" });
    const close = h("button", {
      type: "button",
      class: "hc-bar-button hc-close",
      "aria-label": WORDS.close,
      click: acts.close,
    }, drawing(ICONS.close));
    const bar = h("div", { class: "hc-bar" }, h("p", { class: "hc-bar-title hc-grow" }, WORDS.title), close);
    this.node = h("div", { class: "hc-view hc-notice", hidden: true }, bar, this.body);
  }

  /** @returns {HTMLElement | null} */
  get title() {
    return this.body.querySelector("h2");
  }

  /** @param {Status} status */
  update(status) {
    if (status === this.#shown) return;
    this.#shown = status;
    this.body.replaceChildren(...this.#parts(status));
  }

  /** @param {Status} status @returns {HTMLElement[]} */
  #parts(status) {
    switch (status) {
      case "loading":
        return [loading()];
      case "failed":
        return message(ICONS.offline, WORDS.failedTitle, WORDS.failedText, this.#button(WORDS.again, this.acts.again));
      case "signed_out":
        return message(
          ICONS.lock,
          WORDS.signedOutTitle,
          WORDS.signedOutText,
          h("a", { class: "hc-primary", href: "/sign-in" }, WORDS.signIn),
        );
      case "changed":
        return message(
          ICONS.alert,
          WORDS.changedTitle,
          WORDS.changedText,
          this.#button(WORDS.reload, () => location.reload()),
        );
      default:
        return [];
    }
  }

  /** @param {string} label @param {() => void} act */
  #button(label, act) {
    return h("button", { type: "button", class: "hc-primary", click: act }, label);
  }
}

/** @param {ReadonlyArray<string>} icon @param {string} title @param {string} text @param {HTMLElement} way */
const message = (icon, title, text, way) => [
  h("span", { class: "hc-notice-mark", "aria-hidden": "true" }, drawing(icon)),
  h("h2", { class: "hc-notice-title", tabindex: "-1" }, title),
  h("p", { class: "hc-quiet" }, text),
  way,
];

const loading = () =>
  h(
    "div",
    { class: "hc-skeleton", role: "status" },
    h("span", { class: "hc-hush" }, WORDS.loading),
    ...["hc-half", "hc-wide", "hc-block", "hc-block"].map((size) =>
      h("span", { class: `hc-bone ${size}`, "aria-hidden": "true" })
    ),
  );
