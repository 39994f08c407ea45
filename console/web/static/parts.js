// What the parts of a page do beyond plain HTML: the same for whole pages and for cards inside the chat.

const NEED_US = "[data-copy], [data-download], [data-print], [data-chat-ask]";

/**
 * Wire every part under `root` (a document, a shadow root or an element). Safe to call again.
 *
 * @param {ParentNode} root
 */
export function enliven(root) {
  for (const form of fresh(root, "form[data-lock], form[data-card-form]")) lockAtFirstPress(form);
  for (const button of all(root, NEED_US)) button.hidden = false; // without scripts they would be dead
  for (const button of fresh(root, "[data-copy]")) button.addEventListener("click", () => copy(root, button));
  for (const button of fresh(root, "[data-download]")) button.addEventListener("click", () => download(root, button));
  for (const button of fresh(root, "[data-print]")) button.addEventListener("click", () => print());
  for (const line of fresh(root, "[data-countdown]")) countDown(line);
  for (const dialog of fresh(root, "dialog[data-modal]")) openForGood(dialog);
}

/** @param {ParentNode} root @param {string} selector */
const all = (root, selector) => /** @type {HTMLElement[]} */ ([...root.querySelectorAll(selector)]);

/** Those that are not wired yet. @param {ParentNode} root @param {string} selector */
function fresh(root, selector) {
  return all(root, selector).filter((element) => {
    const isNew = !element.hasAttribute("data-alive");
    element.setAttribute("data-alive", "");
    return isNew;
  });
}

/** A form is sent once: the second press of a double click finds its buttons resting. @param {HTMLElement} form */
function lockAtFirstPress(form) {
  form.addEventListener("submit", (event) => {
    if (form.hasAttribute("data-sent")) {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    form.setAttribute("data-sent", "");
    form.setAttribute("aria-busy", "true");
    for (const button of form.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
  });
  window.addEventListener("pageshow", (event) => event.persisted && unlock(form)); // back from the browser's memory
}

/** Give a locked form back, when its answer did not come. @param {Element} form */
export function unlock(form) {
  form.removeAttribute("data-sent");
  form.removeAttribute("aria-busy");
  for (const button of form.querySelectorAll("button")) button.removeAttribute("aria-disabled");
}

/** @param {ParentNode} root @param {string} [id] */
const byId = (root, id = "") => /** @type {HTMLElement | null} */ (root.querySelector(`#${CSS.escape(id)}`));

/** @param {ParentNode} root @param {HTMLElement} button */
async function copy(root, button) {
  const source = byId(root, button.dataset.copy);
  if (!source) return;
  const text = source.dataset.plain ?? source.innerText.trim();
  try {
    await navigator.clipboard.writeText(text);
    say(button, button.dataset.copied ?? "Copied");
  } catch {
    select(source);
    say(button, "Press Ctrl+C or hold to copy");
  }
}

/** @param {Element} element */
function select(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const selection = getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
}

/** @param {ParentNode} root @param {HTMLElement} button */
function download(root, button) {
  const source = byId(root, button.dataset.download);
  if (!source) return;
  const link = document.createElement("a");
  const plain = source.dataset.plain ?? source.innerText;
  const text = source.dataset.head ? `${source.dataset.head}\n\n${plain}\n` : plain; // a file must say whose it is
  link.href = URL.createObjectURL(new Blob([text], { type: "text/plain" }));
  link.download = button.dataset.filename ?? "tokens.txt";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 1000);
  say(button, "Saved to your downloads");
}

/** Change the button's words for a moment; a screen reader hears them too. @param {HTMLElement} button @param {string} words */
function say(button, words) {
  const before = button.dataset.words ?? button.textContent;
  button.dataset.words = before;
  button.setAttribute("aria-live", "polite");
  button.textContent = words;
  clearTimeout(Number(button.dataset.timer));
  button.dataset.timer = String(setTimeout(() => (button.textContent = before), 2500));
}

/** @param {HTMLElement} line */
function countDown(line) {
  let left = Number(line.dataset.countdown);
  const number = line.querySelector("[data-seconds]");
  line.hidden = left <= 0;
  const timer = setInterval(() => {
    left -= 1;
    if (number) number.textContent = String(Math.max(left, 0));
    if (left > 0 && line.isConnected) return;
    clearInterval(timer);
    line.hidden = true;
  }, 1000);
}

/**
 * A dialog that must not be lost: `closedby=none` stops stray clicks and the first Esc, we stop all the others.
 *
 * @param {HTMLElement} element
 */
function openForGood(element) {
  const dialog = /** @type {HTMLDialogElement} */ (element);
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  dialog.addEventListener("keydown", (event) => event.key === "Escape" && event.preventDefault());
  dialog.addEventListener("close", () => dialog.isConnected && !dialog.hasAttribute("data-done") && dialog.showModal());
  if (dialog.open) dialog.close();
  if (!dialog.open) dialog.showModal();
}
