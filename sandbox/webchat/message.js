/** One message (or album) as an article: who, what, when, and its buttons. Draws; decides nothing. */

import { avatar, h, iconButton, isolated } from "./dom.js";
import { renderText } from "./entities.js";
import { dayOf } from "./items.js";
import { inlineKeyboard } from "./keyboard.js";
import { renderMedia } from "./media.js";
import { renderPoll } from "./poll.js";

/** Hours and minutes as the seat's language writes them. */
export function clock(date, language) {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false }).format(date * 1000);
}

/** Today's date as a word, another one as day and month. */
export function dayLabel(date, { t, language }) {
  if (dayOf(date) === new Date().toDateString()) return t("today");
  return new Intl.DateTimeFormat(language, { day: "numeric", month: "long" }).format(date * 1000);
}

/** The name a message is shown under. */
export function senderName(message, t) {
  return message.from?.name || t("noName");
}

/** One short line that stands for a message: in quotes, in the chat list. */
export function summary(message, t) {
  const { kind, file_name, emoji } = message.media ?? {};
  const kinds = { photo: t("photo"), voice: t("voice"), audio: t("voice"), document: file_name || t("file"), location: t("location"), sticker: `${emoji ?? ""} ${t("sticker")}`.trim() };
  const words = message.text || message.service || message.poll?.question || "";
  const sign = { photo: "📷 ", voice: "🎤 ", location: "📍 " }[kind] ?? "";
  return words ? `${sign && message.media ? sign : ""}${words}` : `${sign}${kinds[kind] ?? "…"}`;
}

/**
 * @param {import("./items.js").Item} item
 * @param {object} ctx - person, isGroup, bot, t, language, find(id) and the callbacks of keyboard, poll and text
 */
export function renderItem(item, ctx) {
  const message = item.parts[0];
  const node = message.service ? renderService(message, ctx) : renderBubble(item, ctx);
  if (item.unread) node.prepend(h("p", { class: "unread-line" }, h("span", {}, ctx.t("unreadFrom"))));
  if (item.newDay) node.prepend(h("p", { class: "day" }, dayLabel(message.date, ctx)));
  return node;
}

function renderService(message, ctx) {
  const words = typeof message.service === "string" ? message.service : message.text;
  return shell(message, "msg service", ctx, h("p", { class: "service-text", dir: "auto" }, isolated(words)));
}

function renderBubble(item, ctx) {
  const message = item.parts[0];
  const own = message.from?.id === ctx.person.id;
  const name = senderName(message, ctx.t);
  const showName = ctx.isGroup && !own;
  const keys = inlineKeyboard(message, ctx);
  const worded = item.parts.find((part) => part.text) ?? message;
  const bare = message.media?.kind === "sticker";
  const wordy = worded.text && !message.poll && !onlyEmoji(worded.text);
  const bubble = h(
    "div",
    { class: `bubble${bare ? " bare" : ""}${wordy ? " wordy" : ""}${message.edited ? " was-edited" : ""}${message.pinned ? " is-pinned" : ""}` },
    showName && item.newRun && h("div", { class: "sender" }, isolated(name)),
    forwardLine(message, ctx),
    quote(message, ctx),
    renderMedia(item.parts, ctx),
    worded.text && h("div", { class: `text${onlyEmoji(worded.text) ? " large" : ""}`, dir: "auto" }, renderText(worded.text, worded.entities, ctx)),
    message.poll && renderPoll(message, ctx),
    meta(message, ctx),
  );
  const stack = h("div", { class: `stack${keys ? " with-keys" : ""}` }, bubble, reactions(message, ctx), keys, tools(item, own, ctx));
  const face = showName && (item.newRun ? avatar(message.from?.id ?? 0, name) : h("span", { class: "avatar gap", "aria-hidden": "true" }));
  const kind = `msg ${own ? "own" : "other"}${item.newRun ? " first" : ""}`;
  const node = shell(message, kind, ctx, h("div", { class: "msg-row" }, face, stack));
  bubble.addEventListener("contextmenu", (event) => openMenu(event, item, ctx));
  bubble.addEventListener("click", (event) => matchMedia("(hover: none)").matches && openMenu(event, item, ctx));
  return node;
}

const ONLY_EMOJI = /^(?:\p{Extended_Pictographic}[\p{Emoji_Modifier}\uFE0F]*(?:\u200D\p{Extended_Pictographic}\uFE0F?)*\s?){1,3}$/u;
const onlyEmoji = (text) => ONLY_EMOJI.test(text);

/** A press on the words of a message opens its menu, unless the press was for something in it. */
function openMenu(event, item, ctx) {
  if (event.target.closest("a, button, input, .spoiler") || String(getSelection())) return;
  event.preventDefault();
  const place = { x: event.clientX, y: event.clientY };
  ctx.onMenu(item, event.currentTarget.closest(".msg"), place);
}

function shell(message, className, ctx, ...children) {
  const name = senderName(message, ctx.t);
  const label = ctx.t("messageFrom", { name, time: clock(message.date, ctx.language) });
  return h("article", { class: className, "aria-label": label, data: { messageId: message.message_id } }, children);
}

function meta(message, ctx) {
  const stamp = new Date(message.date * 1000);
  return h(
    "div",
    { class: "meta" },
    message.pinned && h("span", { title: ctx.t("pinned") }, "📌"),
    message.edited && h("span", { class: "edited" }, ctx.t("edited")),
    h("time", { datetime: stamp.toISOString(), title: stamp.toLocaleString(ctx.language) }, clock(message.date, ctx.language)),
  );
}

function forwardLine(message, ctx) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.sender_chat?.title ?? origin.chat?.title ?? ctx.t("noName");
  return h("div", { class: "forwarded" }, "↪ ", isolated(name));
}

/** What a message answers; one that is far above is fetched for it. */
function quote(message, ctx) {
  if (!message.reply_to) return null;
  const words = h("span", { class: "quote-words" });
  const button = h("button", { type: "button", class: "quote", onclick: () => ctx.onJump(message.reply_to) });
  const fill = (target) => {
    if (!target) return button.remove();
    const picture = target.media?.kind === "photo" && h("img", { class: "quote-picture", src: target.media.url, alt: "", loading: "lazy" });
    words.replaceChildren(h("strong", {}, isolated(senderName(target, ctx.t))), h("span", {}, isolated(summary(target, ctx.t))));
    return button.replaceChildren(...[picture, words].filter(Boolean));
  };
  const known = ctx.find(message.reply_to);
  if (known) fill(known);
  else {
    words.replaceChildren(h("strong", {}, "…"), h("span", {}, "…"));
    button.replaceChildren(words);
    ctx.peek(message.reply_to).then(fill);
  }
  return button;
}

function reactions(message, ctx) {
  const found = message.reactions ?? [];
  if (!found.length) return null;
  const chip = ({ emoji, count, mine }) =>
    h("button", {
      type: "button", class: "reaction", "aria-pressed": String(Boolean(mine)),
      "aria-label": ctx.t("reactedBy", { emoji, count }), onclick: () => ctx.onReact(message, mine ? null : emoji),
    }, h("span", { class: "sign" }, emoji), h("span", {}, String(count)));
  return h("div", { class: "reactions", role: "group", "aria-label": ctx.t("reactions") }, found.map(chip));
}

function tools(item, own, ctx) {
  const message = item.parts[0];
  return h(
    "div",
    { class: "tools" },
    iconButton("reply", ctx.t("reply"), () => ctx.onReply(message)),
    canEdit(item, own) && iconButton("edit", ctx.t("edit"), () => ctx.onEdit(editable(item))),
    iconButton("smile", ctx.t("messageMenu"), (event) => ctx.onMenu(item, event.currentTarget), { "aria-haspopup": "true" }),
  );
}

/** The part of an item whose words can be changed. */
export const editable = (item) => item.parts.find((part) => part.text) ?? item.parts[0];

/** May its author change its words? The server says; where it does not, text of one's own. */
export function canEdit(item, own) {
  const message = editable(item);
  return message.can_edit ?? Boolean(own && message.text && !message.media && !message.forward_origin);
}
