/** Pictures, voice messages and files inside a bubble. */

import { h, icon, isolated } from "./dom.js";

/** The media part of a message, or null. */
export function renderMedia(message, ctx) {
  const media = message.media;
  if (!media) return null;
  const url = `/control/files/${encodeURIComponent(media.file_id)}`;
  if (media.kind === "photo") return photo(url, message, ctx);
  if (media.kind === "voice" || media.kind === "audio") return voice(url, ctx);
  return file(url, media, ctx);
}

function photo(url, message, ctx) {
  const alt = message.text ? message.text.slice(0, 120) : ctx.t("photo");
  const image = h("img", { src: url, alt, loading: "lazy", decoding: "async" });
  return h("button", { type: "button", class: "photo", "aria-label": ctx.t("photoOpen"), onclick: () => ctx.onPhoto(url, alt) }, image);
}

function voice(url, ctx) {
  return h("audio", { class: "voice", controls: true, controlslist: "nodownload noplaybackrate", preload: "metadata", src: url, "aria-label": ctx.t("voice") });
}

function file(url, media, ctx) {
  const name = media.file_name || media.kind;
  const props = { class: "file", href: url, download: name, "aria-label": ctx.t("download", { name }) };
  const size = media.file_size ? h("small", {}, readableSize(media.file_size)) : null;
  return h("a", props, icon("file"), h("span", { class: "file-name" }, isolated(name), size));
}

function readableSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}
