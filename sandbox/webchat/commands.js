/** The command menu above the composer: opened by its button or by typing "/", filtered by what follows. */

import { freshId, h, isolated } from "./dom.js";

export class CommandMenu {
  #commands = [];
  #shown = [];
  #active = -1;

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
    const command = this.#shown[this.#active];
    return command ? `/${command.command}` : "";
  }

  /** Load anew and show what begins with `prefix`; `whenEmpty` says so if there is nothing at all. */
  async show(prefix, { whenEmpty = false } = {}) {
    this.#commands = await this.load();
    this.filter(prefix);
    if (this.#commands.length === 0 && whenEmpty) {
      this.node.replaceChildren(h("li", { class: "empty", role: "option", "aria-disabled": "true" }, this.t("commandsEmpty")));
      this.node.hidden = false;
    }
  }

  filter(prefix) {
    const wanted = prefix.slice(1).toLowerCase();
    this.#shown = this.#commands.filter(({ command }) => command.startsWith(wanted));
    this.#active = this.#shown.length ? 0 : -1;
    this.#draw();
  }

  hide() {
    this.node.hidden = true;
    this.#active = -1;
  }

  move(step) {
    const count = this.#shown.length;
    if (count) this.#active = (this.#active + step + count) % count;
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
