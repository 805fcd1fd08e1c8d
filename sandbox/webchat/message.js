/** One message as an article: who, what, when, and its buttons. Draws; decides nothing. */

import { avatar, h, iconButton, isolated } from "./dom.js";
import { renderText } from "./entities.js";
import { inlineKeyboard } from "./keyboard.js";
import { renderMedia } from "./media.js";
import { renderPoll } from "./poll.js";

/** Hours and minutes as the seat's language writes them. */
export function clock(date, language) {
  return new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hour12: false }).format(date * 1000);
}

/** The name a message is shown under. */
export function senderName(message, t) {
  return message.from?.name || t("noName");
}

/**
 * @param {object} message
 * @param {object} ctx - person, isGroup, bot, t, language, find(id) and the callbacks of keyboard, poll and text
 */
export function renderMessage(message, ctx) {
  return message.service ? renderService(message, ctx) : renderBubble(message, ctx);
}

function renderService(message, ctx) {
  const words = typeof message.service === "string" ? message.service : message.text;
  return shell(message, "msg service", ctx, h("p", { class: "service-text", dir: "auto" }, isolated(words)));
}

function renderBubble(message, ctx) {
  const own = message.from?.id === ctx.person.id;
  const name = senderName(message, ctx.t);
  const showName = ctx.isGroup && !own;
  const keys = inlineKeyboard(message, ctx);
  const bubble = h(
    "div",
    { class: "bubble" },
    showName && h("div", { class: "sender" }, isolated(name)),
    forwardLine(message, ctx),
    quote(message, ctx),
    renderMedia(message, ctx),
    message.text && h("div", { class: "text", dir: "auto" }, renderText(message.text, message.entities, ctx)),
    message.poll && renderPoll(message, ctx),
    meta(message, ctx),
  );
  const stack = h("div", { class: `stack${keys ? " with-keys" : ""}` }, bubble, keys);
  const kind = `msg ${own ? "own" : "other"}`;
  return shell(message, kind, ctx, showName && avatar(message.from?.id ?? 0, name), stack, tools(message, own, ctx));
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
    message.edited && h("span", { class: "edited" }, ctx.t("edited")),
    h("time", { datetime: stamp.toISOString(), title: stamp.toLocaleString(ctx.language) }, clock(message.date, ctx.language)),
  );
}

function forwardLine(message, ctx) {
  const origin = message.forward_origin;
  if (!origin) return null;
  const name = origin.sender_user?.first_name ?? origin.sender_user_name ?? origin.sender_chat?.title ?? ctx.t("noName");
  return h("div", { class: "forwarded" }, "↪ ", isolated(name));
}

function quote(message, ctx) {
  if (!message.reply_to) return null;
  const target = ctx.find(message.reply_to);
  if (!target) return null;
  const jump = () => ctx.onJump(target.message_id);
  return h(
    "button",
    { type: "button", class: "quote", onclick: jump },
    h("strong", {}, isolated(senderName(target, ctx.t))),
    h("span", { class: "quote-text" }, isolated(summary(target, ctx.t))),
  );
}

/** One short line that stands for a message: in quotes, in the chat list. */
export function summary(message, t) {
  const kinds = { photo: t("photo"), voice: t("voice"), document: message.media?.file_name };
  return message.text || message.service || message.poll?.question || kinds[message.media?.kind] || "…";
}

function tools(message, own, ctx) {
  const canEdit = own && message.text && !message.media && !message.forward_origin;
  return h(
    "div",
    { class: "tools" },
    iconButton("reply", ctx.t("reply"), () => ctx.onReply(message)),
    canEdit && iconButton("edit", ctx.t("edit"), () => ctx.onEdit(message)),
  );
}
