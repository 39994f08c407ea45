/** Building elements. Text is always a text node, so nothing that anybody typed can become markup. */

const SVG = "http://www.w3.org/2000/svg";

/**
 * @template {keyof HTMLElementTagNameMap} Tag
 * @param {Tag} tag
 * @param {Record<string, string | number | boolean | null | undefined | ((event: any) => void)>} [traits]
 *   attributes; `true` sets an empty one, `false`, null and undefined none; a function is added as listener of that event
 * @param {...(Node | string | null | undefined | false)} children
 * @returns {HTMLElementTagNameMap[Tag]}
 */
export function h(tag, traits = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(traits)) {
    if (typeof value === "function") element.addEventListener(name, value);
    else setAttribute(element, name, value);
  }
  for (const child of children) if (child) element.append(child);
  return element;
}

/**
 * @param {Element} element
 * @param {string} name
 * @param {string | number | boolean | null | undefined} value
 */
export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/**
 * A drawing on a 24 unit grid, in the colour of the text around it.
 *
 * @param {ReadonlyArray<string>} paths
 * @param {string} [className]
 */
export function drawing(paths, className = "icon") {
  const svg = document.createElementNS(SVG, "svg");
  for (
    const [name, value] of Object.entries({
      class: className,
      viewBox: "0 0 24 24",
      fill: "none",
      stroke: "currentColor",
      "stroke-width": "2",
      "stroke-linecap": "round",
      "stroke-linejoin": "round",
      "aria-hidden": "true",
      focusable: "false",
    })
  ) {
    svg.setAttribute(name, value);
  }
  for (const d of paths) {
    const path = document.createElementNS(SVG, "path");
    path.setAttribute("d", d);
    svg.append(path);
  }
  return svg;
}

/**
 * A path of this site, or null: a link in a message must never lead to another host.
 *
 * @param {unknown} path
 */
export function localPath(path) {
  if (typeof path !== "string" || !/^\/(?![/\\])/.test(path)) return null;
  const address = new URL(path, location.origin);
  return address.origin === location.origin ? address.pathname + address.search + address.hash : null;
}

/**
 * The element that really has the focus, looking into shadow roots.
 *
 * @returns {Element | null}
 */
export function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}
