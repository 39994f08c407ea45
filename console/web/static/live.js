// A page that keeps itself up to date: the server says "changed", and the page looks again. No reload.

for (const place of document.querySelectorAll("[data-live]")) follow(place);

function follow(place) {
  const source = new EventSource(place.dataset.live);
  const look = () => (place.dataset.from ? refresh(place) : place.removeAttribute("hidden"));
  source.addEventListener("changed", look);
  source.addEventListener("gone", () => {
    source.close();
    location.assign("/sign-in");
  });
  if (place.dataset.from) source.addEventListener("open", look); // after a gap, look at once
  addEventListener("pagehide", () => source.close());
  addEventListener("pageshow", (event) => event.persisted && location.reload());
}

/** Fetch the place's content again; whoever stands on a link inside it stays there, and a screen reader hears why. */
async function refresh(place) {
  const answer = await fetch(place.dataset.from, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  if (words(fresh) === words(place)) return;
  const held = place.contains(document.activeElement) ? document.activeElement.getAttribute("href") : null;
  place.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  if (held) place.querySelector(`[href="${CSS.escape(held)}"]`)?.focus();
  const status = document.getElementById(place.dataset.says);
  if (status) status.textContent = place.querySelector("[data-summary]")?.dataset.summary ?? "";
}

function words(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}
