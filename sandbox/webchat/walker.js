/** Arrow keys walk from message to message; only the current one and what is in it are Tab stops. */

export const FOCUSABLE = "button, a[href], input, pre, .spoiler";

export class Walker {
  #log;
  #current = null;

  /** @param {import("./log.js").MessageLog} log */
  constructor(log, { onLeave }) {
    this.#log = log;
    this.onLeave = onLeave;
    log.scroller.addEventListener("keydown", (event) => this.#keys(event));
    log.list.addEventListener("focusin", (event) => this.#setCurrent(event.target.closest(".msg")));
  }

  forget() {
    this.#current = null;
  }

  /** After drawing: if the current message is no longer there, the newest one is. */
  settle() {
    const id = this.#current?.dataset.messageId;
    const again = id && this.#log.list.querySelector(`[data-message-id="${id}"]`);
    this.#setCurrent(again || this.#log.list.lastElementChild);
  }

  focus(node) {
    this.#setCurrent(node);
    node.focus({ preventScroll: true });
  }

  #setCurrent(node) {
    for (const [article, index] of [[this.#current, -1], [node, 0]]) {
      if (!article) continue;
      article.tabIndex = index;
      for (const control of article.querySelectorAll(FOCUSABLE)) control.tabIndex = index;
    }
    this.#current = node;
  }

  #keys(event) {
    const { items } = this.#log;
    const id = Number(this.#current?.dataset.messageId);
    const at = items.findIndex(({ key }) => key === id);
    const goal = { ArrowUp: at - 1, ArrowDown: at + 1, Home: 0, End: items.length - 1 }[event.key];
    if (event.key === "Escape" || (goal !== undefined && goal === items.length)) this.onLeave();
    else if (goal === undefined || event.target.matches("input")) return;
    else {
      const node = this.#log.bring(Math.max(0, goal));
      this.focus(node);
      node.scrollIntoView({ block: "nearest" });
    }
    event.preventDefault();
  }
}

/** An edit must not throw the keyboard user out: the same-numbered control gets the focus back. */
export function replaceKeepingFocus(old, fresh) {
  const inside = old.contains(document.activeElement);
  const controls = [...old.querySelectorAll(FOCUSABLE)];
  const at = controls.indexOf(document.activeElement);
  old.replaceWith(fresh);
  if (!inside) return;
  const target = at < 0 ? fresh : [...fresh.querySelectorAll(FOCUSABLE)][at];
  (target ?? fresh).focus({ preventScroll: true });
}
