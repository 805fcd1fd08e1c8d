/** The panel under the field: emoji to put into the words, stickers that go at once. */

import { GROUPS } from "./emoji.js";
import { freshId, h } from "./dom.js";

export class Panel {
  #stickers = null;

  /** @param {{t: Function, loadStickers: () => Promise<object[]>, onEmoji: Function, onSticker: Function, onClose: () => void}} options */
  constructor({ t, loadStickers, onEmoji, onSticker, onClose }) {
    Object.assign(this, { t, loadStickers, onEmoji, onSticker, onClose });
    this.emojiTab = this.#tab("emoji", () => this.#emoji());
    this.stickerTab = this.#tab("stickers", () => this.#showStickers());
    this.tabs = h("div", { class: "panel-tabs", role: "tablist", "aria-label": t("emojiAndStickers") }, this.emojiTab, this.stickerTab);
    this.body = h("div", { class: "panel-body", role: "tabpanel", id: freshId("panel"), tabindex: "-1" });
    for (const tab of [this.emojiTab, this.stickerTab]) tab.setAttribute("aria-controls", this.body.id);
    this.node = h("div", { class: "panel", hidden: true }, this.tabs, this.body);
    this.node.addEventListener("keydown", (event) => this.#keys(event));
  }

  get open() {
    return !this.node.hidden;
  }

  show() {
    this.node.hidden = false;
    this.emojiTab.click();
    this.body.querySelector("button")?.focus({ preventScroll: true });
  }

  hide() {
    this.node.hidden = true;
    this.body.replaceChildren();
  }

  #tab(key, show) {
    const tab = h("button", { type: "button", class: "panel-tab", role: "tab", id: freshId("tab") }, this.t(key));
    tab.addEventListener("click", () => {
      for (const other of [this.emojiTab, this.stickerTab]) {
        other.setAttribute("aria-selected", String(other === tab));
        other.tabIndex = other === tab ? 0 : -1;
      }
      this.body.setAttribute("aria-labelledby", tab.id);
      this.body.scrollTop = 0;
      show();
    });
    return tab;
  }

  #emoji() {
    const sections = Object.entries(GROUPS).map(([key, signs]) => {
      const buttons = signs.split(" ").map((sign, index) =>
        h("button", { type: "button", class: "emoji", tabindex: index ? "-1" : "0", onclick: () => this.onEmoji(sign) }, sign));
      return h("section", { "aria-label": this.t(key) }, h("h4", {}, this.t(key)), h("div", { class: "emoji-grid" }, buttons));
    });
    this.body.replaceChildren(...sections);
  }

  async #showStickers() {
    this.#stickers ??= await this.loadStickers();
    const stickers = this.#stickers;
    if (!stickers?.length) this.#stickers = null;
    if (this.stickerTab.getAttribute("aria-selected") !== "true") return;
    const send = (name) => {
      this.onSticker(name);
      this.hide();
      this.onClose();
    };
    const buttons = (stickers ?? []).map(({ name, emoji, url }, index) =>
      h("button", { type: "button", class: "sticker-choice", tabindex: index ? "-1" : "0", "aria-label": `${this.t("sticker")} ${emoji} ${name}`, onclick: () => send(name) },
        h("img", { src: url, alt: "", loading: "lazy", width: "72", height: "72" })));
    this.body.replaceChildren(buttons.length ? h("div", { class: "sticker-grid" }, buttons) : h("p", { class: "nothing" }, this.t("noStickers")));
  }

  #keys(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.hide();
      return this.onClose();
    }
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const rows = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step && !rows) return undefined;
    event.preventDefault();
    if (event.target.matches("[role=tab]")) return rows === 1 ? this.body.querySelector("button")?.focus() : this.#turn(event.target);
    return this.#move(event.target, step, rows);
  }

  #turn(tab) {
    const other = tab === this.emojiTab ? this.stickerTab : this.emojiTab;
    other.click();
    other.focus();
  }

  /** To the next one along, or to the one above or below. */
  #move(from, step, rows) {
    const all = [...this.body.querySelectorAll("button")];
    const at = all.indexOf(from);
    if (step) return all[at + step]?.focus();
    const box = from.getBoundingClientRect();
    const way = rows > 0 ? all.slice(at) : all.slice(0, at).reverse();
    const next = way.find((one) => {
      const there = one.getBoundingClientRect();
      return rows * (there.top - box.top) > 4 && Math.abs(there.left - box.left) < box.width;
    });
    return (next ?? (rows < 0 ? this.tabs.querySelector("[aria-selected=true]") : null))?.focus();
  }
}
