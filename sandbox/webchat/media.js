/** Pictures, albums, voices, files, stickers and places inside a bubble. */

import { h, icon, isolated } from "./dom.js";
import { renderVoice } from "./player.js";

/** The media of a message, or of the messages of an album; null when there is none. */
export function renderMedia(parts, ctx) {
  if (!parts[0].media) return null;
  if (parts.length === 1) return one(parts[0], ctx);
  const pictures = parts.every(({ media }) => media?.kind === "photo");
  const props = { class: `album${pictures ? " of-pictures" : ""}`, role: "group", "aria-label": ctx.t("album", { count: parts.length }), data: { count: parts.length } };
  return h("div", props, parts.map((part) => one(part, ctx, parts)));
}

const urlOf = (media) => media.url ?? `/control/files/${encodeURIComponent(media.file_id)}`;
const altOf = ({ text }, ctx) => (text ? text.slice(0, 120) : ctx.t("photo"));

function one(message, ctx, parts = [message]) {
  const { media } = message;
  const url = urlOf(media);
  switch (media.kind) {
    case "photo":
      return photo(message, parts, ctx);
    case "voice":
    case "audio":
      return renderVoice(url, media, ctx);
    case "sticker":
      return h("img", { class: "sticker", src: url, alt: media.emoji ? `${ctx.t("sticker")} ${media.emoji}` : ctx.t("sticker"), width: "160", height: "160" });
    case "location":
      return location(media, ctx);
    default:
      return file(url, media, ctx);
  }
}

/** A picture; enlarged, the others of its album are beside it. */
function photo(message, parts, ctx) {
  const { width, height } = message.media;
  const image = h("img", { src: urlOf(message.media), alt: altOf(message, ctx), decoding: "async", width, height });
  const open = () => {
    const pictures = parts.filter(({ media }) => media.kind === "photo");
    ctx.onPhoto(pictures.map((part) => ({ url: urlOf(part.media), alt: altOf(part, ctx) })), pictures.indexOf(message));
  };
  return h("button", { type: "button", class: "photo", "aria-label": ctx.t("photoOpen"), onclick: open }, image);
}

function file(url, media, ctx) {
  const name = media.file_name || media.kind;
  const props = { class: "file", href: url, download: name, "aria-label": ctx.t("download", { name }) };
  const size = media.file_size ? h("small", {}, readableSize(media.file_size)) : null;
  return h("a", props, icon("file"), h("span", { class: "file-name" }, isolated(name), size));
}

/** A number of bytes as people say it. */
export function readableSize(bytes) {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${(bytes / 1024).toFixed(1)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

/** A place as a drawn card: no map comes from anywhere. */
function location({ latitude, longitude }, ctx) {
  const degrees = (value, [plus, minus]) => `${Math.abs(value).toFixed(5)}° ${value < 0 ? minus : plus}`;
  const words = `${degrees(latitude, "NS")}, ${degrees(longitude, "EW")}`;
  return h(
    "div",
    { class: "location", role: "group", "aria-label": `${ctx.t("location")}: ${words}` },
    h("div", { class: "location-map", "aria-hidden": "true" }, icon("pin")),
    h("div", { class: "location-words" }, h("strong", {}, ctx.t("location")), h("span", {}, words)),
    h("button", { type: "button", class: "inline-link", onclick: () => ctx.onCopy(`${latitude}, ${longitude}`) }, ctx.t("copyPlace")),
  );
}
