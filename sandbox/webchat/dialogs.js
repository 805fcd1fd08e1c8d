/** Things that come up over a seat or over the page: toasts, the bot's alerts, a large picture, a new seat. */

import { freshId, h, icon, iconButton, isolated } from "./dom.js";

const TOAST_MS = 5000;
const ACTION_MS = 20000;

/**
 * A short word at the foot of a seat; `region` is a live region, so it is also read out.
 * `action`: `[word, act]`, a button beside it.
 */
export function toast(region, text, { tone = "calm", action = null } = {}) {
  const run = () => {
    node.remove();
    action[1]();
  };
  const button = action && h("button", { type: "button", class: "toast-action", onclick: run }, action[0]);
  const node = h("p", { class: `toast ${tone}`, dir: "auto" }, isolated(text), button);
  region.replaceChildren(node);
  setTimeout(() => node.remove(), Math.max(action ? ACTION_MS : TOAST_MS, text.length * 60));
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

/** A form as a dialog: what was filled in, or null when it was put away. */
function ask({ title, hint, yes, no, tone }, fields, focus) {
  const heading = freshId("heading");
  const form = h(
    "form",
    { method: "dialog" },
    h("h2", { id: heading }, title),
    hint && h("p", { class: "hint" }, hint),
    fields,
    h("div", { class: "dialog-buttons" },
      h("button", { type: "button", class: "quiet", onclick: () => dialog.close() }, no),
      h("button", { type: "submit", class: tone ? `primary ${tone}` : "primary" }, yes)),
  );
  const dialog = h("dialog", { class: "sheet", "aria-labelledby": heading }, form);
  return new Promise((resolve) => {
    form.addEventListener("submit", () => resolve(Object.fromEntries(new FormData(form))));
    dialog.addEventListener("close", () => resolve(null));
    openDialog(dialog);
    focus?.focus();
  });
}

/** A field with its name above; `props` are the input's. */
function field(label, props) {
  const id = freshId("field");
  const input = h("input", { id, autocomplete: "off", dir: "auto", ...props });
  return [h("label", { for: id }, label), input];
}

const required = (input, complaint) => {
  const check = () => input.setCustomValidity(input.value.trim() ? "" : complaint);
  input.addEventListener("input", check);
};

/**
 * Ask who somebody is: a new person, or somebody (`known`) under another name.
 * @returns {Promise<{first_name: string, last_name?: string, language_code: string}|null>}
 */
export async function askPerson(t, { title, hint, yes }, known) {
  const [label, name] = field(t("firstName"), { name: "first_name", required: true, maxlength: "64", value: known.first_name ?? "" });
  required(name, t("nameMissing"));
  const more = known.id ? field(t("lastName"), { name: "last_name", maxlength: "64", value: known.last_name ?? "" }) : [];
  const languages = [["en", "English"], ["zh-hans", "中文"]];
  const choices = languages.map(([code, word]) => {
    const checked = code.startsWith(known.language);
    return h("label", { class: "choice" }, h("input", { type: "radio", name: "language_code", value: code, checked }), word);
  });
  const fields = [label, name, more, h("fieldset", {}, h("legend", {}, t("language")), choices)];
  const answers = await ask({ title, hint, yes, no: t("cancel") }, fields, name);
  return answers && { ...answers, first_name: answers.first_name.trim() };
}

/** Ask for a few words; null when there are none. */
export async function askWords(t, { title, label, yes, most, value = "" }) {
  const [name, input] = field(label, { name: "words", required: true, maxlength: String(most), value });
  required(input, t("nameMissing"));
  const answers = await ask({ title, yes, no: t("cancel") }, [name, input], input);
  return answers?.words.trim() || null;
}

/** Ask where: by the browser's leave, or typed. `{latitude, longitude}` or null. */
export async function askPlace(t) {
  const [north, latitude] = field(t("latitude"), { name: "latitude", type: "number", min: "-90", max: "90", step: "any", required: true, inputmode: "decimal" });
  const [east, longitude] = field(t("longitude"), { name: "longitude", type: "number", min: "-180", max: "180", step: "any", required: true, inputmode: "decimal" });
  const word = h("p", { class: "hint", role: "status" });
  const locate = () => {
    word.textContent = t("locating");
    const found = ({ coords }) => {
      latitude.value = coords.latitude.toFixed(6);
      longitude.value = coords.longitude.toFixed(6);
      word.textContent = t("located");
    };
    if (!navigator.geolocation) word.textContent = t("locationMissing");
    else navigator.geolocation.getCurrentPosition(found, () => (word.textContent = t("locationMissing")), { timeout: 10000 });
  };
  const here = h("button", { type: "button", class: "quiet here", onclick: locate }, icon("pin"), t("whereIAm"));
  const answers = await ask({ title: t("attachPlace"), hint: t("placeHint"), yes: t("send"), no: t("cancel") }, [here, word, north, latitude, east, longitude], here);
  return answers && { latitude: Number(answers.latitude), longitude: Number(answers.longitude) };
}

/** A question before something that cannot be undone; true for yes. */
export async function confirm({ title, text, yes, no }) {
  const answer = await ask({ title, hint: text, yes, no, tone: "danger" }, []);
  return answer !== null;
}

/** A dialog over the whole page; gone when it closes. */
export function openDialog(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

/** The strip that says the line to the sandbox is down. */
export function connectionBanner(t) {
  return h("div", { class: "banner", role: "status", hidden: true }, icon("link"), t("connection"));
}
