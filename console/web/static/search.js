// A list that is searched while somebody types: the part of the page is fetched again after a short pause.
// Without this file the form sends itself as any form does.

const PAUSE = 250; // milliseconds without a key
let timer = 0;
let latest = 0;

for (const form of /** @type {NodeListOf<HTMLFormElement>} */ (document.querySelectorAll("form[data-search]"))) {
  form.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => look(form), PAUSE);
  });
}

/** @param {HTMLFormElement} form */
async function look(form) {
  const place = document.getElementById(form.dataset.search ?? "");
  const query = new URLSearchParams(/** @type {[string, string][]} */ ([...new FormData(form)]));
  const number = ++latest;
  const answer = await fetch(`${form.dataset.from}?${query}`, { credentials: "same-origin" }).catch(() => null);
  if (answer?.redirected) location.reload(); // the session is over: this leads to the sign-in, and back
  if (!place || !answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  if (number !== latest) return; // a later key has asked meanwhile
  place.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  history.replaceState(null, "", `${form.action}?${query}`);
  const summary = /** @type {HTMLElement | null} */ (place.querySelector("[data-summary]"));
  const news = document.getElementById(`${place.id}-news`);
  if (news) news.textContent = summary?.dataset.summary ?? "";
}
