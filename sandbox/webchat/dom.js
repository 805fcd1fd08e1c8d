/**
 * Building DOM nodes. Text only ever enters as a text node or an attribute: nothing in this folder
 * hands a string to an HTML parser, so no name or message can become markup.
 */

const SVG = "http://www.w3.org/2000/svg";

const ICONS = {
  send: "M4 12l16-7-5 15-3.5-6.2L4 12zm7.5 1.8L20 5",
  slash: "M15 5L9 19",
  keys: "M4 7h16v10H4zM8 11h.01M12 11h.01M16 11h.01M9 14h6",
  close: "M6 6l12 12M18 6L6 18",
  plus: "M12 5v14M5 12h14",
  reply: "M10 7L5 12l5 5M5 12h9a5 5 0 015 5v1",
  edit: "M5 19l1-4L16 5l3 3L9 18l-4 1z",
  down: "M6 10l6 6 6-6",
  more: "M6 12h.01M12 12h.01M18 12h.01",
  file: "M7 3h7l4 4v14H7zM14 3v4h4",
  link: "M9 7h8v8M17 7L7 17",
  copy: "M9 9h10v10H9zM5 15V5h10",
  forth: "M9 5l7 7-7 7",
  back: "M15 5l-7 7 7 7",
  search: "M11 5a6 6 0 100 12 6 6 0 000-12M15.5 15.5L20 20",
  smile: "M12 4a8 8 0 100 16 8 8 0 000-16M9 10h.01M15 10h.01M8.5 14a4 4 0 007 0",
  mic: "M12 4a2.5 2.5 0 00-2.5 2.5v5a2.5 2.5 0 005 0v-5A2.5 2.5 0 0012 4M6 11.5a6 6 0 0012 0M12 17.5V20",
  trash: "M5 7h14M10 7V4.5h4V7M7 7l1 12.5h8L17 7",
  play: "M8.5 5.5v13l10-6.5z",
  pause: "M8.5 6v12M15.5 6v12",
  pin: "M12 21s-6-5.4-6-10.5a6 6 0 0112 0C18 15.6 12 21 12 21M12 8.4a2.1 2.1 0 100 4.2 2.1 2.1 0 000-4.2",
  tack: "M9 4h6l-1 6 3 3H7l3-3zM12 13v7",
  picture: "M4 6h16v12H4zM4 15.5l4.5-4.5 4 4 2.5-2.5 5 5M15.5 9.5h.01",
  camera: "M4 8h4l1.5-2h5L16 8h4v11H4zM12 10.2a3 3 0 100 6 3 3 0 000-6",
  person: "M12 4.5a3.5 3.5 0 100 7 3.5 3.5 0 000-7M5 19.5c.6-3.6 3.4-5 7-5s6.4 1.4 7 5",
  again: "M19 12a7 7 0 11-2.2-5.1M19.5 4.5v4h-4",
  block: "M12 4.5a7.5 7.5 0 100 15 7.5 7.5 0 000-15M6.8 6.8l10.4 10.4",
  lock: "M7 11h10v8H7zM9 11V8.5a3 3 0 016 0V11",
};

/**
 * Make one element. Props: `class`, `data` (dataset), `onEVENT` (listener), booleans, else attributes.
 * @param {string} tag
 * @param {Record<string, any>} [props]
 * @param {...(Node|string|null|undefined|Array)} children
 */
export function h(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (key === "class") node.className = value;
    else if (key === "data") Object.assign(node.dataset, value);
    else if (typeof value === "function") node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : String(value));
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

/** A decorative line icon; the control around it carries the name. */
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  const path = document.createElementNS(SVG, "path");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  path.setAttribute("d", ICONS[name]);
  svg.append(path);
  return svg;
}

/** A round button that shows only an icon and is called `label`. */
export function iconButton(name, label, onclick, props = {}) {
  return h("button", { type: "button", class: "round", "aria-label": label, title: label, onclick, ...props }, icon(name));
}

/** A name in isolation, so that right-to-left text or marks in it cannot turn its neighbours. */
export function isolated(name, props = {}) {
  return h("bdi", props, name);
}

/** A coloured disc with the first letter of a name; decoration only. */
export function avatar(id, name) {
  const first = [...new Intl.Segmenter().segment(name.trim())][0]?.segment ?? "?";
  const tint = Math.imul(Number(id), 0x9e3779b1) >>> 29;
  return h("span", { class: `avatar tint-${tint}`, "aria-hidden": "true" }, isolated(first.toUpperCase()));
}

let serial = 0;

/** An element id nobody else on the page has. */
export function freshId(prefix) {
  serial += 1;
  return `${prefix}-${serial}`;
}
