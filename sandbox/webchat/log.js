/**
 * The list of messages of one chat on screen: redraws only what changed, stays at the bottom while the
 * reader is there, and lets arrow keys walk from message to message (only the current one is a Tab stop).
 */

import { freshId, h, icon } from "./dom.js";
import { renderMessage } from "./message.js";

const NEAR_BOTTOM_PX = 48;
const PAGE = 150;
const FOCUSABLE = "button, a[href], audio, input, pre, .spoiler, progress";

const dayOf = (date) => new Date(date * 1000).toDateString();

export class MessageLog {
  #drawn = new Map();
  #messages = [];
  #shown = PAGE;
  #stick = true;
  #unseen = 0;
  #scrollTop = 0;
  #current = null;

  /** @param {{ctx: object, onSeen: () => void, onLeave: () => void}} options - ctx is `renderMessage`'s. */
  constructor({ ctx, onSeen, onLeave }) {
    this.ctx = ctx;
    this.onSeen = onSeen;
    this.onLeave = onLeave;
    this.earlier = h("button", { type: "button", class: "earlier", onclick: () => this.#showEarlier() });
    this.list = h("div", { class: "list", role: "log", "aria-live": "polite", "aria-relevant": "additions" });
    this.blank = h("div", { class: "blank" });
    this.scroller = h("div", { class: "scroller", role: "tabpanel", id: freshId("log"), tabindex: "-1" });
    this.scroller.append(this.earlier, this.blank, this.list);
    this.pill = h("button", { type: "button", class: "pill", hidden: true, onclick: () => this.toBottom() });
    this.node = h("div", { class: "log" }, this.scroller, this.pill);
    this.scroller.addEventListener("scroll", () => this.#scrolled());
    this.list.addEventListener("keydown", (event) => this.#keys(event));
    this.list.addEventListener("focusin", (event) => this.#setCurrent(event.target.closest(".msg")));
    // Pictures load late and keyboards open: whoever was at the bottom stays there.
    const observer = new ResizeObserver(() => this.#stick && this.toBottom());
    observer.observe(this.list);
    observer.observe(this.scroller);
  }

  /** Forget the chat on screen (another one is opened). */
  reset(label) {
    this.list.replaceChildren();
    this.list.setAttribute("aria-label", label);
    this.#drawn.clear();
    this.#messages = [];
    this.#current = null;
    this.#shown = PAGE;
    this.#setUnseen(0);
    this.#stick = true;
  }

  /** Show these messages; `blank` is what an empty chat says. */
  render(messages, blank) {
    const before = this.#messages.at(-1)?.message_id ?? Infinity;
    this.#messages = messages;
    this.blank.hidden = messages.length > 0;
    this.blank.replaceChildren(...(messages.length ? [] : [blank]));
    this.#draw();
    const fresh = messages.filter((message) => message.message_id > before);
    const spoke = fresh.some((message) => message.from?.id === this.ctx.person.id);
    if (spoke || this.#stick) this.toBottom();
    else this.#setUnseen(this.#unseen + fresh.length);
  }

  /** Everything again from scratch: the reader became somebody else or speaks another language. */
  redraw() {
    this.#drawn.clear();
    this.list.replaceChildren();
    this.#draw();
  }

  /** Whether the reader sees the newest message. */
  get atBottom() {
    return this.#stick;
  }

  toBottom() {
    this.#stick = true;
    this.scroller.scrollTop = this.scroller.scrollHeight;
    this.#scrollTop = this.scroller.scrollTop;
    this.#setUnseen(0);
    this.onSeen();
  }

  /** Scroll to a message and focus it. */
  jump(messageId) {
    const node = this.#drawn.get(messageId)?.node;
    node?.scrollIntoView({ block: "center" });
    this.#setCurrent(node ?? null);
    node?.focus({ preventScroll: true });
  }

  /** Focus the newest message (arrow up from the composer). */
  focusLast() {
    const last = this.#messages.at(-1);
    if (last) this.jump(last.message_id);
  }

  #draw() {
    const visible = this.#messages.slice(-this.#shown);
    this.earlier.hidden = visible.length === this.#messages.length;
    this.earlier.textContent = this.ctx.t("earlier");
    const wanted = new Set(visible.map((message) => message.message_id));
    for (const [id, { node }] of this.#drawn) {
      if (wanted.has(id)) continue;
      node.remove();
      this.#drawn.delete(id);
    }
    for (const [index, message] of visible.entries()) {
      const node = this.#nodeFor(message, visible[index - 1]);
      const place = this.list.children[index] ?? null;
      if (node !== place) this.list.insertBefore(node, place);
    }
    this.#setCurrent(this.#drawn.get(this.#currentId())?.node ?? this.list.lastElementChild);
  }

  #nodeFor(message, previous) {
    const newDay = !previous || dayOf(previous.date) !== dayOf(message.date);
    const day = newDay ? this.#dayLabel(message.date) : null;
    const key = JSON.stringify([message, day]);
    const known = this.#drawn.get(message.message_id);
    if (known?.key === key) return known.node;
    const node = renderMessage(message, this.ctx);
    if (day) node.dataset.day = day;
    for (const control of node.querySelectorAll(FOCUSABLE)) control.tabIndex = -1;
    node.tabIndex = -1;
    if (known) replaceKeepingFocus(known.node, node);
    this.#drawn.set(message.message_id, { node, key });
    return node;
  }

  #dayLabel(date) {
    const day = new Date(date * 1000);
    if (day.toDateString() === new Date().toDateString()) return this.ctx.t("today");
    return new Intl.DateTimeFormat(this.ctx.language, { day: "numeric", month: "long" }).format(day);
  }

  #currentId() {
    return this.#current ? Number(this.#current.dataset.messageId) : NaN;
  }

  #setCurrent(node) {
    for (const [article, index] of [[this.#current, -1], [node, 0]]) {
      if (!article) continue;
      article.tabIndex = index;
      for (const control of article.querySelectorAll(FOCUSABLE)) control.tabIndex = index;
    }
    this.#current = node;
  }

  #keys(event) {
    const articles = [...this.list.children];
    const at = articles.indexOf(this.#current);
    const goal = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: articles.length - 1 }[event.key];
    if (event.key === "Escape" || goal === articles.length) this.onLeave();
    else if (goal === undefined || event.target.matches("input, audio")) return;
    else {
      articles[Math.max(0, goal)].focus();
      articles[Math.max(0, goal)].scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
  }

  #scrolled() {
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    // Only going up leaves the bottom: a picture that loads moves the bottom away under a reader who stays.
    if (near || scrollTop < this.#scrollTop) this.#stick = near;
    this.#scrollTop = scrollTop;
    this.#setUnseen(near ? 0 : this.#unseen);
    if (near) this.onSeen();
  }

  #setUnseen(count) {
    this.#unseen = count;
    this.pill.hidden = this.#stick && count === 0;
    const words = count ? this.ctx.t("newMessages", { count }) : "";
    this.pill.replaceChildren(...(words ? [words] : []), icon("down"));
    this.pill.setAttribute("aria-label", words || this.ctx.t("back"));
  }

  #showEarlier() {
    const { scrollHeight, scrollTop } = this.scroller;
    this.#shown += PAGE;
    this.#draw();
    this.scroller.scrollTop = scrollTop + this.scroller.scrollHeight - scrollHeight;
  }
}

/** An edit must not throw the keyboard user out: the same-numbered control gets the focus back. */
function replaceKeepingFocus(old, fresh) {
  const inside = old.contains(document.activeElement);
  const controls = [...old.querySelectorAll(FOCUSABLE)];
  const at = controls.indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (!inside) return;
  const target = at < 0 ? fresh : [...fresh.querySelectorAll(FOCUSABLE)][at];
  (target ?? fresh).focus({ preventScroll: true });
}
