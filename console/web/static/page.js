// What every page does on top of plain HTML.
import { enliven } from "./parts.js";

enliven(document);

const wrong = document.querySelector("[aria-invalid='true']") ?? document.querySelector("main .problem");
if (wrong instanceof HTMLElement) wrong.focus();

for (const menu of document.querySelectorAll("[data-menu]")) wireMenu(menu);

/**
 * The browser itself opens, closes and places the list (a popover); this adds arrows, and says what is open.
 *
 * @param {Element} menu
 */
function wireMenu(menu) {
  const button = menu.querySelector("button[popovertarget]");
  const list = /** @type {HTMLElement | null} */ (menu.querySelector("[popover]"));
  if (!button || !list) return;
  const say = () => button.setAttribute("aria-expanded", String(list.matches(":popover-open")));
  say();
  list.addEventListener("toggle", say);
  menu.addEventListener("focusout", (event) => {
    const to = /** @type {FocusEvent} */ (event).relatedTarget;
    if (to instanceof Node && !menu.contains(to)) list.hidePopover();
  });
  menu.addEventListener("keydown", (event) => {
    const { key } = /** @type {KeyboardEvent} */ (event);
    const step = key === "ArrowDown" ? 1 : key === "ArrowUp" ? -1 : 0;
    if (!step) return;
    event.preventDefault();
    if (!list.matches(":popover-open")) list.showPopover();
    focusNext(list, step);
  });
}

/**
 * The next entry of the list in this direction, round its ends; from outside the list its first or last.
 *
 * @param {HTMLElement} list
 * @param {1 | -1} step
 */
function focusNext(list, step) {
  const all = /** @type {HTMLElement[]} */ ([...list.querySelectorAll("a, button")]);
  const at = all.findIndex((each) => each === document.activeElement);
  all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length].focus();
}
