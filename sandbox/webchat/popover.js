/** Small menus that come up at a button or at a press, and go with Escape or a press elsewhere. */

import { freshId, h, icon, iconButton } from "./dom.js";

const EDGE_PX = 8;

/** Put an open popover beside a button (or at a point), wholly on the screen and over its own seat. */
function place(node, anchor, point) {
  const box = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = node;
  const left = point ? point.x : box.right - width;
  const below = (point ? point.y : box.bottom) + 4;
  const above = (point ? point.y : box.top) - height - 4;
  const top = below + height + EDGE_PX <= window.innerHeight || above < EDGE_PX ? below : above;
  const seat = (anchor.closest(".seat") ?? document.body).getBoundingClientRect();
  const within = Math.max(seat.left + EDGE_PX, Math.min(left, seat.right - width - EDGE_PX));
  node.style.left = `${Math.max(EDGE_PX, Math.min(within, window.innerWidth - width - EDGE_PX))}px`;
  node.style.top = `${Math.max(EDGE_PX, Math.min(top, window.innerHeight - height - EDGE_PX))}px`;
}

/** The buttons of a menu; each closes it first. `[icon, word, act, tone?]`, or a node that stands for itself. */
function entries(node, actions) {
  const run = (act) => {
    node.hidePopover();
    act();
  };
  return actions.filter(Boolean).map((entry) => {
    if (entry instanceof Node) return entry;
    const [sign, word, act, tone] = entry;
    return h("button", { type: "button", class: tone ? `menu-${tone}` : "menu-entry", onclick: () => run(act) }, icon(sign), word);
  });
}

function arrows(node) {
  node.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const buttons = [...node.querySelectorAll("button")];
    const next = (buttons.indexOf(document.activeElement) + step + buttons.length) % buttons.length;
    buttons[next].focus();
    event.preventDefault();
    event.stopPropagation();
  });
}

/** A button that opens a small menu of actions below itself. */
export function actionMenu(label, actions) {
  const id = freshId("menu");
  const list = h("div", { class: "menu", id, popover: "auto" });
  const button = iconButton("more", label, null, { popovertarget: id });
  arrows(list);
  list.addEventListener("toggle", (event) => {
    if (event.newState !== "open") return;
    list.replaceChildren(...entries(list, actions()));
    place(list, button, null);
    list.querySelector("button")?.focus();
  });
  return [button, list];
}

/** A menu at once: at `anchor`, or where it was pressed. Gone when it closes; the focus goes back. */
export function openMenu(anchor, { label, point = null }, actions) {
  const back = document.activeElement;
  const list = h("div", { class: "menu", popover: "auto", role: "group", "aria-label": label });
  arrows(list);
  list.append(...entries(list, actions(() => list.hidePopover())));
  list.addEventListener("toggle", (event) => {
    if (event.newState !== "closed") return;
    const inside = list.contains(document.activeElement) || document.activeElement === document.body;
    list.remove();
    if (inside && back?.isConnected) back.focus({ preventScroll: true });
  });
  (anchor.closest(".seat") ?? document.body).append(list);
  list.showPopover();
  place(list, anchor, point);
  list.querySelector("button")?.focus();
}
