/** The strip at the top: one chip per seat to show or hide it, and the button for a new one. */

import { unreadBadge } from "./chats.js";
import { avatar, h, icon, isolated } from "./dom.js";

export class Strip {
  /** @param {{t: Function, onPick: (key: string) => void, onAdd: () => void}} options */
  constructor({ t, onPick, onAdd }) {
    this.t = t;
    this.onPick = onPick;
    this.chips = h("div", { class: "chips", role: "toolbar", "aria-label": t("seats"), onkeydown: (event) => this.#keys(event) });
    const add = h("button", { type: "button", class: "add", onclick: onAdd }, icon("plus"), h("span", { class: "add-word" }, t("newSeat")));
    this.node = h("header", { class: "strip" }, h("h1", {}, "Glasstown"), this.chips, add);
  }

  /**
   * Draw the chips.
   * @param {{key: string, id: number, name: string, shown: boolean, current: boolean, unread: number}[]} seats
   */
  render(seats) {
    const focused = this.chips.contains(document.activeElement) ? document.activeElement.dataset.key : null;
    const stop = focused ?? seats.find((seat) => seat.current)?.key ?? seats[0]?.key;
    this.chips.replaceChildren(...seats.map((seat) => this.#chip(seat, seat.key === stop)));
    this.chips.querySelector("[aria-current]")?.scrollIntoView({ block: "nearest", inline: "nearest" });
    if (focused) [...this.chips.children].find((chip) => chip.dataset.key === focused)?.focus();
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

  #keys(event) {
    const chips = [...this.chips.children];
    const at = chips.indexOf(document.activeElement);
    const goal = { ArrowLeft: at - 1, ArrowRight: at + 1, Home: 0, End: chips.length - 1 }[event.key];
    if (goal === undefined) return;
    event.preventDefault();
    chips[Math.min(chips.length - 1, Math.max(0, goal))].focus();
  }
}
