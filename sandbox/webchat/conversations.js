/**
 * The list of a person's conversations, with a search over names and messages. A chat with topics is
 * as many conversations as it has topics.
 */

import { avatar, freshId, h, icon, iconButton, isolated } from "./dom.js";
import { clock, dayLabel, senderName, summary } from "./message.js";
import { dayOf } from "./items.js";

const PAUSE_MS = 250;
const TYPING_MS = 5500;
/** The colours that Telegram gives to topics. */
const TOPIC_TINTS = [7322096, 16766590, 13338331, 9367192, 16749490, 16478047];

/** Same chat, same topic? */
export const samePlace = (a, b) => a.chat === b.chat && (a.thread ?? null) === (b.thread ?? null);

/** The lines of the list from what the server says; the chat with the bot first, then the latest. */
export function conversationsOf(chats, t) {
  const lines = chats.flatMap((chat) => {
    const id = chat.type === "private" ? null : chat.id;
    const title = chat.title || t("noName");
    const base = { ...chat, chat: id, chatName: title };
    const general = chat.forum ? { thread: 0, name: id === null ? title : `${title} · ${t("general")}` } : { thread: null, name: title };
    const topics = (chat.topics ?? []).filter(({ thread }) => thread !== null);
    return [{ ...base, ...general }, ...topics.map((topic) => ({ ...base, ...topic, topic: true, pinned: null }))];
  });
  const home = (line) => line.chat === null && !line.thread;
  const date = (line) => line.last_message?.date ?? 0;
  return lines.sort((a, b) => home(b) - home(a) || date(b) - date(a));
}

/** A number that says how much is unread. */
export function unreadBadge(count, t) {
  return h("span", { class: "badge", role: "img", "aria-label": t("unread", { count }) }, count > 99 ? "99+" : String(count));
}

export class Conversations {
  #lines = [];
  #current = null;
  #words = "";
  #found = null;
  #timer = 0;
  #turn = 0;
  #searching = null;
  #typing = 0;
  /** Is only the open conversation searched? */
  #here = false;

  /**
   * @param {{t: Function, language: () => string, me: () => number, onOpen: (place: object, messageId?: number) => void,
   *   onSearch: (words: string, place: object|null) => Promise<object[]>, onNewTopic: (line: object) => void, onClose: () => void}} options
   */
  constructor(options) {
    Object.assign(this, options);
    const { t } = this;
    this.input = h("input", { type: "search", class: "search", placeholder: t("searchHere"), "aria-label": t("search"), autocomplete: "off", dir: "auto", id: freshId("search") });
    this.input.addEventListener("input", () => this.#typed());
    this.list = h("ul", { class: "lines", onkeydown: (event) => this.#keys(event) });
    this.found = h("div", { class: "found-messages", "aria-live": "polite" });
    this.add = h("button", { type: "button", class: "add-topic", hidden: true, onclick: () => this.onNewTopic(this.#forum) }, icon("plus"), t("newTopic"));
    const back = iconButton("back", t("backToChat"), () => this.onClose(), { class: "round to-chat" });
    const bar = h("div", { class: "search-bar", role: "search" }, back, icon("search"), this.input);
    bar.addEventListener("keydown", (event) => {
      if (event.key === "Escape") this.#escape(event);
      if (event.key === "ArrowDown") this.#keys(event);
      if (event.key === "Enter") this.#openOnly();
    });
    const scope = (here) => h("button", { type: "button", class: "scope", onclick: () => this.#look(here) }, t(here ? "inThisChat" : "everywhere"));
    this.scopes = [scope(true), scope(false)];
    this.scope = h("div", { class: "scopes", role: "group", "aria-label": t("searchWhere"), hidden: true }, this.scopes);
    this.node = h("nav", { class: "conversations" }, bar, this.scope, h("div", { class: "lines-scroll" }, this.list, this.add, this.found));
  }

  get #forum() {
    return this.#lines.find((line) => line.can_open_topics && line.chat === (this.#current?.chat ?? null)) ?? this.#lines.find((line) => line.can_open_topics);
  }

  /** Show these lines, the one of `current` as open. */
  render(label, lines, current) {
    this.#lines = lines;
    this.#current = current;
    this.node.setAttribute("aria-label", label);
    this.add.hidden = !this.#forum || Boolean(this.#words);
    const focused = this.list.contains(document.activeElement) ? document.activeElement.dataset.place : null;
    const wanted = this.#words.toLowerCase();
    const shown = lines.filter((line) => !this.#here && line.name.toLowerCase().includes(wanted));
    this.scope.hidden = lines.length < 2 || !(this.#here || wanted);
    for (const [at, button] of this.scopes.entries()) button.setAttribute("aria-pressed", String(this.#here === (at === 0)));
    this.list.replaceChildren(...shown.map((line) => h("li", {}, this.#line(line))));
    if (focused) this.list.querySelector(`[data-place="${CSS.escape(focused)}"]`)?.focus();
  }

  /** Somebody types in a chat; its line says so for a while, or until something is said. */
  typing(chat) {
    const words = this.list.querySelector(`[data-place^="${chat ?? "private"}/"] .line-words`);
    if (!words) return;
    words.replaceChildren(h("span", { class: "line-typing" }, this.t("typing")));
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => this.render(this.node.getAttribute("aria-label"), this.#lines, this.#current), TYPING_MS);
  }

  /** `here`: look in the open conversation first. */
  focusSearch({ here = false } = {}) {
    this.#look(here && this.#lines.length > 1);
    this.input.select();
  }

  /** Put the cursor on the open conversation. */
  focus() {
    (this.list.querySelector("[aria-current]") ?? this.list.querySelector("button") ?? this.input).focus();
  }

  #line(line) {
    const { t } = this;
    const open = this.#current && samePlace(line, this.#current);
    const last = line.last_message;
    const unread = line.unread > 0 && unreadBadge(line.unread, t);
    return h(
      "button",
      {
        type: "button", class: "line", "aria-current": open ? "true" : null, data: { place: `${line.chat ?? "private"}/${line.thread ?? ""}` },
        onclick: () => this.onOpen(line),
      },
      line.topic ? topicIcon(line) : avatar(line.chat ?? line.bot ?? 0, line.name),
      h("span", { class: "line-name" }, isolated(line.name), line.closed && icon("lock")),
      last && h("time", { class: "line-time" }, this.#when(last.date)),
      h("span", { class: "line-words" }, line.draft ? [h("span", { class: "draft-mark" }, `${t("draft")}: `), isolated(line.draft)] : this.#last(line)),
      unread,
    );
  }

  #last({ last_message: last, type }) {
    if (!last) return this.t("noMessages");
    const mine = last.from?.id === this.me();
    const who = mine ? this.t("you") : type === "private" ? "" : senderName(last, this.t);
    return [who && !last.service ? isolated(`${who}: `) : null, isolated(summary(last, this.t))];
  }

  #when(date) {
    const now = new Date();
    if (dayOf(date) === now.toDateString()) return clock(date, this.language());
    return dayLabel(date, { t: this.t, language: this.language() });
  }

  #look(here) {
    this.#here = here;
    this.#typed();
    this.input.focus();
  }

  /** Enter: where one thing alone was found, that is meant. */
  async #openOnly() {
    await this.#searching;
    const found = this.node.querySelectorAll(".line");
    if (this.#words && found.length === 1) found[0].click();
  }

  #typed() {
    this.#words = this.input.value.trim();
    this.render(this.node.getAttribute("aria-label"), this.#lines, this.#current);
    clearTimeout(this.#timer);
    this.#turn += 1;
    if (this.#words.length < 1) this.found.replaceChildren();
    else this.#searching = new Promise((done) => (this.#timer = setTimeout(() => done(this.#search(this.#turn)), PAUSE_MS)));
  }

  async #search(turn) {
    const found = await this.onSearch(this.#words, this.#here ? this.#current : null);
    if (turn !== this.#turn) return;
    const empty = found.length === 0 && this.list.childElementCount === 0;
    const lines = found.map(({ message, line }) => h("li", {}, this.#hit(message, line)));
    this.found.replaceChildren(
      ...(found.length ? [h("h3", { class: "found-head" }, this.t("foundMessages")), h("ul", { class: "lines", onkeydown: (event) => this.#keys(event) }, lines)] : []),
      ...(empty ? [h("p", { class: "nothing" }, this.t("foundNothing", { words: this.#words }))] : []),
    );
  }

  #hit(message, line) {
    return h(
      "button",
      { type: "button", class: "line hit", onclick: () => this.onOpen(line, message.message_id) },
      line.topic ? topicIcon(line) : avatar(line.chat ?? line.bot ?? 0, line.name),
      h("span", { class: "line-name" }, isolated(line.name)),
      h("time", { class: "line-time" }, this.#when(message.date)),
      h("span", { class: "line-words" }, isolated(`${senderName(message, this.t)}: `), marked(summary(message, this.t), this.#words)),
    );
  }

  /** Search no more. */
  clear() {
    this.input.value = "";
    this.#here = false;
    this.#typed();
  }

  #escape(event) {
    event.preventDefault();
    if (this.input.value) this.clear();
    else this.onClose();
  }

  #keys(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === "Escape") return this.onClose();
    if (!step) return undefined;
    const buttons = [...this.node.querySelectorAll(".line")];
    event.preventDefault();
    return buttons[buttons.indexOf(document.activeElement) + step]?.focus();
  }
}

/** The found words, marked where they stand; what is long before them is left out. */
function marked(text, words) {
  const at = text.toLowerCase().indexOf(words.toLowerCase());
  if (at < 0) return isolated(text);
  const from = Math.max(0, at - 16);
  const end = at + words.length;
  return h("bdi", {}, from ? "…" : "", text.slice(from, at), h("mark", {}, text.slice(at, end)), text.slice(end));
}

function topicIcon({ icon_color: colour, name }) {
  const tint = Math.max(0, TOPIC_TINTS.indexOf(colour));
  const first = [...new Intl.Segmenter().segment(name.trim())][0]?.segment ?? "#";
  return h("span", { class: `avatar topic topic-${tint}`, "aria-hidden": "true" }, isolated(first.toUpperCase()));
}
