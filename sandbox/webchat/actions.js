/** What presses in a seat do: say, tap, vote, open, copy. Each one ends in the sandbox or in a kind word. */

import * as api from "./api.js";
import { samePlace } from "./conversations.js";
import { alertOver, askPerson, askPlace, askWords, confirm, toast } from "./dialogs.js";
import { h } from "./dom.js";
import { QUICK } from "./emoji.js";
import { FILE_ONLY, REFUSALS } from "./files.js";
import { showPhotos } from "./lightbox.js";
import { canEdit, editable } from "./message.js";
import { openMenu } from "./popover.js";

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
  const me = () => seat.person.id;
  /** `asked`: a button said it for the person. */
  const say = (place, { asked = false, ...message }) => {
    if (asked || (message.text.startsWith("/") && !message.edit)) seat.room.expectAnswer();
    return attempt(() => api.send(me(), place, message));
  };
  const onReact = (message, emoji) => attempt(() => api.react(me(), seat.place, message.message_id, emoji));
  const acts = {
    send: (message) => say(seat.place, message),
    sendFiles: (entries, more) => deliver(seat, entries, more),
    onRefusedFile: (reason, name, again) => refuseFile(seat, { reason, name, again }),
    sendSticker: (message) => attempt(() => api.sendSticker(me(), seat.place, message)),
    sendLocation: (message) => attempt(() => api.sendLocation(me(), seat.place, message)),
    say: (key) => seat.say(key),
    onCommand: (command) => say(seat.place, { text: command }),
    onStart: (payload) => begin(seat, payload, say),
    onTap: (message, button, node) => tap(seat, { message, button, node }, attempt),
    onVote: (message, options) => attempt(() => api.vote(me(), seat.place, message.message_id, options)),
    onReply: (message) => seat.room.composer.replyTo(message),
    onEdit: (message) => seat.room.composer.edit(message),
    onReact,
    onMenu: (item, anchor, point) => messageMenu(seat, item, { anchor, point }, { ...acts, attempt }),
    onJump: (messageId) => seat.room.jump(messageId),
    onPhoto: (pictures, at) => showPhotos(pictures, at, seat.t),
    onCopy: (text) => attempt(() => copy(seat, text)),
    onPlace: (send) => askPlace(seat.t).then((place) => place && send(place)),
    onUnplayable: () => seat.say("unplayable"),
    onRefused: () => toast(seat.room.toasts, seat.t("linkRefused")),
    onSearch: (words, place) => find(seat, words, place),
    onNewTopic: (line) => newTopic(seat, line, attempt),
    loadCommands: () => load(seat, "commandFailed", () => api.getCommands(me(), seat.place)),
    loadStickers: () => load(seat, "stickersFailed", api.getStickers),
    topicActions: () => topicActions(seat, attempt),
    seatActions: () => [
      ["person", seat.t("profile"), () => changeProfile(seat, attempt)],
      ["again", seat.t("restart"), () => begin(seat, "", say)],
      ["block", seat.t(seat.blocked ? "unblockBot" : "blockBot"), () => attempt(() => block(seat, !seat.blocked))],
    ],
  };
  return acts;
}

/**
 * Pictures go as pictures, anything else as files; the words go with whatever goes first. What arrived is
 * marked as sent; a picture that is refused as one is a file from then on.
 */
async function deliver(seat, entries, { kind, caption = "", ...more }) {
  const { person, place } = seat;
  const batches = [["photo", entries.filter((entry) => entry.photo)], [kind ?? "document", entries.filter((entry) => !entry.photo)]];
  let words = caption || null;
  for (const [what, some] of batches.filter(([, { length }]) => length)) {
    try {
      await api.sendMedia(person.id, place, some.map(({ file }) => file), { kind: what, caption: words, ...more });
    } catch (error) {
      if (!REFUSALS[error.reason]) seat.complain("failed", error);
      else refuseFile(seat, { reason: error.reason, name: some[error.file]?.file.name, again: () => seat.room.composer.submit() });
      if (FILE_ONLY.has(error.reason)) some[error.file].photo = false;
      return false;
    }
    for (const entry of some) entry.sent = true;
    words = null;
  }
  return true;
}

/** Say which file is not taken, and why; if it would be taken as a file, a press sends it (`again`). */
function refuseFile(seat, { reason, name, again }) {
  const why = seat.t(REFUSALS[reason], { name });
  if (!FILE_ONLY.has(reason)) toast(seat.room.toasts, why, { tone: "bad" });
  else toast(seat.room.toasts, seat.t("fileOnly", { why }), { action: [seat.t("sendAsFile"), again] });
}

/** Start the bot, as a press on Start or on a start link does: in the private chat, with the link's payload. */
async function begin(seat, payload, say) {
  const text = payload ? `/start ${payload}` : "/start";
  const home = { chat: null, thread: null };
  if (seat.group) return say(home, { text });
  if (seat.place.chat !== null || seat.place.thread) await seat.openChat(seat.lines.find((line) => line.chat === null && !line.thread) ?? home);
  seat.showRoom({ focus: false });
  const sent = await say(home, { text });
  seat.room.composer.focus();
  return sent;
}

async function tap(seat, { message, button, node }, attempt) {
  if (node.getAttribute("aria-busy") === "true") return;
  node.setAttribute("aria-busy", "true");
  seat.room.expectAnswer();
  await attempt(async () => {
    const { answer } = await api.tap(seat.person.id, seat.place, message.message_id, button.data);
    if (!answer?.text) return;
    if (!answer.show_alert) toast(seat.room.toasts, answer.text);
    else alertOver(seat.node, { title: seat.bot.name, text: answer.text, close: seat.t("close") });
  });
  node.removeAttribute("aria-busy");
}

/** A row of signs to answer with, and what else can be done with a message. */
function messageMenu(seat, item, { anchor, point }, acts) {
  const { t } = seat;
  const message = item.parts[0];
  const own = message.from?.id === seat.person.id;
  const text = editable(item).text;
  const mine = new Set((message.reactions ?? []).filter((one) => one.mine).map((one) => one.emoji));
  const signs = (shut) =>
    QUICK.map((sign) => {
      const press = () => {
        shut();
        acts.onReact(message, mine.has(sign) ? null : sign);
      };
      return h("button", { type: "button", class: "quick", "aria-label": t("reactWith", { emoji: sign }), "aria-pressed": String(mine.has(sign)), onclick: press }, sign);
    });
  const canDelete = message.can_delete ?? own;
  openMenu(anchor, { label: t("messageMenu"), point }, (shut) => [
    h("div", { class: "quick-row" }, signs(shut)),
    ["reply", t("reply"), () => acts.onReply(message)],
    text && ["copy", t("copyText"), () => acts.onCopy(text)],
    canEdit(item, own) && ["edit", t("edit"), () => acts.onEdit(editable(item))],
    canDelete && ["trash", t("delete"), () => remove(seat, item, acts.attempt), "bad"],
  ]);
}

async function remove(seat, item, attempt) {
  const { t } = seat;
  const sure = await confirm({ title: t("deleteTitle"), text: t("deleteHint"), yes: t("delete"), no: t("cancel") });
  if (!sure) return;
  await attempt(() => Promise.all(item.parts.map((part) => api.deleteMessage(seat.person.id, seat.place, part.message_id))));
}

/** Messages with these words in one conversation (or in all of them), each with the line it belongs to; newest first. */
async function find(seat, words, place) {
  const chats = place ? [place.chat] : [...new Set(seat.lines.map((line) => line.chat))];
  const answers = await Promise.all(chats.map((chat) => api.search(seat.person.id, chat, words).catch(() => [])));
  const hits = answers.flatMap((messages, index) =>
    messages.map((message) => {
      const own = seat.lines.filter((line) => line.chat === chats[index]);
      return { message, line: own.find((line) => (line.thread || null) === (message.thread ?? null)) ?? own[0] };
    }));
  const wanted = hits.filter(({ line }) => !place || samePlace(line, place));
  return wanted.sort((a, b) => b.message.date - a.message.date || b.message.message_id - a.message.message_id).slice(0, 60);
}

async function newTopic(seat, line, attempt) {
  const name = await askWords(seat.t, { title: seat.t("newTopic"), label: seat.t("topicName"), yes: seat.t("make"), most: 128 });
  if (name) await attempt(() => api.makeTopic(seat.person.id, line.chat, name).then(() => seat.refreshChats()));
}

function topicActions(seat, attempt) {
  const { t, line, place } = seat;
  const change = (what) => attempt(() => api.changeTopic(seat.person.id, place, what));
  const rename = async () => {
    const name = await askWords(t, { title: t("renameTopic"), label: t("topicName"), yes: t("save"), most: 128, value: line.name });
    if (name) await change({ name });
  };
  const remove = async () => {
    const words = { title: t("deleteTopicTitle", { name: line.name }), text: t("deleteHint"), yes: t("delete"), no: t("cancel") };
    if (await confirm(words)) await change({ deleted: true });
  };
  return [
    ["edit", t("renameTopic"), rename],
    ["lock", t(line.closed ? "openTopic" : "closeTopic"), () => change({ closed: !line.closed })],
    ["trash", t("deleteTopic"), remove, "bad"],
  ];
}

async function changeProfile(seat, attempt) {
  const { t, person } = seat;
  const words = { title: t("profile"), hint: t("profileHint"), yes: t("save") };
  const answers = await askPerson(t, words, { ...person, language: seat.language });
  if (answers) await attempt(() => api.setProfile(person.id, answers));
}

async function load(seat, complaint, work) {
  try {
    return await work();
  } catch {
    toast(seat.room.toasts, seat.t(complaint), { tone: "bad" });
    return [];
  }
}

async function block(seat, blocked) {
  await api.setBlocked(seat.person.id, blocked);
  await seat.refreshChats();
  if (blocked) seat.say("blocked");
}

async function copy(seat, text) {
  await navigator.clipboard.writeText(text);
  seat.say("copied");
}
