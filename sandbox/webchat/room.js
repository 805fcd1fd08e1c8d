/** The open conversation: its messages, what is pinned above them, and where one writes. */

import * as api from "./api.js";
import { Composer } from "./composer.js";
import { avatar, freshId, h, icon, iconButton, isolated } from "./dom.js";
import { Feed } from "./feed.js";
import { firstUnread } from "./items.js";
import { forcedReply, keyboardInForce } from "./keyboard.js";
import { MessageLog } from "./log.js";
import { summary } from "./message.js";
import { actionMenu } from "./popover.js";

const TYPING_MS = 5500;
const DRAFT_MS = 600;
const ANSWER_MS = 8000;

export class Room {
  place = { chat: null, thread: null };
  #feed = null;
  #lastRead = 0;
  #typingTimer = 0;
  #unreadFrom = null;
  /** How much was unread when the chat was opened, and which message was the last one then. */
  #unread = { count: 0, last: 0 };
  #drawnOnce = false;
  #draftTimer = 0;
  /** What the sandbox has, as far as is known. */
  #draft = "";
  #draftPending = null;
  #pinned = null;
  /** What the bot was asked last: after which message, and until when its answer is waited for. */
  #asked = { last: 0, until: 0 };

  /** @param {import("./seat.js").Seat} seat */
  constructor(seat) {
    this.seat = seat;
    this.t = seat.t;
    const { ctx } = seat;
    Object.assign(ctx, { find: (id) => this.#feed?.find(id), peek: (id) => this.#feed.peek(id) });
    this.log = new MessageLog({
      ctx, onSeen: () => this.look(), onLeave: () => this.composer.focus(), onOlder: () => this.#feed?.older(),
    });
    this.composer = new Composer({
      t: this.t, label: () => `${this.t("placeholder")}: ${seat.placeTitle}`, ctx,
      onUp: () => this.log.focusLast(), onDraft: (text) => this.#keepDraft(text),
    });
    this.#build();
  }

  #build() {
    const { seat, t } = this;
    this.start = h("button", { type: "button", class: "primary start", hidden: true, onclick: () => seat.ctx.onStart("") }, t("start"));
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.log.node.append(this.toasts);
    this.face = h("span", { class: "face" });
    this.title = h("h3", { id: freshId("chat") });
    this.status = h("p", { class: "room-status" });
    const back = iconButton("back", t("conversations"), () => seat.showList(), { class: "round to-list" });
    this.mark = h("span", { class: "back-mark", hidden: true });
    back.append(this.mark);
    const find = iconButton("search", t("searchHere"), () => seat.showSearch(true));
    [this.more, this.menu] = actionMenu(t("topicMenu"), () => seat.ctx.topicActions());
    const words = h("div", { class: "seat-words" }, this.title, this.status);
    this.head = h("header", { class: "room-head" }, back, this.face, words, find, this.more, this.menu);
    this.pin = h("button", { type: "button", class: "pin", hidden: true, onclick: () => this.jump(this.#pinned) });
    this.closed = h("p", { class: "closed-note", hidden: true });
    this.node = h("div", { class: "talk" }, this.head, this.pin, this.log.node, this.start, this.closed, this.composer.node);
    this.#takeDrops();
  }

  /** Files that are let fall anywhere over the conversation. */
  #takeDrops() {
    const mark = (on) => this.node.classList.toggle("dropping", on);
    const open = (event) => !this.composer.node.hidden && [...event.dataTransfer.types].includes("Files");
    this.node.addEventListener("dragover", (event) => {
      if (!open(event)) return;
      event.preventDefault();
      mark(true);
    });
    this.node.addEventListener("dragleave", (event) => !this.node.contains(event.relatedTarget) && mark(false));
    this.node.addEventListener("drop", (event) => {
      mark(false);
      if (!open(event)) return;
      event.preventDefault();
      this.composer.addFiles([...event.dataTransfer.files]);
    });
  }

  get messages() {
    return this.#feed?.messages ?? [];
  }

  /** Open a conversation; `line` is what the list says of it, if it says something yet. */
  open(place, line) {
    const begun = this.#feed ? "" : this.composer.text; // Who is quick writes before the first answer is here.
    this.#feed?.close();
    this.#flushDraft();
    this.place = { chat: place.chat, thread: place.thread ?? null };
    this.#lastRead = 0;
    this.#drawnOnce = false;
    this.#unreadFrom = null;
    this.#pinned = null;
    this.#asked.until = 0;
    this.pin.hidden = true;
    this.toasts.querySelector(".toast-action")?.parentNode.remove(); // It speaks of the files of the chat that is left.
    this.#feed = new Feed(this.seat.person.id, this.place, {
      onChange: (messages) => this.#draw(messages),
      onError: (error) => this.seat.complain("loadFailed", error),
    });
    this.log.reset(this.t("messages", { chat: this.seat.placeTitle }));
    this.composer.reset(`${this.seat.person.id}/${place.chat}/${place.thread ?? ""}`, begun || (line?.draft ?? ""));
    this.#draft = line?.draft ?? "";
    this.typing(null);
    this.start.hidden = true;
    this.meet(line);
    return this.refresh();
  }

  refresh() {
    return this.#feed?.refresh();
  }

  /** What the list says of this conversation may be new: title, pin, whether one may write. */
  meet(line) {
    const { seat } = this;
    this.title.replaceChildren(isolated(seat.placeTitle));
    this.face.replaceChildren(avatar(this.place.chat ?? seat.bot.id ?? 0, seat.placeTitle || "?"));
    this.log.list.setAttribute("aria-label", this.t("messages", { chat: seat.placeTitle }));
    const shut = line?.closed && !line.can_manage ? "topicClosed" : line?.can_write === false ? "channelNote" : line && line.member === false ? "notMember" : null;
    this.closed.hidden = !shut;
    this.closed.textContent = shut ? this.t(shut) : "";
    this.composer.node.hidden = Boolean(shut);
    this.more.hidden = !(line?.topic && line.can_manage);
    this.composer.relabel();
    this.#showPin(line?.pinned ?? null);
  }

  async #showPin(id) {
    if (id === this.#pinned && !this.pin.hidden === Boolean(id)) return;
    this.#pinned = id;
    const feed = this.#feed;
    const message = id ? await feed.peek(id) : null;
    if (feed !== this.#feed || id !== this.#pinned) return;
    this.pin.hidden = !message;
    if (!message) return;
    this.pin.setAttribute("aria-label", `${this.t("pinned")}: ${summary(message, this.t)}`);
    this.pin.replaceChildren(icon("tack"), h("span", { class: "pin-words" }, h("strong", {}, this.t("pinned")), isolated(summary(message, this.t))));
  }

  /** Something happened to a message of this chat. */
  touch(event) {
    if (event.message_id && event.message_id === this.#pinned) this.#pinned = null;
    return this.#feed?.touch(event.message_id ?? 0);
  }

  /** The person may have written on another device; what is being written here stays. */
  takeDraft(text) {
    if (text === this.#draft || this.#draftPending || this.composer.editing || this.composer.text !== this.#draft) return;
    this.#draft = text;
    this.composer.takeDraft(text);
  }

  #keepDraft(text) {
    clearTimeout(this.#draftTimer);
    if (text === this.#draft && !this.#draftPending) return;
    const { place } = this;
    const { person } = this.seat;
    this.#draftPending = async () => {
      if ((await this.seat.keepDraft(person, place, text)) && place === this.place) this.#draft = text;
      if (this.#draftPending === mine) this.#draftPending = null;
    };
    const mine = this.#draftPending;
    this.#draftTimer = setTimeout(mine, DRAFT_MS);
  }

  #flushDraft() {
    clearTimeout(this.#draftTimer);
    this.#draftPending?.();
    this.#draftPending = null;
  }

  /** Show a message, however far above it is. */
  async jump(id) {
    if (await this.#feed.reach(id)) this.log.jump(id);
    else this.seat.say("messageGone");
  }

  /** A button was pressed, a command given: the view goes to what the bot says next. */
  expectAnswer() {
    this.#asked = { last: this.#feed?.last ?? 0, until: Date.now() + ANSWER_MS };
  }

  /** Is the newest message the answer that was waited for? */
  #isAnswer(messages) {
    const last = messages.at(-1);
    const found = Boolean(last?.from?.is_bot) && last.message_id > this.#asked.last && Date.now() < this.#asked.until;
    if (found) this.#asked.until = 0;
    return found;
  }

  #draw(messages) {
    const { seat } = this;
    const empty = messages.length === 0;
    if (messages.at(-1)?.from?.is_bot) this.typing(null);
    this.start.hidden = !(empty && this.place.chat === null && !this.place.thread);
    this.composer.setKeyboard(keyboardInForce(messages));
    const ask = forcedReply(messages);
    if (ask) this.composer.suggestReply(ask);
    const first = !this.#drawnOnce;
    if (first) this.#unread = { count: seat.group ? 0 : seat.unreadOf(this.place), last: this.#feed.last };
    this.#drawnOnce = true;
    const answered = messages.at(-1)?.from?.id === seat.person.id && this.#feed.last > this.#unread.last;
    if (answered) this.#unread.count = 0;
    this.#unreadFrom = answered ? null : (this.#unreadFrom ?? this.#findUnread(messages));
    this.log.render(messages, empty ? this.#blank() : null, { unreadFrom: this.#unreadFrom, start: first, follow: !first && this.#isAnswer(messages) });
  }

  /** Where the line of what is new belongs; while that is further up than what is held, nowhere. */
  #findUnread(messages) {
    const { count, last } = this.#unread;
    return count ? firstUnread(messages.filter(({ message_id: id }) => id <= last), count, this.seat.person.id) : null;
  }

  /** Draw again what depends on the bot's face. */
  redraw() {
    if (!this.messages.length && this.#drawnOnce) this.#draw([]);
  }

  #blank() {
    const { bot } = this.seat;
    const home = this.place.chat === null && !this.place.thread;
    const words = home ? bot.description || this.t("emptyPrivate") : this.t(this.place.chat === null ? "emptyTopic" : "emptyGroup");
    const title = home ? (bot.description ? this.t("what") : bot.name) : this.seat.placeTitle;
    return h("div", { class: "hello" }, avatar(bot.id, this.seat.placeTitle || "?"), h("h4", {}, isolated(title)), h("p", { dir: "auto" }, words));
  }

  /** Somebody types (an event), or nobody does (null). */
  typing(event) {
    clearTimeout(this.#typingTimer);
    this.seat.showStatus(event ? this.t("typing") : null);
    this.seat.node?.classList.toggle("is-typing", Boolean(event));
    if (event) this.#typingTimer = setTimeout(() => this.typing(null), TYPING_MS);
  }

  /** Mark as read what has been in sight. A group seat is a wall to look at: it reads for nobody. */
  look() {
    const { seat } = this;
    if (seat.group || !seat.looking || !this.#drawnOnce) return;
    const { seen } = this.log;
    if (seen <= this.#lastRead || (!this.#lastRead && !seat.unreadOf(this.place) && seen < (this.#feed?.last ?? 0))) return;
    this.#lastRead = seen;
    api.markRead(seat.person.id, this.place, seen).then(() => seat.refreshChats(), () => (this.#lastRead = 0));
  }
}
