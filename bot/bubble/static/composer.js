/** The field where the person writes. Enter sends, Shift and Enter make a new line. */

import { drawing, h, setAttribute } from "./dom.js";
import { ICONS } from "./icons.js";
import { leftWords, tooLongWords, WORDS } from "./words.js";

const LONGEST = 2000; // characters, as the server counts them
const NEAR_THE_END = 200;
const MOST_ROWS = 5;

export class Composer {
  /**
   * @param {object} acts
   * @param {(text: string) => void} acts.send
   * @param {(draft: string) => void} acts.draft the words changed
   */
  constructor({ send, draft }) {
    this.send = send;
    this.draft = draft;
    this.count = h("p", { class: "hc-count", id: "hc-count", role: "status", hidden: true });
    this.field = h("textarea", {
      class: "hc-field",
      rows: "1",
      "aria-label": WORDS.field,
      placeholder: WORDS.placeholder,
      enterkeyhint: "send",
      autocomplete: "off",
      input: () => this.#written(),
      keydown: (event) => this.#pressed(event),
    });
    const button = h("button", { type: "submit", class: "hc-send", "aria-label": WORDS.send }, drawing(ICONS.send));
    const row = h("div", { class: "hc-field-row" }, this.field, button);
    const submit = (/** @type {Event} */ event) => {
      event.preventDefault();
      this.#submit();
    };
    this.node = h("form", { class: "hc-composer", novalidate: true, submit }, this.count, row);
  }

  /** @param {string} text */
  fill(text) {
    this.field.value = text;
    this.#measure();
  }

  focus() {
    this.field.focus({ preventScroll: true });
  }

  #written() {
    this.#measure();
    this.draft(this.field.value);
  }

  /** @param {KeyboardEvent} event */
  #pressed(event) {
    // While an input method composes a word, Enter takes the word.
    if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
    event.preventDefault();
    this.#submit();
  }

  #submit() {
    const text = this.field.value.trim();
    if (text === "" || lengthOf(text) > LONGEST) return this.focus();
    this.fill("");
    this.draft("");
    this.send(text);
    this.focus();
  }

  #measure() {
    const { field, count, node } = this;
    if (!CSS.supports("field-sizing", "content")) {
      field.rows = Math.min(MOST_ROWS, field.value.split("\n").length);
    }
    const left = LONGEST - lengthOf(field.value.trim());
    const words = left < 0 ? tooLongWords(-left) : left < NEAR_THE_END ? leftWords(left) : "";
    if (count.textContent !== words) count.textContent = words;
    count.hidden = words === "";
    setAttribute(field, "aria-invalid", left < 0 ? "true" : null);
    setAttribute(field, "aria-describedby", words && "hc-count");
    node.classList.toggle("hc-filled", field.value.trim() !== "");
  }
}

/** Letters as the server counts them: an emoji is one, not two. @param {string} text */
const lengthOf = (text) => [...text].length;
