// The page of one conversation: who types shows, what is read is noted, saved replies are inserted where one writes.

const TYPING_EVERY = 3_000; // milliseconds between two signs of writing
const TYPING_FADES = 6_000;
const page = /** @type {HTMLElement} */ (document.querySelector("[data-conversation]"));
const thread = /** @type {HTMLElement} */ (page.querySelector("#thread"));
const typist = /** @type {HTMLElement} */ (page.querySelector("#typist"));
const field = /** @type {HTMLTextAreaElement | null} */ (page.querySelector("#reply")); // only who may answer has it
let lastSign = 0;
let fading = 0;

typist.addEventListener("live:changed", () => {
  typist.textContent = typist.dataset.words ?? "";
  clearTimeout(fading);
  fading = setTimeout(quiet, TYPING_FADES);
});
thread.addEventListener("live:refreshed", () => {
  quiet();
  if (page.hasAttribute("data-may-act") && !document.hidden) send("seen");
});
field?.addEventListener("input", () => {
  if (Date.now() - lastSign < TYPING_EVERY || field.value.trim() === "") return;
  lastSign = Date.now();
  send("typing");
});
field?.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !event.isComposing) field.form?.requestSubmit();
});
for (const button of /** @type {NodeListOf<HTMLElement>} */ (page.querySelectorAll("[data-insert]"))) {
  button.addEventListener("click", (event) => {
    if (!field) return;
    event.preventDefault();
    const before = field.value && !field.value.endsWith("\n") && field.selectionStart === field.value.length
      ? "\n\n"
      : "";
    field.setRangeText(before + button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
    field.focus();
    field.dispatchEvent(new Event("input"));
  });
}

function quiet() {
  clearTimeout(fading);
  typist.textContent = "";
}

/**
 * A courtesy to others, not worth a second try.
 *
 * @param {"seen" | "typing"} act
 */
function send(act) {
  const body = new URLSearchParams({ csrf_token: page.dataset.csrf ?? "" });
  fetch(`${page.dataset.conversation}/${act}`, { method: "POST", body, credentials: "same-origin" }).catch(() => {});
}
