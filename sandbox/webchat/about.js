/** The line above the field that says which message is answered or changed. */

import { h, icon, iconButton, isolated } from "./dom.js";
import { senderName, summary } from "./message.js";

export class About {
  /** `{kind: "reply"|"edit", message}`, or null. */
  now = null;
  #dismissed = null;

  /** @param {{t: Function, onDrop: (about: object) => void}} options */
  constructor({ t, onDrop }) {
    Object.assign(this, { t, onDrop });
    this.node = h("div", { class: "about", hidden: true });
  }

  get editing() {
    return this.now?.kind === "edit";
  }

  set(about) {
    this.now = about;
    this.node.hidden = !about;
    if (!about) return this.node.replaceChildren();
    const { kind, message } = about;
    const title = kind === "edit" ? this.t("editing") : this.t("replyTo", { name: senderName(message, this.t) });
    const words = h("div", { class: "about-words" }, h("strong", {}, isolated(title)), h("span", {}, isolated(summary(message, this.t))));
    const picture = ["photo", "sticker"].includes(message.media?.kind) && h("img", { class: "about-picture", src: message.media.url, alt: "" });
    const drop = iconButton("close", this.t(kind === "edit" ? "cancel" : "deleteReply"), () => this.drop());
    return this.node.replaceChildren(...[icon(kind), picture, words, drop].filter(Boolean));
  }

  /** What the bot asks to be answered; not again once it was answered or put away. */
  suggest(message) {
    const known = this.now?.message.message_id === message.message_id;
    if (!known && this.#dismissed !== message.message_id) this.set({ kind: "reply", message });
  }

  /** Done with it; what it was. */
  take() {
    const about = this.now;
    this.#dismissed = about?.message.message_id ?? null;
    this.set(null);
    return about;
  }

  drop() {
    this.onDrop(this.take());
  }
}
