/**
 * One seat: one person, the list of their conversations and the one that is open. A group seat is the
 * same the other way round: the chat stays, and a selector says who is speaking. What presses do is in actions.js.
 */

import * as api from "./api.js";
import { actionsOf } from "./actions.js";
import { coalesce } from "./coalesce.js";
import { Conversations, conversationsOf, samePlace } from "./conversations.js";
import { toast } from "./dialogs.js";
import { avatar, freshId, h, iconButton, isolated } from "./dom.js";
import { languageOf, translator } from "./i18n.js";
import { actionMenu } from "./popover.js";
import { Room } from "./room.js";

const CHANGES = new Set(["message", "edited", "deleted", "reaction"]);
const LISTED = new Set([...CHANGES, "read", "draft", "topics"]);

export class Seat {
  #onScreen = true;
  #awake = false;
  #ready = null;
  #chats = null;
  lines = [];
  unread = 0;
  blocked = false;

  /**
   * @param {{world: object, person: object, group?: object, onUnread: () => void}} options
   *   world: `faces` (the bot by language), `people` (Map by id), `groups` (Map by id)
   */
  constructor({ world, person, group = null, onUnread }) {
    Object.assign(this, { world, person, group, onUnread });
    this.key = group ? `group:${group.id}` : `person:${person.id}`;
    this.language = languageOf(person.language_code);
    this.t = translator(this.language);
    this.ctx = { t: this.t, person, language: this.language, bot: this.bot, isGroup: false };
    Object.assign(this.ctx, actionsOf(this));
    this.room = new Room(this);
    this.list = new Conversations({
      t: this.t, language: () => this.language, me: () => this.person.id, onClose: () => this.showRoom(),
      onOpen: (place, message) => this.#chosen(place, message), onSearch: (words, place) => this.ctx.onSearch(words, place),
      onNewTopic: (line) => this.ctx.onNewTopic(line),
    });
    this.refreshChats = coalesce(() => this.#fetchChats());
    this.#build();
  }

  /** Show or put away; a seat that was never shown asks for nothing. */
  show(visible) {
    this.node.hidden = !visible;
    if (!visible || this.#awake) return;
    this.#awake = true;
    this.#ready = this.#begin();
  }

  /** Put away for good. */
  close() {
    this.#awake = false;
    this.observer.disconnect();
    this.node.remove();
  }

  /** The bot's face as this person's language shows it. */
  get bot() {
    return this.world.faces[this.language];
  }

  get name() {
    return (this.group ? this.group.title : this.person.first_name) || this.t("noName");
  }

  get place() {
    return this.room?.place ?? { chat: null, thread: null };
  }

  /** The line of the list for the open conversation. */
  get line() {
    return this.lines.find((line) => samePlace(line, this.place)) ?? null;
  }

  get placeTitle() {
    const { chat } = this.place;
    return this.line?.name ?? (chat === null ? this.bot.name : (this.world.groups.get(chat)?.title ?? ""));
  }

  unreadOf(place) {
    return this.lines.find((line) => samePlace(line, place))?.unread ?? 0;
  }

  /** Is somebody looking at this seat's messages now? */
  get looking() {
    const chatShown = !this.node.classList.contains("in-list") || this.room.node.offsetParent !== null;
    return this.#awake && this.#onScreen && chatShown && document.visibilityState === "visible";
  }

  #build() {
    const heading = freshId("seat");
    this.status = h("p", { class: "seat-status" });
    this.speaker = this.group && h("select", { class: "speaker", "aria-label": this.t("speakAs"), onchange: () => this.speakAs(Number(this.speaker.value)) });
    const [more, menu] = actionMenu(this.t("menuOf", { name: this.name }), () => this.ctx.seatActions());
    this.title = h("h2", { id: heading }, isolated(this.name));
    const words = h("div", { class: "seat-words" }, this.title, this.speaker ?? this.status);
    const find = this.group ? null : iconButton("search", this.t("searchHere"), () => this.showSearch(), { class: "round seat-search" });
    this.node = h(
      "section",
      { class: "seat single", "aria-labelledby": heading, lang: this.language, data: this.group ? { group: this.group.id } : { person: this.person.id } },
      h("header", { class: "seat-head" }, avatar(this.group?.id ?? this.person.id, this.name), words, find, this.group ? null : [more, menu]),
      h("div", { class: "panes" }, this.group ? null : this.list.node, this.room.node),
    );
    this.observer = new IntersectionObserver(([entry]) => this.#screen(entry.isIntersecting), { threshold: 0.5 });
    this.observer.observe(this.node);
    if (this.group) this.refreshSpeakers();
  }

  async #begin() {
    await this.refreshChats();
    const kept = this.group ? { chat: this.group.id } : this.#keptPlace();
    return this.openChat(kept);
  }

  /** Where this person was when the page was last open here; else the chat with the bot. */
  #keptPlace() {
    const kept = sessionStorage.getItem(`webchat.place.${this.key}`);
    const known = kept && this.lines.find((line) => samePlace(line, JSON.parse(kept)));
    return known || this.lines.find((line) => line.chat === null) || { chat: null, thread: null };
  }

  /** Open one of the person's conversations, and show a message in it. */
  async openChat({ chat, thread = null }, messageId = null) {
    const place = { chat, thread };
    sessionStorage.setItem(`webchat.place.${this.key}`, JSON.stringify(place));
    Object.assign(this.ctx, { person: this.person, isGroup: chat !== null, bot: this.bot });
    this.showRoom({ focus: false });
    const line = this.lines.find((each) => samePlace(each, place)) ?? null;
    this.room.place = place;
    await this.room.open(place, line);
    this.#drawList();
    if (messageId) await this.room.jump(messageId);
  }

  /** A line of the list was pressed. A finger does not want the keyboard up at once. */
  #chosen(place, messageId) {
    const open = this.openChat(place, messageId);
    // The phone's own way back leads to the list, not out of the page.
    if (history.state?.seat !== this.key) history.pushState({ seat: this.key }, "");
    if (!messageId && !matchMedia("(hover: none)").matches) this.room.composer.focus();
    return open;
  }

  /** Fetch everything again: after the line was down. */
  async refresh() {
    if (!this.#awake) return;
    await this.#ready;
    await Promise.all([this.room.refresh(), this.refreshChats()]);
  }

  /** The list of chats and their unread marks (called through `refreshChats`). */
  async #fetchChats() {
    try {
      this.#chats = await api.getChats(this.person.id);
    } catch {
      return; // The banner already says that the line is down; the next event asks again.
    }
    this.lines = conversationsOf(this.#chats, this.t);
    this.blocked = this.#chats.some((chat) => chat.blocked);
    if (this.#ready && !this.group && !this.line && this.lines.length) this.openChat(this.lines[0]);
    this.#drawList();
    if (this.#ready) {
      this.room.meet(this.line);
      if (this.line && "draft" in this.line) this.room.takeDraft(this.line.draft ?? "");
    }
  }

  /** Something happened in the sandbox; take what concerns this seat. */
  onEvent(event) {
    if (!this.#awake) return;
    if (event.type === "groups") this.refreshChats();
    if ((event.person ?? this.person.id) !== this.person.id) return;
    const chat = event.chat ?? null;
    const here = chat === this.place.chat;
    if (event.type === "typing" && this.lines.length > 1) this.list.typing(chat);
    if (event.type === "typing" && here) this.room.typing(event);
    if (CHANGES.has(event.type) && here) this.room.touch(event);
    if (LISTED.has(event.type)) this.refreshChats();
  }

  /** The bot's name or description, or this person's own, may have changed. */
  meetAgain() {
    this.person = this.world.people.get(this.person.id) ?? this.person;
    Object.assign(this.ctx, { bot: this.bot, person: this.person });
    this.title.replaceChildren(isolated(this.name));
    if (!this.#awake) return;
    this.room.meet(this.line);
    this.room.typing(null);
    this.room.redraw();
  }

  /** In a group seat: who is speaking from now on. */
  speakAs(id) {
    this.person = this.world.people.get(id);
    this.openChat(this.place);
  }

  /** In a group seat: offer the group's members as speakers. */
  refreshSpeakers() {
    const members = [...this.world.people.values()].filter((person) => this.group.members.includes(person.id));
    this.speaker.replaceChildren(
      ...members.map(({ id, first_name }) => h("option", { value: id, selected: id === this.person.id }, first_name || this.t("noName"))),
    );
  }

  /** Say kindly what went wrong. */
  complain(key, error) {
    const reason = error.status === 0 ? this.t("offline") : error.message;
    toast(this.room.toasts, this.t(key, { reason }), { tone: "bad" });
  }

  say(key, values) {
    toast(this.room.toasts, this.t(key, values));
  }

  /** Whether the sandbox has the draft; if not, the field still has it. */
  keepDraft(person, place, text) {
    return api.putDraft(person.id, place, text).then(() => true, () => false);
  }

  /** The list as a screen of its own (where there is no room for both). */
  showList() {
    if (this.lines.length < 2) return;
    this.node.classList.add("in-list");
    this.list.focus();
  }

  /** Search, in the open conversation first if it was asked for `here`. */
  showSearch(here = false) {
    this.node.classList.add("in-list");
    this.list.focusSearch({ here });
  }

  showRoom({ focus = true } = {}) {
    if (!this.node.classList.contains("in-list")) return;
    this.node.classList.remove("in-list");
    this.list.clear();
    this.room.look();
    if (focus && !matchMedia("(hover: none)").matches) this.room.composer.focus();
  }

  /** What stands under the name: that somebody types, else where one is. */
  showStatus(words) {
    const single = this.lines.length < 2;
    const about = single ? this.placeTitle : this.t("chatCount", { count: this.lines.length });
    this.status.replaceChildren(isolated((single && words) || about));
    this.room.status.replaceChildren(isolated((!single && words) || this.#about()));
  }

  #about() {
    const group = this.world.groups.get(this.place.chat);
    if (group) return this.t("members", { count: group.members.length + group.bots.length });
    if (this.line?.topic) return this.line.chatName;
    return this.t({ channel: "channel", group: "group", supergroup: "group" }[this.line?.type] ?? "bot");
  }

  /** Put the cursor where the person writes; on the very first look that is the Start button. */
  async focus() {
    await this.#ready;
    const { start, composer } = this.room;
    (start.hidden ? composer.input : start).focus();
  }

  #drawList() {
    if (this.group) return;
    this.node.classList.toggle("single", this.lines.length < 2);
    if (!this.node.classList.contains("is-typing")) this.showStatus(null);
    this.list.render(this.t("chatsOf", { name: this.name }), this.lines, this.place);
    this.unread = this.lines.reduce((sum, line) => sum + (line.unread ?? 0), 0);
    const elsewhere = this.unread - this.unreadOf(this.place);
    this.room.mark.hidden = elsewhere === 0;
    this.room.mark.textContent = elsewhere > 99 ? "99+" : String(elsewhere);
    this.onUnread();
  }

  #screen(visible) {
    this.#onScreen = visible;
    if (visible) this.look();
  }

  look() {
    this.room.look();
  }
}
