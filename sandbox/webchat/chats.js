/** The tabs of a seat: one per chat of the person, with a mark for what is unread. */

import { h, isolated } from "./dom.js";

export class ChatTabs {
  #chats = [];
  #current = null;

  /** @param {{t: Function, panelId: string, onOpen: (chat: number|null) => void}} options */
  constructor({ t, panelId, onOpen }) {
    this.t = t;
    this.panelId = panelId;
    this.onOpen = onOpen;
    this.node = h("div", { class: "tabs", role: "tablist", onkeydown: (event) => this.#keys(event) });
  }

  /** Show these chats (`{key, title, unread}`) with the one of `current` open. */
  render(label, chats, current) {
    this.#chats = chats;
    this.#current = current;
    const focused = this.node.contains(document.activeElement);
    this.node.setAttribute("aria-label", label);
    this.node.hidden = chats.length < 2;
    this.node.replaceChildren(...chats.map((chat) => this.#tab(chat)));
    if (focused) this.node.querySelector("[aria-selected=true]")?.focus();
  }

  #tab(chat) {
    const open = chat.key === this.#current;
    const badge = chat.unread && !open ? unreadBadge(chat.unread, this.t) : null;
    return h(
      "button",
      {
        type: "button", role: "tab", class: "tab", "aria-selected": String(open), tabindex: open ? "0" : "-1",
        "aria-controls": this.panelId, onclick: () => this.onOpen(chat.key), data: { chat: chat.key ?? "private" },
      },
      isolated(chat.title, { class: "tab-title" }),
      badge,
    );
  }

  #keys(event) {
    const at = this.#chats.findIndex((chat) => chat.key === this.#current);
    const last = this.#chats.length - 1;
    const goal = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: last }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    this.onOpen(this.#chats[Math.min(last, Math.max(0, goal))].key);
  }
}

/** A number that says how much is unread. */
export function unreadBadge(count, t) {
  return h("span", { class: "badge", role: "img", "aria-label": t("unread", { count }) }, count > 99 ? "99+" : String(count));
}
