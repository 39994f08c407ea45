// A page that keeps itself up to date: the server says which topic changed, and its places look again. No reload.
// One stream for the whole page, and none while the page is hidden: a browser opens only six to one host.
// The server writes both sites' streams in the same way; only the clients differ. Here each page has topics of its own
// and only learns that it has to look again, so EventSource does. The bubble's pages share one conversation: one of
// them reads by fetch, sees the status of a refusal, notices a dead connection, and tells the others.

const RETRY = 15_000; // milliseconds until a stream that was refused is asked for again
const NEW_COOKIE = 2_000; // milliseconds in which the cookie that a code in another tab renewed has arrived
const places = /** @type {HTMLElement[]} */ ([...document.querySelectorAll("[data-live]")]);
/** @type {Map<string, unknown>} where each topic stood when we last heard of it */
const known = new Map();
/** @type {EventSource | null} */
let source = null;
let timer = 0;

if (places.length > 0) {
  document.addEventListener("visibilitychange", () => (document.hidden ? rest() : listen()));
  // A code in the form renews the session's cookie: whatever this page asked meanwhile would come with the old one.
  document.addEventListener("submit", (event) => event.defaultPrevented || rest());
  addEventListener("pagehide", rest);
  addEventListener("pageshow", (event) => event.persisted && location.reload());
  if (!document.hidden) listen();
}

function listen() {
  if (source) return;
  const topics = [...new Set(places.map((place) => place.dataset.live ?? ""))];
  source = new EventSource(`/live?${new URLSearchParams(topics.map((topic) => ["topic", topic]))}`);
  source.addEventListener("changed", (event) => tell(JSON.parse(event.data)));
  source.addEventListener("standing", (event) => compare(JSON.parse(event.data)));
  source.addEventListener("gone", doubt);
  source.addEventListener("error", () => {
    if (source?.readyState !== EventSource.CLOSED) return; // it tries again by itself
    rest();
    timer = setTimeout(listen, RETRY);
    places.forEach(refresh); // signed out: this finds it
  });
}

/** The old cookie ended, which says nothing yet: a person who is signed in still loses nothing of this page. */
function doubt() {
  rest();
  timer = setTimeout(askWhoIsHere, NEW_COOKIE);
}

async function askWhoIsHere() {
  const answer = await fetch(location.href, { method: "HEAD", credentials: "same-origin" }).catch(() => null);
  if (answer?.redirected) location.reload(); // this leads to the sign-in, and back
  else if (!document.hidden) listen();
}

function rest() {
  clearTimeout(timer);
  source?.close();
  source = null;
}

/**
 * After a gap: what has moved meanwhile is looked at; at the first time, whatever can be fetched.
 *
 * @param {Record<string, unknown>} versions
 */
function compare(versions) {
  for (const [topic, version] of Object.entries(versions)) {
    const isNew = !known.has(topic);
    if (!isNew && known.get(topic) !== version) tell(topic);
    if (isNew) placesOf(topic).forEach(refresh);
    known.set(topic, version);
  }
}

/** @param {string} topic */
function tell(topic) {
  for (const place of placesOf(topic)) {
    if (place.dataset.from) refresh(place);
    else if (place.hasAttribute("data-shown-by-live")) place.removeAttribute("hidden");
    place.dispatchEvent(new Event("live:changed"));
  }
}

const placesOf = (/** @type {string} */ topic) => places.filter((place) => place.dataset.live === topic);

/**
 * Fetch the place's content again, if it says from where. The focus stays on its link, and a screen reader hears why.
 *
 * @param {HTMLElement} place
 */
async function refresh(place) {
  if (!place.dataset.from) return;
  const answer = await fetch(place.dataset.from, { credentials: "same-origin" }).catch(() => null);
  if (answer?.redirected) doubt();
  if (!answer?.ok || answer.redirected) return;
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body;
  if (words(fresh) === words(place)) return;
  const focused = document.activeElement;
  const held = place.contains(focused) ? focused?.getAttribute("href") : null;
  place.replaceChildren(...[...fresh.childNodes].map((node) => document.importNode(node, true)));
  if (held) within(place, `[href="${CSS.escape(held)}"]`)?.focus();
  const status = document.getElementById(place.dataset.says ?? "");
  if (status) status.textContent = within(place, "[data-summary]")?.dataset.summary ?? "";
  place.dispatchEvent(new Event("live:refreshed"));
}

const within = (
  /** @type {Element} */ place,
  /** @type {string} */ selector,
) => /** @type {HTMLElement | null} */ (place.querySelector(selector));

/** @param {Element} element */
function words(element) {
  return element.textContent.replace(/\s+/g, " ").trim();
}
