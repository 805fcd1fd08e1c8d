/** A voice message: a button, a line to move along, and how long it is. One plays at a time. */

import { h, icon } from "./dom.js";

let playing = null;

/** Seconds as minutes and seconds. */
export function minutes(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export function renderVoice(url, media, ctx) {
  const audio = h("audio", { src: url, preload: "metadata", "aria-label": ctx.t("voice") });
  const face = h("span", { class: "play-face" }, icon("play"));
  const button = h("button", { type: "button", class: "play", "aria-label": ctx.t("play") }, face);
  const line = h("input", { type: "range", class: "voice-line", min: "0", max: "1000", value: "0", "aria-label": ctx.t("voicePlace") });
  const time = h("span", { class: "voice-time" }, minutes(media.duration));
  // A recording made in a browser does not know its own length before it was heard once.
  const length = () => (Number.isFinite(audio.duration) && audio.duration > 0 ? audio.duration : media.duration || 0);

  const show = () => {
    const on = !audio.paused && !audio.ended;
    face.replaceChildren(icon(on ? "pause" : "play"));
    button.setAttribute("aria-label", ctx.t(on ? "pause" : "play"));
    const share = length() ? audio.currentTime / length() : 0;
    line.value = String(Math.round(1000 * Math.min(1, share)));
    line.style.setProperty("--share", `${100 * Math.min(1, share)}%`);
    line.setAttribute("aria-valuetext", minutes(audio.currentTime));
    time.textContent = minutes(on || audio.currentTime > 0 ? audio.currentTime : length());
  };
  button.addEventListener("click", () => {
    if (!audio.paused) return audio.pause();
    if (playing !== audio) playing?.pause();
    playing = audio;
    return audio.play().catch(() => ctx.onUnplayable());
  });
  line.addEventListener("input", () => {
    if (length()) audio.currentTime = (Number(line.value) / 1000) * length();
  });
  for (const name of ["play", "pause", "timeupdate", "loadedmetadata"]) audio.addEventListener(name, show);
  audio.addEventListener("ended", () => {
    audio.currentTime = 0;
    show();
  });
  return h("div", { class: "voice", role: "group", "aria-label": ctx.t("voice") }, audio, button, line, time);
}
