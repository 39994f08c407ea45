/**
 * The style sheets, as constructable ones: the content policy allows neither style attributes nor style elements.
 * The site's own sheet applies inside private cards only, so that its rules for a page do not leak into the chat.
 */

const OWN = ["theme.css", "frame.css", "notice.css", "home.css", "thread.css", "message.css", "composer.css"];

/**
 * @param {string} site address of the site's sheet; empty when there is none
 * @returns {Promise<CSSStyleSheet[]>}
 */
export async function sheets(site) {
  const own = OWN.map((name) => text(new URL(name, import.meta.url)));
  const [cards, ...rest] = await Promise.all([site ? text(site) : "", ...own]);
  return [sheet(inCards(cards)), ...rest.map(sheet)];
}

/** @param {string} css */
const inCards = (css) =>
  "CSSScopeRule" in globalThis ? `@layer site { @scope (.hc-card-body) { ${css} } }` : `@layer site { ${css} }`;

/** @param {string} css */
function sheet(css) {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/**
 * A sheet that cannot be had is empty: a plain chat is better than none.
 *
 * @param {string | URL} address
 */
async function text(address) {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}
