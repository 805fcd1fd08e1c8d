/**
 * Where a person writes: text, commands, a reply or an edit, and the keyboard the bot offers.
 * It says what to send through `onSend`; whether it arrived is the answer of that promise.
 */

import { CommandMenu } from "./commands.js";
import { h, icon, iconButton, isolated } from "./dom.js";
import { replyKeys } from "./keyboard.js";
import { senderName, summary } from "./message.js";

export class Composer {
  #about = null;
  #keyboard = null;
  #keysOpen = true;
  #dismissed = null;

  /**
   * @param {{t: Function, label: () => string, loadCommands: () => Promise<object[]>,
   *   onSend: (message: object) => Promise<boolean>, onUp: () => void}} options
   */
  constructor({ t, label, loadCommands, onSend, onUp }) {
    this.t = t;
    this.label = label;
    this.onSend = onSend;
    this.onUp = onUp;
    this.menu = new CommandMenu({ t, load: loadCommands, onPick: (command) => this.#pick(command) });
    this.about = h("div", { class: "about", hidden: true });
    this.keys = h("div", { class: "keys", hidden: true });
    this.node = h("form", { class: "composer", onsubmit: (event) => this.#submit(event) });
    this.#build();
  }

  #build() {
    this.input = h("textarea", {
      rows: "1", "aria-haspopup": "listbox", "aria-autocomplete": "list", "aria-controls": this.menu.node.id, autocomplete: "off", maxlength: "4096", dir: "auto",
    });
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#keysDown(event));
    this.input.addEventListener("blur", () => this.#closeMenu());
    this.slash = iconButton("slash", "", () => this.#toggleMenu(), { "aria-haspopup": "listbox" });
    this.slash.addEventListener("mousedown", (event) => event.preventDefault());
    this.toggle = iconButton("keys", "", () => this.#showKeys(!this.#keysOpen), { hidden: true });
    this.sender = h("button", { type: "submit", class: "round send" }, icon("send"));
    const bar = h("div", { class: "bar" }, this.slash, this.input, this.toggle, this.sender);
    this.node.append(this.menu.node, this.about, bar, this.keys);
    this.relabel();
  }

  /** Put the words of the current language and chat on every control. */
  relabel() {
    const names = [[this.slash, "commands"], [this.toggle, "keyboard"], [this.sender, "send"]];
    for (const [button, key] of names) {
      button.setAttribute("aria-label", this.t(key));
      button.title = this.t(key);
    }
    this.input.setAttribute("aria-label", this.label());
    this.input.placeholder = this.#keyboard?.markup.input_field_placeholder || this.t("placeholder");
  }

  focus() {
    this.input.focus();
  }

  /** Forget draft, reply and keyboard: another chat is opened. */
  reset() {
    this.input.value = "";
    this.#setAbout(null);
    this.setKeyboard(null);
    this.#grow();
    this.relabel();
  }

  /** Answer a message. */
  replyTo(message) {
    this.#setAbout({ kind: "reply", message });
    this.focus();
  }

  /** Answer a message because the bot asks for it; the focus stays where it is. */
  suggestReply(message) {
    const known = this.#about?.message.message_id === message.message_id;
    if (!known && this.#dismissed !== message.message_id) this.#setAbout({ kind: "reply", message });
  }

  /** Change an own message. */
  edit(message) {
    this.#setAbout({ kind: "edit", message });
    this.input.value = message.text;
    this.#grow();
    this.focus();
  }

  /** Offer this reply keyboard (see keyboard.js), or none. */
  setKeyboard(found) {
    if (found?.message.message_id !== this.#keyboard?.message.message_id) this.#keysOpen = true;
    this.#keyboard = found;
    this.toggle.hidden = !found;
    this.keys.replaceChildren(...(found ? [replyKeys(found.markup, { t: this.t, onSay: (text) => this.#say(text) })] : []));
    this.#showKeys(this.#keysOpen);
    this.relabel();
  }

  async #say(text) {
    const once = this.#keyboard?.markup.one_time_keyboard;
    const sent = await this.onSend({ text });
    if (sent && once) this.#showKeys(false);
    this.focus();
  }

  #showKeys(open) {
    this.#keysOpen = open;
    this.keys.hidden = !(open && this.#keyboard);
    this.toggle.setAttribute("aria-expanded", String(!this.keys.hidden));
  }

  #setAbout(about) {
    this.#about = about;
    this.about.hidden = !about;
    if (!about) return this.about.replaceChildren();
    const { kind, message } = about;
    const title = kind === "edit" ? this.t("editing") : this.t("replyTo", { name: senderName(message, this.t) });
    const words = h("div", { class: "about-words" }, h("strong", {}, isolated(title)), h("span", {}, isolated(summary(message, this.t))));
    const drop = iconButton("close", this.t(kind === "edit" ? "cancel" : "deleteReply"), () => this.#dropAbout());
    return this.about.replaceChildren(icon(kind), words, drop);
  }

  #dropAbout() {
    if (this.#about?.kind === "edit") this.input.value = "";
    this.#dismissed = this.#about?.message.message_id ?? null;
    this.#setAbout(null);
    this.#grow();
    this.focus();
  }

  async #submit(event) {
    event?.preventDefault();
    const text = this.input.value.trim();
    if (!text) return;
    const about = this.#about;
    const message = { text };
    if (about) message[about.kind === "edit" ? "edit" : "reply_to"] = about.message.message_id;
    this.input.value = "";
    this.#dismissed = about?.message.message_id ?? null;
    this.#setAbout(null);
    this.#closeMenu();
    this.#grow();
    const sent = await this.onSend(message);
    if (sent) return;
    // Nothing typed is lost; words typed meanwhile stay behind it.
    this.input.value = [text, this.input.value].filter(Boolean).join("\n");
    this.#setAbout(about);
    this.#grow();
  }

  #pick(command) {
    this.input.value = "";
    this.#closeMenu();
    this.#grow();
    this.onSend({ text: command });
    this.focus();
  }

  #typed() {
    this.#grow();
    const text = this.input.value;
    if (!/^\/\w*$/.test(text)) this.#closeMenu();
    else if (this.menu.open) this.menu.filter(text);
    else this.menu.show(text).then(() => this.#menuState());
    this.#menuState();
  }

  async #toggleMenu() {
    if (this.menu.open) return this.#closeMenu();
    this.focus();
    await this.menu.show("/", { whenEmpty: true });
    return this.#menuState();
  }

  #closeMenu() {
    this.menu.hide();
    this.#menuState();
  }

  #menuState() {
    this.slash.setAttribute("aria-expanded", String(this.menu.open));
    this.input.setAttribute("aria-activedescendant", this.menu.activeId);
  }

  #keysDown(event) {
    if (event.isComposing) return;
    const plain = !event.shiftKey && !event.altKey && !event.ctrlKey && !event.metaKey;
    const taken = this.menu.open && this.#menuKey(event.key, plain);
    if (taken || this.#plainKey(event.key, plain)) event.preventDefault();
  }

  #menuKey(key, plain) {
    const { activeCommand, completion } = this.menu;
    if (key === "Escape") this.#closeMenu();
    else if (key === "ArrowDown" || key === "ArrowUp") this.menu.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "Tab" && plain && completion) {
      this.input.value = `${completion} `;
      this.menu.hide();
    } else if (key === "Enter" && plain && activeCommand) this.#pick(activeCommand);
    else return false;
    this.#menuState();
    return true;
  }

  #plainKey(key, plain) {
    if (key === "Enter" && plain) this.#submit();
    else if (key === "Escape" && this.#about) this.#dropAbout();
    else if (key === "ArrowUp" && plain && !this.input.value) this.onUp();
    else return false;
    return true;
  }

  /** As tall as its text, up to the height the style sheet allows. */
  #grow() {
    this.input.style.height = "auto";
    const wanted = this.input.scrollHeight;
    if (wanted) this.input.style.height = `${wanted}px`;
  }
}
