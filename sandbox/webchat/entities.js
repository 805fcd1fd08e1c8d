/** A text and its entities as DOM nodes. Offsets are UTF-16 units, as JavaScript counts anyway. */

import { h, isolated } from "./dom.js";
import { botStart, safeUrl } from "./links.js";

const PLAIN_TAGS = {
  bold: "strong",
  italic: "em",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const FOUND_IN_TEXT = [
  ["url", /(?:https?:\/\/|\bt\.me\/)[^\s<>"'“”（），。]+[^\s<>"'“”（），。.,;:!?)\]]/g],
  ["bot_command", /(?<![\p{L}\p{N}_/<>@])\/[A-Za-z0-9_]{1,64}(?:@\w{3,32})?(?![\p{L}\p{N}_/<>@])/gu],
  ["mention", /(?<!\w)@[A-Za-z]\w{3,31}\b/g],
];

const LINKING = new Set(["url", "text_link", "mention", "text_mention", "bot_command", "code", "pre"]);

const overlaps = (a, b) => a.offset < b.offset + b.length && b.offset < a.offset + a.length;

/** Telegram's servers mark links, commands and mentions in plain text; do so where it was not done. */
function withFound(text, entities) {
  const taken = entities.filter((entity) => LINKING.has(entity.type));
  const found = [];
  for (const [type, pattern] of FOUND_IN_TEXT) {
    for (const match of text.matchAll(pattern)) {
      const entity = { type, offset: match.index, length: match[0].length };
      if (![...taken, ...found].some((other) => overlaps(entity, other))) found.push(entity);
    }
  }
  return [...entities, ...found];
}

/**
 * Render `text` with `entities`.
 * @param {string} text
 * @param {object[]} entities
 * @param {{t: Function, bot: object, onCommand: Function, onStart: Function, onRefused: Function}} ctx
 * @returns {(Node|string)[]}
 */
export function renderText(text, entities, ctx) {
  const sorted = withFound(text, entities ?? [])
    .filter((entity) => entity.length > 0 && entity.offset >= 0 && entity.offset < text.length)
    .sort((a, b) => a.offset - b.offset || b.length - a.length);
  return renderRange(text, sorted, { start: 0, end: text.length, ctx });
}

function renderRange(text, entities, { start, end, ctx }) {
  const nodes = [];
  let at = start;
  for (let i = 0; i < entities.length; ) {
    const entity = entities[i];
    const from = Math.max(entity.offset, at);
    const to = Math.min(entity.offset + entity.length, end);
    // Everything that begins inside this entity is nested in it (and cut at its end).
    let next = i + 1;
    while (next < entities.length && entities[next].offset < to) next += 1;
    if (from < to) {
      if (from > at) nodes.push(text.slice(at, from));
      const inner = renderRange(text, entities.slice(i + 1, next), { start: from, end: to, ctx });
      nodes.push(wrap(entity, text.slice(from, to), { inner, ctx }));
      at = to;
    }
    i = next;
  }
  if (at < end) nodes.push(text.slice(at, end));
  return nodes;
}

function wrap(entity, raw, { inner, ctx }) {
  const plain = PLAIN_TAGS[entity.type];
  if (plain) return h(plain, {}, inner);
  switch (entity.type) {
    case "pre":
      return h("pre", { tabindex: "0", "data-language": entity.language }, h("code", {}, inner));
    case "spoiler":
      return spoiler(inner, ctx);
    case "bot_command":
      return h("button", { type: "button", class: "inline-link", onclick: () => ctx.onCommand(raw) }, inner);
    case "mention":
    case "text_mention":
      return isolated(h("span", { class: "mention" }, inner));
    case "text_link":
      return link(entity.url, inner, ctx);
    case "url":
      return link(raw, inner, ctx);
    case "email":
      return link(`mailto:${raw}`, inner, ctx);
    default:
      return h("span", { class: `entity-${entity.type.replaceAll(/[^a-z_]/g, "")}` }, inner);
  }
}

function spoiler(inner, ctx) {
  const cover = h("span", { class: "spoiler", role: "button", tabindex: "0", "aria-label": ctx.t("spoiler") }, inner);
  const reveal = (event) => {
    if (event.type === "keydown" && event.key !== "Enter" && event.key !== " ") return;
    if (!cover.classList.contains("spoiler")) return;
    event.preventDefault();
    event.stopPropagation();
    cover.className = "revealed";
    for (const name of ["role", "tabindex", "aria-label"]) cover.removeAttribute(name);
  };
  cover.addEventListener("click", reveal, true);
  cover.addEventListener("keydown", reveal);
  return cover;
}

/** A link of the web opens apart; a start link of our bot acts here; any other scheme stays text. */
export function link(address, inner, ctx) {
  const payload = botStart(address, ctx.bot);
  if (payload !== null) {
    return h("button", { type: "button", class: "inline-link", onclick: () => ctx.onStart(payload) }, inner);
  }
  const href = safeUrl(address);
  if (href === null) return h("span", { class: "dead-link" }, inner);
  return h("a", { href, target: "_blank", rel: "noopener noreferrer" }, inner);
}
