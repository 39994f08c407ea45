// A list that keeps itself up to date: the server says "changed", the page fetches the list again. No reload.

for (const place of document.querySelectorAll("[data-live]")) follow(place);

function follow(place) {
  const source = new EventSource(place.dataset.live);
  source.addEventListener("changed", () => refresh(place));
  source.addEventListener("gone", () => {
    source.close();
    location.assign("/sign-in");
  });
  source.addEventListener("open", () => refresh(place)); // after a gap, look at once
}

async function refresh(place) {
  const address = new URL(location.href);
  address.searchParams.set("part", place.dataset.part);
  if (address.pathname === "/") address.pathname = "/requests";
  const answer = await fetch(address, { credentials: "same-origin" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  if (fresh.textContent.trim() === place.textContent.trim()) return;
  place.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
}
