/** The pictures and files that will be sent: shown above the field until then, for each conversation its own. */

import { h, icon, iconButton, isolated } from "./dom.js";
import { lookAt } from "./files.js";
import { readableSize } from "./media.js";

/** An album has so many at most. */
const MOST = 10;

export class Tray {
  /** What `lookAt` says of each. */
  entries = [];
  /** Done when the files that were chosen last have been looked at. */
  looking = Promise.resolve();
  /** The conversation they are for. */
  key = null;
  #elsewhere = new Map();
  #addresses = [];

  /** @param {{t: Function, onChange: () => void, onRefused: (entry: object) => void, onTooMany: () => void}} options */
  constructor({ t, onChange, onRefused, onTooMany }) {
    Object.assign(this, { t, onChange, onRefused, onTooMany });
    this.node = h("ul", { class: "tray", "aria-label": t("toSend"), hidden: true });
  }

  /** Take files in; those that cannot go, or not as the pictures they seem to be, are told of. */
  take(files, plain) {
    const { key } = this;
    const look = async (before) => {
      const seen = await Promise.all(files.map((file) => lookAt(file, plain)));
      await before;
      const sound = seen.filter(({ lost }) => !lost);
      const room = MOST - this.#of(key).length;
      this.put(sound.slice(0, room), key);
      if (sound.length > room) this.onTooMany();
      for (const entry of seen.filter(({ refused }) => refused)) this.onRefused(entry);
    };
    this.looking = look(this.looking);
    return this.looking;
  }

  #of(key) {
    return key === this.key ? this.entries : (this.#elsewhere.get(key) ?? []);
  }

  /** Add entries to those of a conversation. */
  put(entries, key) {
    const all = [...this.#of(key), ...entries];
    if (key !== this.key) this.#elsewhere.set(key, all);
    else this.#set(all);
  }

  /** Another conversation is opened; what was chosen before the first one was there is its. */
  turn(key) {
    const found = this.key === null ? this.entries : (this.#elsewhere.get(key) ?? []);
    this.#elsewhere.set(this.key, this.entries);
    this.#elsewhere.delete(key);
    this.key = key;
    this.#set(found);
  }

  clear() {
    this.#set([]);
  }

  #set(entries) {
    this.entries = entries;
    this.#draw();
  }

  /** Let the person choose; no files when they think better of it. */
  pick(options) {
    const input = h("input", { type: "file", multiple: !options.capture, ...options, class: "picker" });
    return new Promise((resolve) => {
      input.addEventListener("change", () => resolve([...input.files]));
      input.addEventListener("cancel", () => resolve([]));
      input.click();
    });
  }

  #draw() {
    for (const address of this.#addresses) URL.revokeObjectURL(address);
    this.#addresses = [];
    this.node.hidden = this.entries.length === 0;
    this.node.replaceChildren(...this.entries.map((entry) => this.#one(entry)));
    this.onChange();
  }

  #one(entry) {
    const { file, photo } = entry;
    const drop = iconButton("close", this.t("removeFile", { name: file.name }), () => this.#set(this.entries.filter((other) => other !== entry)));
    if (!photo) {
      return h("li", { class: "tray-file" }, icon("file"), h("span", { class: "file-name" }, isolated(file.name), h("small", {}, readableSize(file.size))), drop);
    }
    const address = URL.createObjectURL(file);
    this.#addresses.push(address);
    return h("li", {}, h("img", { src: address, alt: file.name }), drop);
  }
}
