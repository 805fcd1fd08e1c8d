/** Buttons under messages and under the composer: how they look and what a press means. */

import { h, icon } from "./dom.js";
import { botStart, safeUrl } from "./links.js";

/**
 * The inline keyboard of a message, or null.
 * @param {object} message
 * @param {object} ctx - `t`, `bot`, `onTap(message, button, node)`, `onStart`, `onCopy`, `onRefused`
 */
export function inlineKeyboard(message, ctx) {
  const rows = message.buttons ?? [];
  if (!rows.length) return null;
  return h(
    "div",
    { class: "inline-keys", role: "group", "aria-label": ctx.t("buttons") },
    rows.map((row) => h("div", { class: "key-row" }, row.map((button) => inlineButton(message, button, ctx)))),
  );
}

function inlineButton(message, button, ctx) {
  const face = keyFace(button.text);
  const look = `key${button.style ? ` key-${String(button.style).replaceAll(/[^a-z]/g, "")}` : ""}`;
  const payload = button.url ? botStart(button.url, ctx.bot) : null;
  if (button.url && payload === null) return urlButton(button, { face, look, ctx });
  const act = () => {
    if (payload !== null) ctx.onStart(payload);
    else if (button.copy_text) ctx.onCopy(button.copy_text.text ?? button.copy_text);
    else if (button.data !== undefined) ctx.onTap(message, button, node);
    else ctx.onRefused();
  };
  const node = h("button", { type: "button", class: look, onclick: act }, face, button.copy_text && icon("copy"));
  return node;
}

const HAN = /\p{Script=Han}$/u;
const segmenter = new Intl.Segmenter("zh", { granularity: "word" });

/**
 * The words on a button. The style sheet breaks no word; in Chinese, where no space shows the words,
 * the places between them are marked.
 */
function keyFace(text) {
  const parts = [];
  let before = "";
  for (const { segment } of segmenter.segment(text)) {
    if (HAN.test(before) && /^\p{Script=Han}/u.test(segment)) parts.push(h("wbr"));
    parts.push(segment);
    before = segment;
  }
  return h("bdi", { class: "key-face" }, parts);
}

function urlButton(button, { face, look, ctx }) {
  const href = safeUrl(button.url);
  if (href === null) return h("button", { type: "button", class: look, onclick: ctx.onRefused }, face);
  const props = { class: look, href, target: "_blank", rel: "noopener noreferrer", title: ctx.t("openLink") };
  return h("a", props, face, icon("link"));
}

/**
 * The reply keyboard that is in force after these messages: the newest one the bot sent that was not removed.
 * @returns {{message: object, markup: object}|null}
 */
export function keyboardInForce(messages) {
  for (let i = messages.length - 1; i >= 0; i -= 1) {
    const markup = messages[i].reply_keyboard;
    if (markup?.remove_keyboard) return null;
    if (markup?.keyboard) return { message: messages[i], markup };
  }
  return null;
}

/** The newest message if it asks for a reply (force_reply), else null. */
export function forcedReply(messages) {
  const last = messages.at(-1);
  return last?.reply_keyboard?.force_reply ? last : null;
}

/** The rows of a reply keyboard; a press says the button's words. */
export function replyKeys(markup, { t, onSay }) {
  const word = (key) => (typeof key === "string" ? key : key.text);
  return h(
    "div",
    { class: `reply-keys${markup.resize_keyboard ? " compact" : ""}`, role: "group", "aria-label": t("keyboard") },
    markup.keyboard.map((row) =>
      h(
        "div",
        { class: "key-row" },
        row.map((key) =>
          h("button", { type: "button", class: "key", onclick: () => onSay(word(key)) }, keyFace(word(key))),
        ),
      ),
    ),
  );
}
