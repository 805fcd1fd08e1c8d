/** Things that come up over a seat or over the page: toasts, the bot's alerts, a large picture, a new seat. */

import { freshId, h, icon, iconButton, isolated } from "./dom.js";

const TOAST_MS = 5000;

/** A short word at the foot of a seat; `region` is a live region, so it is also read out. */
export function toast(region, text, { tone = "calm" } = {}) {
  const node = h("p", { class: `toast ${tone}`, dir: "auto" }, isolated(text));
  region.replaceChildren(node);
  setTimeout(() => node.remove(), Math.max(TOAST_MS, text.length * 60));
}

/**
 * A question or word that must be answered first, over one seat only: the other seats stay usable.
 * @param {HTMLElement} seat - the seat; its other content is inert while the alert is open
 */
export function alertOver(seat, { title, text, close }) {
  const back = document.activeElement;
  const ids = [freshId("alert-title"), freshId("alert-text")];
  const behind = [...seat.children].filter((node) => !node.inert);
  const shut = () => {
    veil.remove();
    for (const node of behind) node.inert = false;
    if (back?.isConnected) back.focus();
  };
  const ok = h("button", { type: "button", class: "primary", onclick: shut }, close);
  const box = h(
    "div",
    { class: "alert", role: "alertdialog", "aria-modal": "true", "aria-labelledby": ids[0], "aria-describedby": ids[1] },
    h("h3", { id: ids[0] }, isolated(title)),
    h("p", { id: ids[1], dir: "auto" }, isolated(text)),
    ok,
  );
  const veil = h("div", { class: "veil" }, box);
  veil.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" && event.key !== "Tab") return;
    event.preventDefault();
    if (event.key === "Escape") shut();
  });
  for (const node of behind) node.inert = true;
  seat.append(veil);
  ok.focus();
}

/** A picture as large as the window allows; Escape, the button or a press anywhere closes it. */
export function showPhoto(url, alt, t) {
  const shut = () => dialog.close();
  const image = h("img", { src: url, alt });
  const dialog = h("dialog", { class: "lightbox", "aria-label": t("photo"), onclick: shut }, image, iconButton("close", t("closePhoto"), shut));
  openDialog(dialog);
}

/**
 * Ask who sits down.
 * @returns {Promise<{first_name: string, language_code: string}|null>}
 */
export function askNewSeat(t, language) {
  const id = freshId("field");
  const name = h("input", { id, name: "first_name", required: true, maxlength: "64", autocomplete: "off", dir: "auto" });
  name.addEventListener("input", () => name.setCustomValidity(name.value.trim() ? "" : t("nameMissing")));
  const languages = [["en", "English"], ["zh-hans", "中文"]];
  const choices = languages.map(([code, word]) => {
    const checked = code.startsWith(language);
    return h("label", { class: "choice" }, h("input", { type: "radio", name: "language_code", value: code, checked }), word);
  });
  const heading = freshId("heading");
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: heading }, t("newSeatTitle")),
    h("p", { class: "hint" }, t("newSeatHint")),
    h("label", { for: id }, t("firstName")),
    name,
    h("fieldset", {}, h("legend", {}, t("language")), choices),
    h("div", { class: "dialog-buttons" },
      h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, t("cancel")),
      h("button", { type: "submit", class: "primary" }, t("create"))),
  );
  const dialog = h("dialog", { class: "sheet", "aria-labelledby": heading }, form);
  return new Promise((resolve) => {
    form.addEventListener("submit", () => {
      const answers = Object.fromEntries(new FormData(form));
      resolve({ ...answers, first_name: answers.first_name.trim() });
    });
    dialog.addEventListener("close", () => resolve(null));
    openDialog(dialog);
    name.focus();
  });
}

/** A button that opens a small menu of actions below itself. */
export function actionMenu(label, actions) {
  const id = freshId("menu");
  const list = h("div", { class: "menu", id, popover: "auto" });
  const button = iconButton("more", label, null, { popovertarget: id });
  list.addEventListener("beforetoggle", (event) => {
    if (event.newState !== "open") return;
    const run = (act) => {
      list.hidePopover();
      act();
    };
    list.replaceChildren(...actions().map(([word, act]) => h("button", { type: "button", onclick: () => run(act) }, word)));
    const box = button.getBoundingClientRect();
    list.style.top = `${box.bottom + 4}px`;
    list.style.right = `${window.innerWidth - box.right}px`;
  });
  return [button, list];
}

function openDialog(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** The strip that says the line to the sandbox is down. */
export function connectionBanner(t) {
  return h("div", { class: "banner", role: "status", hidden: true }, icon("link"), t("connection"));
}
