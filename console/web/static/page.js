// What every page does on top of plain HTML.
import { enliven } from "./parts.js";

enliven(document);

const wrong = document.querySelector("[aria-invalid='true']");
if (wrong instanceof HTMLElement) wrong.focus();

for (const menu of document.querySelectorAll("[data-menu]")) wireMenu(menu);

/** A button that shows a list; Esc and a click elsewhere close it, arrows walk it. */
function wireMenu(menu) {
  const button = menu.querySelector("button[aria-expanded]");
  const list = menu.querySelector("[data-menu-list]");
  const items = () => [...list.querySelectorAll("a, button")];
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    list.hidden = !open;
  };
  button.addEventListener("click", () => show(list.hidden));
  document.addEventListener("click", (event) => !menu.contains(event.target) && show(false));
  menu.addEventListener("focusout", (event) => event.relatedTarget && !menu.contains(event.relatedTarget) && show(false));
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      show(false);
      button.focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    show(true);
    const all = items();
    all[(all.indexOf(document.activeElement) + step + all.length) % all.length].focus();
  });
}
