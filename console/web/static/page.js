// What every page does on top of plain HTML.
import { enliven } from "./parts.js";

enliven(document);

const wrong = document.querySelector("[aria-invalid='true']") ?? document.querySelector("main .problem");
if (wrong instanceof HTMLElement) wrong.focus();

for (const menu of document.querySelectorAll("[data-menu]")) wireMenu(menu);

/** The browser itself opens, closes and places the list (a popover); this adds arrows, and says what is open. */
function wireMenu(menu) {
  const button = menu.querySelector("button[popovertarget]");
  const list = menu.querySelector("[popover]");
  const say = () => button.setAttribute("aria-expanded", String(list.matches(":popover-open")));
  say();
  list.addEventListener("toggle", say);
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && list.hidePopover());
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    if (!list.matches(":popover-open")) list.showPopover();
    const all = [...list.querySelectorAll("a, button")];
    const at = all.indexOf(document.activeElement);
    all[at < 0 ? (step > 0 ? 0 : all.length - 1) : (at + step + all.length) % all.length].focus();
  });
}
