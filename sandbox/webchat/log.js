/**
 * The messages of one conversation on screen. Only what is near the screen is in the document; the rest
 * is room above and below it. Stays at the bottom while the reader is there, else where the reader is.
 */

import { freshId, h, icon } from "./dom.js";
import { Heights } from "./heights.js";
import { itemsOf } from "./items.js";
import { FOCUSABLE, replaceKeepingFocus, Walker } from "./walker.js";
import { dayLabel, renderItem } from "./message.js";

const NEAR_BOTTOM_PX = 48;
const OVERSCAN_PX = 700;
const OLDER_PX = 900;
const DAY_MS = 1400;

export class MessageLog {
  #drawn = new Map();
  #items = [];
  #heights = new Heights();
  #stick = true;
  #unseen = 0;
  #newest = Infinity;
  #goal = null;
  #width = 0;
  #frame = 0;
  #scrollTop = 0;
  #dayTimer = 0;

  /**
   * @param {{ctx: object, onSeen: () => void, onLeave: () => void, onOlder: () => Promise<boolean>}} options
   *   ctx is `renderItem`'s
   */
  constructor({ ctx, onSeen, onLeave, onOlder }) {
    Object.assign(this, { ctx, onSeen, onOlder });
    this.list = h("div", { class: "list", role: "log", "aria-live": "polite", "aria-relevant": "additions" });
    this.blank = h("div", { class: "blank" });
    this.above = h("div", { class: "room", "aria-hidden": "true" });
    this.below = h("div", { class: "room", "aria-hidden": "true" });
    this.column = h("div", { class: "column" }, this.above, this.list, this.below);
    this.scroller = h("div", { class: "scroller", role: "group", id: freshId("log"), tabindex: "-1" }, this.blank, this.column);
    this.pill = h("button", { type: "button", class: "pill", hidden: true, onclick: () => this.toBottom() });
    this.day = h("p", { class: "floating-day", "aria-hidden": "true" });
    this.node = h("div", { class: "log" }, this.scroller, this.day, this.pill);
    this.scroller.addEventListener("scroll", () => (this.#frame ||= requestAnimationFrame(() => this.#scrolled())), { passive: true });
    this.walker = new Walker(this, { onLeave });
    // Pictures load late, keyboards open, seats grow: what the reader looks at stays where it is.
    this.observer = new ResizeObserver(() => this.#resized());
    this.observer.observe(this.scroller);
  }

  get items() {
    return this.#items;
  }

  /** Forget the chat on screen (another one is opened). */
  reset(label) {
    for (const { node } of this.#drawn.values()) this.observer.unobserve(node);
    this.list.replaceChildren();
    this.list.setAttribute("aria-label", label);
    this.scroller.setAttribute("aria-label", label);
    this.#drawn.clear();
    this.#heights = new Heights();
    this.#items = [];
    this.#newest = Infinity;
    this.walker.forget();
    this.#stick = true;
    this.#setUnseen(0);
  }

  /**
   * Show these messages.
   * @param {Node|null} blank - what an empty chat says
   * @param {{unreadFrom?: number|null, start?: boolean, follow?: boolean}} how
   *   `start`: begin at the unread line, if there is one; `follow`: go to what is new
   */
  render(messages, blank, { unreadFrom = null, start = false, follow = false } = {}) {
    this.#hold();
    const fresh = messages.filter((message) => message.message_id > this.#newest);
    this.#newest = messages.at(-1)?.message_id ?? (messages.length || start ? Infinity : 0);
    this.#items = itemsOf(messages, unreadFrom);
    this.#heights.setKeys(this.#items.map(({ key }) => key));
    this.blank.hidden = messages.length > 0;
    this.blank.replaceChildren(...(messages.length || !blank ? [] : [blank]));
    const spoke = follow || fresh.some((message) => message.from?.id === this.ctx.person.id);
    const line = start ? this.#items.findIndex(({ unread }) => unread) : -1;
    if (line >= 0) this.#goTo(line, "line");
    else if (spoke) this.#stick = true;
    this.#draw();
    this.#setUnseen(this.#stick ? 0 : this.#unseen + fresh.length);
    this.onSeen();
  }

  /** Whether the reader is at the newest message. */
  get atBottom() {
    return this.#stick;
  }

  /** The newest message whose end the reader has had on screen now. */
  get seen() {
    const bottom = this.#y() + this.scroller.clientHeight + 8;
    if (!this.#items.length || !this.scroller.clientHeight) return 0;
    if (this.#stick) return this.#items.at(-1).last;
    const at = this.#heights.indexAt(bottom);
    const whole = this.#heights.top(at + 1) <= bottom ? at : at - 1;
    return this.#items[whole]?.last ?? 0;
  }

  toBottom() {
    this.#stick = true;
    this.#goal = null;
    this.#draw();
    this.#setUnseen(0);
    this.onSeen();
  }

  /** Scroll to a message that is among the items, and focus it. */
  jump(messageId) {
    const at = this.#items.findIndex(({ key, last }) => key <= messageId && messageId <= last);
    if (at < 0) return false;
    this.#goTo(at, "middle");
    this.#draw();
    const { node } = this.#drawn.get(this.#items[at].key);
    this.walker.focus(node);
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
    return true;
  }

  /** The article of item `index`, brought into the document and on screen. */
  bring(index) {
    const key = this.#items[index].key;
    if (!this.#drawn.has(key)) {
      this.#goTo(index, "middle");
      this.#draw();
    }
    return this.#drawn.get(key).node;
  }

  /** Focus the newest message (arrow up from the composer). */
  focusLast() {
    if (!this.#items.length) return;
    this.toBottom();
    this.walker.focus(this.bring(this.#items.length - 1));
  }

  /** Where the top of the screen is within the column. */
  #y() {
    return this.scroller.scrollTop - this.column.offsetTop;
  }

  /** Remember what the reader looks at, before anything changes its place. */
  #hold() {
    if (this.#stick || this.#goal || !this.#items.length) return;
    const y = this.#y();
    const at = this.#heights.indexAt(y);
    this.#goal = { key: this.#items[at].key, delta: y - this.#heights.top(at), where: "top" };
  }

  #goTo(index, where) {
    this.#stick = false;
    this.#goal = { key: this.#items[index].key, delta: 0, where };
  }

  /** Put the screen where it belongs: at the bottom, or at what the reader looked at. */
  #settle() {
    const { scroller } = this;
    if (this.#stick) {
      scroller.scrollTop = scroller.scrollHeight;
      this.#scrollTop = scroller.scrollTop;
    } else if (this.#goal) {
      const { key, delta, where } = this.#goal;
      const at = this.#heights.indexOf(key);
      if (at < 0) return;
      const height = this.#heights.top(at + 1) - this.#heights.top(at);
      const room = { top: -delta, line: scroller.clientHeight * 0.2, middle: Math.max(12, (scroller.clientHeight - height) / 2) }[where];
      scroller.scrollTop = this.column.offsetTop + this.#heights.top(at) - room;
    }
  }

  /** Draw what is near the screen, measure it, and draw again if that moved the screen. */
  #draw() {
    this.#settleRooms();
    this.#settle();
    for (let turn = 0; turn < 4; turn += 1) {
      this.#patch();
      const moved = this.#measure();
      this.#settleRooms();
      this.#settle();
      if (!moved) break;
    }
    this.#goal = null;
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (clientHeight && scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX) this.#stick = true;
    this.list.setAttribute("aria-live", this.#stick ? "polite" : "off");
  }

  #near() {
    const y = this.#y();
    const first = this.#heights.indexAt(y - OVERSCAN_PX);
    const last = this.#heights.indexAt(y + this.scroller.clientHeight + OVERSCAN_PX);
    return [first, Math.min(this.#items.length, last + 1)];
  }

  #patch() {
    const [first, end] = this.#items.length ? this.#near() : [0, 0];
    this.range = [first, end];
    const wanted = this.#items.slice(first, end);
    const keys = new Set(wanted.map(({ key }) => key));
    for (const [key, { node }] of this.#drawn) {
      if (keys.has(key)) continue;
      this.observer.unobserve(node);
      if (node.contains(document.activeElement)) this.scroller.focus({ preventScroll: true });
      node.remove();
      this.#drawn.delete(key);
    }
    for (const [index, item] of wanted.entries()) {
      const node = this.#nodeFor(item);
      const place = this.list.children[index] ?? null;
      if (node !== place) this.list.insertBefore(node, place);
    }
    this.walker.settle();
  }

  #settleRooms() {
    const [first, end] = this.range ?? [0, 0];
    this.above.style.height = `${this.#heights.top(first)}px`;
    this.below.style.height = `${this.#heights.total - this.#heights.top(end)}px`;
  }

  #measure() {
    return this.#heights.measure([...this.#drawn].map(([key, { node }]) => [key, node.offsetHeight]));
  }

  #nodeFor(item) {
    const key = JSON.stringify(item);
    const known = this.#drawn.get(item.key);
    if (known?.key === key) return known.node;
    const node = renderItem(item, this.ctx);
    for (const control of node.querySelectorAll(FOCUSABLE)) control.tabIndex = -1;
    node.tabIndex = -1;
    if (known) {
      this.observer.unobserve(known.node);
      replaceKeepingFocus(known.node, node);
    }
    this.observer.observe(node);
    this.#drawn.set(item.key, { node, key });
    return node;
  }

  #resized() {
    const width = this.scroller.clientWidth;
    if (!this.#items.length || !width) return;
    this.#hold();
    if (width !== this.#width) this.#heights.forget();
    this.#width = width;
    this.#draw();
    this.onSeen();
  }

  #scrolled() {
    this.#frame = 0;
    const { scrollHeight, scrollTop, clientHeight } = this.scroller;
    if (!clientHeight) return;
    const near = scrollHeight - scrollTop - clientHeight < NEAR_BOTTOM_PX;
    // Only going up leaves the bottom: a picture that loads moves the bottom away under a reader who stays.
    if (near || scrollTop < this.#scrollTop) this.#stick = near;
    this.#scrollTop = scrollTop;
    const [first, end] = this.#near();
    if (this.#items.length && (first < this.range[0] || end > this.range[1])) {
      this.#hold();
      this.#draw();
    }
    this.#setUnseen(near ? 0 : this.#unseen);
    this.#showDay();
    if (scrollTop < OLDER_PX) this.onOlder();
    this.onSeen();
  }

  /** Which day one has scrolled to, while one scrolls. */
  #showDay() {
    const item = this.#items[this.#heights.indexAt(this.#y())];
    clearTimeout(this.#dayTimer);
    this.day.classList.toggle("shown", Boolean(item) && !this.#stick);
    if (item) this.day.textContent = dayLabel(item.parts[0].date, this.ctx);
    this.#dayTimer = setTimeout(() => this.day.classList.remove("shown"), DAY_MS);
  }

  #setUnseen(count) {
    this.#unseen = count;
    this.pill.hidden = this.#stick && count === 0;
    const words = count ? this.ctx.t("newMessages", { count }) : "";
    this.pill.replaceChildren(...(words ? [words] : []), icon("down"));
    this.pill.setAttribute("aria-label", words || this.ctx.t("back"));
  }
}
