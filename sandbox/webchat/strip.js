/**
 * The strip at the top: one chip per seat to go to it or put it away, and the button for a new one. Where there
 * are many people, those without an open seat are behind one button, to be found by their name.
 */

import { unreadBadge } from "./conversations.js";
import { openDialog } from "./dialogs.js";
import { avatar, freshId, h, icon, iconButton, isolated } from "./dom.js";

/** So many chips are easy to look over. */
const CHIPS = 12;

export class Strip {
  #others = [];

  /** @param {{t: Function, onPick: (key: string) => void, onOpen: (key: string) => void,
   *   onLook: () => Promise<void>, onAdd: () => void}} options */
  constructor({ t, onPick, onOpen, onLook, onAdd }) {
    Object.assign(this, { t, onPick, onOpen, onLook });
    this.chips = h("div", { class: "chips", role: "toolbar", "aria-label": t("seats"), onkeydown: (event) => this.#keys(event) });
    this.more = h("button", { type: "button", class: "more-seats", hidden: true, onclick: () => this.#choose() });
    const add = h("button", { type: "button", class: "add", onclick: onAdd }, icon("plus"), h("span", { class: "add-word" }, t("newSeat")));
    this.node = h("header", { class: "strip" }, h("h1", {}, "Glasstown"), this.chips, this.more, add);
  }

  /**
   * Draw the chips.
   * @param {{key: string, id: number, name: string, shown: boolean, current: boolean, unread: number}[]} seats
   */
  render(seats) {
    const few = seats.length <= CHIPS;
    const listed = few ? seats : seats.filter((seat) => seat.shown);
    this.#others = few ? [] : seats.filter((seat) => !seat.shown);
    this.more.hidden = few;
    this.more.textContent = this.t("otherSeatsCount", { count: this.#others.length });
    const focused = this.chips.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const stop = focused ?? listed.find((seat) => seat.current)?.key ?? listed[0]?.key;
    this.chips.replaceChildren(...listed.map((seat) => this.#chip(seat, seat.key === stop)));
    this.#uncover(this.chips.querySelector("[aria-current]"));
    if (focused) [...this.chips.children].find((chip) => chip.dataset.key === focused)?.focus();
  }

  /** Scroll the strip alone: the page around it stays where it is. */
  #uncover(chip) {
    if (!chip) return;
    const { scrollLeft, clientWidth } = this.chips;
    const left = chip.offsetLeft - this.chips.offsetLeft;
    if (left < scrollLeft) this.chips.scrollLeft = left;
    else if (left + chip.offsetWidth > scrollLeft + clientWidth) this.chips.scrollLeft = left + chip.offsetWidth - clientWidth;
  }

  #chip({ key, id, name, shown, current, unread }, stop) {
    return h(
      "button",
      {
        type: "button", class: "chip", "aria-pressed": String(shown), "aria-current": current ? "true" : null,
        title: this.t("showSeat", { name }), tabindex: stop ? "0" : "-1", data: { key }, onclick: () => this.onPick(key),
      },
      avatar(id, name),
      isolated(name, { class: "chip-name" }),
      unread > 0 && unreadBadge(unread, this.t),
    );
  }

  /** Everybody else, in a list that can be narrowed by typing. */
  #choose() {
    const heading = freshId("heading");
    const open = (key) => {
      dialog.close();
      this.onOpen(key);
    };
    const list = h("ul", { class: "lines everybody" });
    const draw = (words) => {
      const wanted = this.#others.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()));
      list.replaceChildren(...wanted.map(({ key, id, name }) =>
        h("li", {}, h("button", { type: "button", class: "line person", onclick: () => open(key) }, avatar(id, name), isolated(name, { class: "line-name" })))));
    };
    const input = h("input", { type: "search", class: "search", "aria-label": this.t("firstName"), placeholder: this.t("searchHere"), autocomplete: "off", dir: "auto" });
    input.addEventListener("input", () => draw(input.value));
    const close = iconButton("close", this.t("close"), () => dialog.close());
    const head = h("div", { class: "sheet-head" }, h("h2", { id: heading }, this.t("otherSeats")), close);
    const dialog = h("dialog", { class: "sheet tall", "aria-labelledby": heading }, head, input, list);
    draw("");
    openDialog(dialog);
    input.focus();
    this.onLook().then(() => draw(input.value));
  }

  #keys(event) {
    const chips = [...this.chips.children];
    const at = chips.indexOf(document.activeElement);
    const goal = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: chips.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    chips[Math.min(chips.length - 1, Math.max(0, goal))].focus();
  }
}
