/**
 * Where a person writes: text, commands, a reply or an edit, files, a voice, and the keyboard the bot
 * offers. It says what to send through `ctx`; whether it arrived is the answer of that promise.
 */

import { About } from "./about.js";
import { attachMenu } from "./attach.js";
import { CommandMenu } from "./commands.js";
import { h, icon, iconButton } from "./dom.js";
import { replyKeys } from "./keyboard.js";
import { Panel } from "./panel.js";
import { Recorder } from "./recorder.js";
import { Tray } from "./tray.js";

export class Composer {
  #keyboard = null;
  #keysOpen = true;

  /**
   * @param {{t: Function, label: () => string, ctx: object, onUp: () => void, onDraft: (text: string) => void}} options
   */
  constructor({ t, label, ctx, onUp, onDraft }) {
    Object.assign(this, { t, label, ctx, onUp, onDraft });
    this.menu = new CommandMenu({ t, load: ctx.loadCommands, onPick: (command) => this.#pick(command) });
    this.tray = new Tray({
      t, onChange: () => this.#faces(), onTooMany: () => ctx.say("tooMany"),
      onRefused: ({ refused, file }) => ctx.onRefusedFile(refused, file.name, () => this.submit()),
    });
    this.panel = new Panel({
      t, loadStickers: ctx.loadStickers, onEmoji: (emoji) => this.#insert(emoji),
      onSticker: (name) => this.#sendAbout((more) => ctx.sendSticker({ sticker: name, ...more })), onClose: () => this.#panelState(),
    });
    this.recorder = new Recorder({
      t, say: ctx.say, onState: (on) => this.#recording(on),
      onVoice: (file, duration) => this.#sendAbout((more) => ctx.sendFiles([{ file }], { kind: "voice", duration, ...more })),
    });
    this.about = new About({ t, onDrop: (about) => this.#dropped(about) });
    this.keys = h("div", { class: "keys", hidden: true });
    this.node = h("form", { class: "composer", onsubmit: (event) => this.submit(event) });
    this.#build();
  }

  #build() {
    const { t } = this;
    this.input = h("textarea", {
      rows: "1", "aria-haspopup": "listbox", "aria-autocomplete": "list", "aria-controls": this.menu.node.id, autocomplete: "off", maxlength: "4096", dir: "auto",
    });
    this.input.addEventListener("input", () => this.#typed());
    this.input.addEventListener("keydown", (event) => this.#keysDown(event));
    this.input.addEventListener("blur", () => this.#closeMenu());
    this.input.addEventListener("paste", (event) => this.#pasted(event));
    this.attach = iconButton("plus", t("attach"), () => this.#attach(), { class: "round attach", "aria-haspopup": "true" });
    this.slash = iconButton("slash", t("commands"), () => this.#toggleMenu(), { "aria-haspopup": "listbox", class: "round inside" });
    this.slash.addEventListener("mousedown", (event) => event.preventDefault());
    this.toggle = iconButton("keys", t("keyboard"), () => this.#showKeys(!this.#keysOpen), { hidden: true, class: "round inside" });
    this.smile = iconButton("smile", t("emojiAndStickers"), () => this.#togglePanel(), { class: "round inside", "aria-expanded": "false" });
    this.sender = h("button", { type: "submit", class: "round send", "aria-label": t("send"), title: t("send"), hidden: true }, icon("send"));
    const field = h("div", { class: "field" }, this.input, this.slash, this.toggle, this.smile);
    this.bar = h("div", { class: "bar" }, this.attach, field, this.recorder.button, this.sender);
    this.node.append(this.menu.node, this.about.node, this.tray.node, this.bar, this.recorder.node, this.panel.node, this.keys);
    this.relabel();
  }

  get text() {
    return this.input.value;
  }

  get editing() {
    return this.about.editing;
  }

  relabel() {
    this.input.setAttribute("aria-label", this.label());
    this.input.placeholder = this.#keyboard?.markup.input_field_placeholder || this.t("placeholder");
  }

  focus() {
    this.input.focus();
  }

  /** Forget reply and keyboard: another chat (`key`) is opened, with this draft and the files that wait in it. */
  reset(key, draft) {
    this.recorder.cancel();
    this.tray.turn(key);
    this.panel.hide();
    this.about.set(null);
    this.setKeyboard(null);
    this.takeDraft(draft);
    this.relabel();
  }

  /** The words that were begun, here or on another device. */
  takeDraft(text) {
    this.input.value = text;
    this.#changed();
  }

  #pasted(event) {
    const files = [...(event.clipboardData?.files ?? [])];
    if (!files.length) return;
    event.preventDefault();
    this.addFiles(files);
  }

  /** Chosen, dropped or pasted: into the tray, to be sent with words. */
  addFiles(files, plain = false) {
    if (this.editing) this.about.drop();
    this.tray.take(files, plain);
    this.focus();
  }

  /** Answer a message. */
  replyTo(message) {
    this.about.set({ kind: "reply", message });
    this.focus();
  }

  /** Answer a message because the bot asks for it; the focus stays where it is. */
  suggestReply(message) {
    this.about.suggest(message);
  }

  /** Change an own message. */
  edit(message) {
    if (!this.editing) this.unedited = this.text; // What was begun waits for the end of it.
    this.about.set({ kind: "edit", message });
    this.takeDraft(message.text);
    this.focus();
  }

  /** Offer this reply keyboard (see keyboard.js), or none. */
  setKeyboard(found) {
    const same = found?.message.message_id === this.#keyboard?.message.message_id && found?.message.date === this.#keyboard?.message.date;
    if (same && Boolean(found) === Boolean(this.#keyboard)) return;
    this.#keysOpen = true;
    this.#keyboard = found;
    this.toggle.hidden = !found;
    this.keys.replaceChildren(...(found ? [replyKeys(found.markup, { t: this.t, onSay: (text) => this.#say(text) })] : []));
    this.#showKeys(this.#keysOpen);
    this.relabel();
  }

  async #say(text) {
    const once = this.#keyboard?.markup.one_time_keyboard;
    const sent = await this.ctx.send({ text, asked: true });
    if (sent && once) this.#showKeys(false);
    this.focus();
  }

  #showKeys(open) {
    this.#keysOpen = open;
    this.keys.hidden = !(open && this.#keyboard) || this.panel.open;
    this.toggle.setAttribute("aria-expanded", String(!this.keys.hidden));
  }

  #dropped({ kind }) {
    if (kind === "edit") this.input.value = this.unedited;
    this.#changed();
    this.focus();
  }

  /** Send something with the reply that is set; the reply stays if it did not arrive. */
  async #sendAbout(work) {
    const about = this.about.take();
    const sent = await work(about?.kind === "reply" ? { reply_to: about.message.message_id } : {});
    if (!sent) this.about.set(about);
    return sent;
  }

  async submit(event) {
    event?.preventDefault();
    await this.tray.looking;
    const text = this.input.value.trim();
    const { key } = this.tray;
    const edit = this.editing ? { edit: this.about.now.message.message_id } : null;
    if (edit && text === this.about.now.message.text) return this.about.drop();
    const files = edit ? [] : this.tray.entries;
    if (!text && !files.length) return undefined;
    this.input.value = edit ? this.unedited : "";
    if (!edit) this.tray.clear();
    this.#closeMenu();
    this.#changed();
    if (!edit) this.onDraft("");
    const sent = await this.#sendAbout((more) => (files.length ? this.ctx.sendFiles(files, { caption: text, ...more }) : this.ctx.send({ text, ...edit, ...more })));
    if (sent) return undefined;
    if (edit) return this.takeDraft(text);
    this.tray.put(files.filter((entry) => !entry.sent), key); // Nothing typed or chosen is lost; words typed meanwhile stay behind it.
    const unsaid = !files.some((entry) => entry.sent) && text;
    return this.takeDraft([unsaid, this.input.value].filter(Boolean).join("\n"));
  }

  #recording(on) {
    this.bar.hidden = on;
    if (!on) this.focus();
  }

  #attach() {
    attachMenu(this.attach, {
      t: this.t,
      pick: (options, plain) => this.tray.pick(options).then((files) => files.length && this.addFiles(files, plain)),
      onPlace: () => this.ctx.onPlace((place) => this.#sendAbout((more) => this.ctx.sendLocation({ ...place, ...more }))),
    });
  }

  #insert(emoji) {
    this.input.setRangeText(emoji, this.input.selectionStart, this.input.selectionEnd, "end");
    this.#typed();
  }

  #togglePanel() {
    this.panel[this.panel.open ? "hide" : "show"]();
    this.#panelState();
  }

  #panelState() {
    this.smile.setAttribute("aria-expanded", String(this.panel.open));
    this.#showKeys(this.#keysOpen);
    if (!this.panel.open) this.focus();
  }

  #pick(command) {
    this.input.value = "";
    this.#closeMenu();
    this.#changed();
    this.onDraft("");
    this.ctx.send({ text: command });
    this.focus();
  }

  #typed() {
    this.#changed();
    if (!this.editing) this.onDraft(this.text);
    if (!/^\/\w*$/.test(this.text)) this.#closeMenu();
    else if (this.menu.open) this.menu.filter(this.text);
    else this.menu.show(this.text).then(() => this.#menuState());
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
      this.takeDraft(`${completion} `);
      this.menu.hide();
    } else if (key === "Enter" && plain && activeCommand) this.#pick(activeCommand);
    else return false;
    this.#menuState();
    return true;
  }

  #plainKey(key, plain) {
    if (key === "Enter" && plain) this.submit();
    else if (key === "Escape" && this.panel.open) this.#togglePanel();
    else if (key === "Escape" && this.about.now) this.about.drop();
    else if (key === "ArrowUp" && plain && !this.input.value) this.onUp();
    else return false;
    return true;
  }

  /** As tall as its text, up to the height the style sheet allows; the right button at the end. */
  #changed() {
    this.#faces();
    this.input.style.height = "auto";
    const wanted = this.input.scrollHeight;
    if (wanted) this.input.style.height = `${wanted}px`;
  }

  #faces() {
    const something = Boolean(this.text.trim()) || this.tray.entries.length > 0;
    this.sender.hidden = !something;
    this.recorder.button.hidden = something;
    this.slash.hidden = Boolean(this.text) && !this.text.startsWith("/");
  }
}
