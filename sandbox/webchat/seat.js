/**
 * One seat: one person in one of their chats. A group seat is the same the other way round: the chat stays,
 * and a selector says who is speaking. Holds the parts together; what presses do is in actions.js.
 */

import * as api from "./api.js";
import { actionsOf } from "./actions.js";
import { ChatTabs } from "./chats.js";
import { coalesce } from "./coalesce.js";
import { Composer } from "./composer.js";
import { actionMenu, toast } from "./dialogs.js";
import { avatar, freshId, h, isolated } from "./dom.js";
import { Feed } from "./feed.js";
import { languageOf, translator } from "./i18n.js";
import { forcedReply, keyboardInForce } from "./keyboard.js";
import { MessageLog } from "./log.js";

const TYPING_MS = 5500;

export class Seat {
  #feed = null;
  #lastRead = 0;
  #typingTimer = 0;
  #onScreen = true;
  #awake = false;
  #ready = null;

  /**
   * @param {{world: object, person: object, group?: object, onUnread: () => void}} options
   *   world: `faces` (the bot by language), `people` (Map by id), `groups` (Map by id)
   */
  constructor({ world, person, group = null, onUnread }) {
    Object.assign(this, { world, person, group, onUnread, chats: [], unread: 0, blocked: false });
    this.chat = group ? group.id : null;
    this.key = group ? `group:${group.id}` : `person:${person.id}`;
    this.t = (key, values) => translator(this.language)(key, values);
    const say = { t: this.t };
    const ctx = { ...say, ...actionsOf(this), find: (id) => this.#feed.messages.find((m) => m.message_id === id) };
    this.ctx = ctx;
    this.log = new MessageLog({ ctx, onSeen: () => this.look(), onLeave: () => this.composer.focus() });
    this.tabs = new ChatTabs({ ...say, panelId: this.log.scroller.id, onOpen: (chat) => this.openChat(chat) });
    this.composer = new Composer({
      ...say,
      label: () => `${this.t("placeholder")}: ${this.chatTitle}`,
      loadCommands: ctx.loadCommands,
      onSend: ctx.send,
      onUp: () => this.log.focusLast(),
    });
    this.refreshChats = coalesce(() => this.#fetchChats());
    this.#build();
  }

  /** Show or put away; a seat that was never shown asks for nothing. */
  show(visible) {
    this.node.hidden = !visible;
    if (!visible || this.#awake) return;
    this.#awake = true;
    this.#ready = this.openChat(this.chat);
  }

  get language() {
    return languageOf(this.person.language_code);
  }

  /** The bot's face as this person's language shows it. */
  get bot() {
    return this.world.faces[this.language];
  }

  get name() {
    return (this.group ? this.group.title : this.person.first_name) || this.t("noName");
  }

  get chatTitle() {
    if (this.chat === null) return this.bot.name;
    return this.world.groups.get(this.chat)?.title ?? this.chats.find((chat) => chat.key === this.chat)?.title ?? "";
  }

  #build() {
    const heading = freshId("seat");
    this.status = h("p", { class: "seat-status" });
    this.start = h("button", { type: "button", class: "primary start", hidden: true, onclick: () => this.ctx.onStart("") });
    this.toasts = h("div", { class: "toasts", role: "status", "aria-live": "polite" });
    this.log.node.append(this.toasts);
    this.speaker = this.group && h("select", { class: "speaker", onchange: () => this.speakAs(Number(this.speaker.value)) });
    const [more, menu] = actionMenu(this.t("menuOf", { name: this.name }), () => this.ctx.seatActions());
    const title = h("h2", { id: heading }, isolated(this.name));
    const words = h("div", { class: "seat-words" }, title, this.speaker ?? this.status);
    this.node = h(
      "section",
      { class: "seat", "aria-labelledby": heading, lang: this.language, data: this.group ? { group: this.group.id } : { person: this.person.id } },
      h("header", { class: "seat-head" }, avatar(this.group?.id ?? this.person.id, this.name), words, this.group ? null : [more, menu]),
      this.tabs.node,
      this.log.node,
      this.start,
      this.composer.node,
    );
    new IntersectionObserver(([entry]) => this.#screen(entry.isIntersecting), { threshold: 0.5 }).observe(this.node);
    if (this.group) this.refreshSpeakers();
  }

  /** Open one of the person's chats (null: the private chat with the bot). */
  openChat(chat) {
    this.#feed?.close();
    this.chat = chat;
    this.#lastRead = 0;
    Object.assign(this.ctx, { person: this.person, isGroup: chat !== null, bot: this.bot, language: this.language });
    this.#feed = new Feed(this.person.id, chat, {
      onChange: (messages) => this.#draw(messages),
      onError: (error) => this.complain("loadFailed", error),
    });
    this.log.reset(this.t("messages", { chat: this.chatTitle }));
    this.composer.reset();
    this.#typing(null);
    this.#drawTabs();
    this.start.hidden = true;
    return this.refresh();
  }

  /** Fetch everything again: the first look, or after the line was down. */
  async refresh() {
    if (this.#awake) await Promise.all([this.#feed.refresh(), this.refreshChats()]);
  }

  /** The list of chats and their unread marks (called through `refreshChats`). */
  async #fetchChats() {
    try {
      const chats = await api.getChats(this.person.id);
      this.chats = chats.map((chat) => ({ key: chat.type === "private" ? null : chat.id, title: chat.title, unread: chat.unread }));
      this.blocked = chats.some((chat) => chat.blocked);
    } catch {
      return; // The banner already says that the line is down; the next event asks again.
    }
    if (!this.group && this.chat !== null && !this.chats.some((chat) => chat.key === this.chat)) this.openChat(null);
    this.#drawTabs();
  }

  /** Something happened in the sandbox; take what concerns this seat. */
  onEvent(event) {
    if (!this.#awake) return;
    if (event.type === "groups") this.refreshChats();
    if (event.person !== null && event.person !== undefined && event.person !== this.person.id) return;
    const chat = this.world.groups.has(event.chat) || event.chat < 0 ? event.chat : null;
    if (event.type === "typing" && chat === this.chat) this.#typing(event);
    if (!["message", "edited", "deleted"].includes(event.type)) return;
    if (chat === this.chat) this.#feed.refresh(event.message_id ?? 0);
    this.refreshChats();
  }

  /** The bot's name or description may have changed. */
  meetAgain() {
    this.ctx.bot = this.bot;
    if (!this.#awake) return;
    this.#typing(null);
    if (!this.#feed.messages.length) this.#draw([]);
  }

  /** In a group seat: who is speaking from now on. */
  speakAs(id) {
    this.person = this.world.people.get(id);
    this.openChat(this.chat);
  }

  /** In a group seat: offer the group's members as speakers. */
  refreshSpeakers() {
    const members = [...this.world.people.values()].filter((person) => this.group.members.includes(person.id));
    this.speaker.setAttribute("aria-label", this.t("speakAs"));
    this.speaker.replaceChildren(
      ...members.map(({ id, first_name }) => h("option", { value: id, selected: id === this.person.id }, first_name || this.t("noName"))),
    );
  }

  /** Say kindly what went wrong. */
  complain(key, error) {
    const reason = error.status === 0 ? this.t("offline") : error.message;
    toast(this.toasts, this.t(key, { reason }), { tone: "bad" });
  }

  /** Put the cursor where the person writes; on the very first look that is the Start button. */
  async focus() {
    await this.#ready;
    (this.start.hidden ? this.composer.input : this.start).focus();
  }

  #draw(messages) {
    const empty = messages.length === 0;
    const last = messages.at(-1);
    if (last?.from?.is_bot) this.#typing(null);
    this.start.hidden = !(empty && this.chat === null);
    this.start.textContent = this.t("start");
    this.composer.setKeyboard(keyboardInForce(messages));
    const ask = forcedReply(messages);
    if (ask) this.composer.suggestReply(ask);
    this.log.render(messages, empty ? this.#blank() : null);
  }

  #blank() {
    const { bot } = this;
    const words = this.chat !== null ? this.t("emptyGroup") : bot.description || this.t("emptyPrivate");
    const title = this.chat !== null ? this.chatTitle : bot.description ? this.t("what") : bot.name;
    return h("div", { class: "hello" }, avatar(bot.id, this.chatTitle || "?"), h("h3", {}, isolated(title)), h("p", { dir: "auto" }, words));
  }

  #drawTabs() {
    const label = this.t("chatsOf", { name: this.name });
    if (this.group) this.tabs.node.hidden = true;
    else this.tabs.render(label, this.chats, this.chat);
    this.unread = this.group ? 0 : this.chats.reduce((sum, chat) => sum + (chat.unread ?? 0), 0);
    this.onUnread();
  }

  #typing(event) {
    clearTimeout(this.#typingTimer);
    const words = event ? this.t("typing") : this.chatTitle;
    this.status.replaceChildren(isolated(words));
    this.node?.classList.toggle("is-typing", Boolean(event));
    if (event) this.#typingTimer = setTimeout(() => this.#typing(null), TYPING_MS);
  }

  #screen(visible) {
    this.#onScreen = visible;
    if (visible) this.look();
  }

  /** Mark as read what is in sight. A group seat is a wall to look at: it reads for nobody. */
  look() {
    if (this.group) return;
    const last = this.#feed?.messages.at(-1)?.message_id ?? 0;
    const looking = this.#awake && this.#onScreen && this.log.atBottom && document.visibilityState === "visible";
    if (!looking || last <= this.#lastRead) return;
    this.#lastRead = last;
    api.markRead(this.person.id, this.chat, last).then(() => this.refreshChats(), () => (this.#lastRead = 0));
  }
}
