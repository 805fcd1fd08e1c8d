/**
 * The command menu above the composer: opened by its button or by typing "/", filtered by what follows.
 * Nothing is highlighted until an arrow key moves, so Enter sends what was typed and never a guess.
 */

import { freshId, h, isolated } from "./dom.js";

export class CommandMenu {
  #commands = [];
  #shown = [];
  #active = -1;
  #turn = 0;

  /** @param {{t: Function, load: () => Promise<object[]>, onPick: (command: string) => void}} options */
  constructor({ t, load, onPick }) {
    this.t = t;
    this.load = load;
    this.onPick = onPick;
    this.node = h("ul", { class: "commands", role: "listbox", id: freshId("commands"), hidden: true });
    this.node.setAttribute("aria-label", t("commands"));
  }

  get open() {
    return !this.node.hidden;
  }

  /** The element id of the highlighted command, for aria-activedescendant. */
  get activeId() {
    return this.#shown[this.#active] ? `${this.node.id}-${this.#active}` : "";
  }

  /** The highlighted command ("/pay"), or "". */
  get activeCommand() {
    return this.#named(this.#active);
  }

  /** What Tab completes to: the highlighted command, else the first one. */
  get completion() {
    return this.#named(Math.max(0, this.#active));
  }

  #named(index) {
    const command = this.#shown[index];
    return command ? `/${command.command}` : "";
  }

  /** Load anew and show what begins with `prefix`; `whenEmpty` says so if there is nothing at all. */
  async show(prefix, { whenEmpty = false } = {}) {
    this.#turn += 1;
    const turn = this.#turn;
    const commands = await this.load();
    if (turn !== this.#turn) return; // Sent or closed meanwhile.
    this.#commands = commands;
    this.filter(prefix);
    if (this.#commands.length === 0 && whenEmpty) {
      this.node.replaceChildren(h("li", { class: "empty", role: "option", "aria-disabled": "true" }, this.t("commandsEmpty")));
      this.node.hidden = false;
    }
  }

  filter(prefix) {
    const wanted = prefix.slice(1).toLowerCase();
    this.#shown = this.#commands.filter(({ command }) => command.startsWith(wanted));
    this.#active = -1;
    this.#draw();
  }

  hide() {
    this.#turn += 1;
    this.node.hidden = true;
    this.#active = -1;
  }

  move(step) {
    const count = this.#shown.length;
    const from = this.#active < 0 && step < 0 ? 0 : this.#active;
    if (count) this.#active = (from + step + count) % count;
    this.#draw();
  }

  #draw() {
    this.node.setAttribute("aria-label", this.t("commands"));
    this.node.hidden = this.#shown.length === 0;
    this.node.replaceChildren(...this.#shown.map((command, index) => this.#option(command, index)));
    this.node.querySelector("[aria-selected=true]")?.scrollIntoView({ block: "nearest" });
  }

  #option({ command, description }, index) {
    const pick = (event) => {
      event.preventDefault();
      this.onPick(`/${command}`);
    };
    const props = { role: "option", id: `${this.node.id}-${index}`, "aria-selected": String(index === this.#active) };
    // Chosen on mousedown, because by the click the composer has lost its focus and closed the menu.
    return h("li", { ...props, onmousedown: pick }, h("b", {}, `/${command}`), h("span", {}, isolated(description)));
  }
}
