/** What presses in a seat do: say, tap, vote, open, copy. Each one ends in the sandbox or in a kind word. */

import * as api from "./api.js";
import { alertOver, showPhoto, toast } from "./dialogs.js";

/**
 * The callbacks of one seat, by the names the drawing modules call them.
 * @param {import("./seat.js").Seat} seat
 */
export function actionsOf(seat) {
  const attempt = async (work) => {
    try {
      await work();
      return true;
    } catch (error) {
      seat.complain("failed", error);
      return false;
    }
  };
  const say = (chat, message) => attempt(() => api.send(seat.person.id, chat, message));
  const refuse = () => toast(seat.toasts, seat.t("linkRefused"));

  return {
    send: (message) => say(seat.chat, message),
    onCommand: (command) => say(seat.chat, { text: command }),
    onStart: (payload) => begin(seat, payload, say),
    onTap: (message, button, node) => tap(seat, { message, button, node }, attempt),
    onVote: (message, options) => attempt(() => api.vote(seat.person.id, seat.chat, message.message_id, options)),
    onReply: (message) => seat.composer.replyTo(message),
    onEdit: (message) => seat.composer.edit(message),
    onJump: (messageId) => seat.log.jump(messageId),
    onPhoto: (url, alt) => showPhoto(url, alt, seat.t),
    onCopy: (text) => attempt(() => copy(seat, text)),
    onRefused: refuse,
    loadCommands: () => loadCommands(seat),
    seatActions: () => [
      [seat.t("restart"), () => begin(seat, "", say)],
      [seat.t(seat.blocked ? "unblockBot" : "blockBot"), () => attempt(() => block(seat, !seat.blocked))],
    ],
  };
}

/** Start the bot, as a press on Start or on a start link does: in the private chat, with the link's payload. */
async function begin(seat, payload, say) {
  const text = payload ? `/start ${payload}` : "/start";
  if (seat.group) return say(null, { text });
  if (seat.chat !== null) await seat.openChat(null);
  const sent = await say(null, { text });
  seat.composer.focus();
  return sent;
}

async function tap(seat, { message, button, node }, attempt) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  await attempt(async () => {
    const { answer } = await api.tap(seat.person.id, seat.chat, message.message_id, button.data);
    if (!answer?.text) return;
    if (!answer.show_alert) toast(seat.toasts, answer.text);
    else alertOver(seat.node, { title: seat.bot.name, text: answer.text, close: seat.t("close") });
  });
  node.removeAttribute("aria-busy");
}

async function loadCommands(seat) {
  try {
    return await api.getCommands(seat.person.id, seat.chat);
  } catch {
    toast(seat.toasts, seat.t("commandFailed"), { tone: "bad" });
    return [];
  }
}

async function block(seat, blocked) {
  await api.setBlocked(seat.person.id, blocked);
  await seat.refreshChats();
  if (blocked) toast(seat.toasts, seat.t("blocked"));
}

async function copy(seat, text) {
  await navigator.clipboard.writeText(text);
  toast(seat.toasts, seat.t("copied"));
}
