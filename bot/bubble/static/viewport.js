/**
 * The chat and the page around it. On a phone the open chat covers the screen: the page below neither scrolls nor
 * takes the focus. On paper there is either the page or the recovery tokens, never both.
 */

const PHONE = "(max-width: 479.98px), (max-height: 439.98px)";
const PAGE = `
  html:has(help-chat[data-covers]) { overflow: hidden }
  @media print {
    body:has(help-chat[data-prints]) > :not(help-chat) { display: none }
    body:has(help-chat[data-prints]) > help-chat { display: block }
  }`;

export class Viewport {
  #phone = matchMedia(PHONE);
  #geometry = new CSSStyleSheet();
  #page = new CSSStyleSheet();
  /** @type {HTMLElement[]} */
  #silenced = [];
  #isOpen = false;

  /** @param {HTMLElement} host @param {ShadowRoot} root */
  constructor(host, root) {
    this.host = host;
    this.root = root;
    this.#page.replaceSync(PAGE);
  }

  get isPhone() {
    return this.#phone.matches;
  }

  start() {
    document.adoptedStyleSheets.push(this.#page);
    addEventListener("beforeprint", this.#print);
    this.root.adoptedStyleSheets.push(this.#geometry);
    this.#phone.addEventListener("change", this.#apply);
    visualViewport?.addEventListener("resize", this.#measure);
    visualViewport?.addEventListener("scroll", this.#measure);
  }

  stop() {
    this.show(false);
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((sheet) => sheet !== this.#page);
    removeEventListener("beforeprint", this.#print);
    this.#phone.removeEventListener("change", this.#apply);
    visualViewport?.removeEventListener("resize", this.#measure);
    visualViewport?.removeEventListener("scroll", this.#measure);
  }

  /** @param {boolean} isOpen */
  show(isOpen) {
    this.#isOpen = isOpen;
    this.#apply();
  }

  #apply = () => {
    const covers = this.#isOpen && this.isPhone;
    this.host.toggleAttribute("data-covers", covers);
    for (const element of this.#silenced) element.inert = false;
    this.#silenced = covers ? this.#others().filter((element) => !element.inert) : [];
    for (const element of this.#silenced) element.inert = true;
    this.#measure();
  };

  /** Recovery tokens printed from a card get the paper to themselves. */
  #print = () => {
    this.host.toggleAttribute("data-prints", this.root.querySelector("dialog[open]") !== null);
  };

  /** Everything in the page but the chat and what contains it. */
  #others() {
    /** @type {HTMLElement[]} */
    const others = [];
    for (let node = this.host; node.parentElement && node !== document.body; node = node.parentElement) {
      const siblings = [...node.parentElement.children].filter((each) => each !== node && each instanceof HTMLElement);
      others.push(.../** @type {HTMLElement[]} */ (siblings));
    }
    return others;
  }

  /** A phone's keyboard shrinks what can be seen, not the page: the chat keeps to what can be seen. */
  #measure = () => {
    const seen = visualViewport;
    const isPinched = seen !== null && seen.scale > 1.01;
    const rule = seen && this.#isOpen && this.isPhone && !isPinched;
    this.#geometry.replaceSync(
      rule ? `:host { --hc-height: ${Math.round(seen.height)}px; --hc-top: ${Math.round(seen.offsetTop)}px }` : "",
    );
  };
}
