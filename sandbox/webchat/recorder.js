/**
 * A voice spoken into the page. A short press on the button begins and a second one sends; who holds it
 * down sends by letting go. Where there is no microphone it says so.
 */

import { h, icon, iconButton } from "./dom.js";
import { minutes } from "./player.js";

const TYPES = ["audio/ogg;codecs=opus", "audio/webm;codecs=opus", "audio/mp4"];
const HOLD_MS = 450;
const SHORTEST_MS = 400;
const LONGEST_MS = 10 * 60 * 1000;
const BARS = 28;

export class Recorder {
  #media = null;
  #began = 0;
  #pressed = 0;
  #timer = 0;
  #wish = null;
  #sound = null;

  /** @param {{t: Function, say: (key: string) => void, onVoice: (file: File, seconds: number) => void, onState: (on: boolean) => void}} options */
  constructor({ t, say, onVoice, onState }) {
    Object.assign(this, { t, say, onVoice, onState });
    this.button = iconButton("mic", t("record"), null, { class: "round mic" });
    this.button.addEventListener("pointerdown", () => (this.#pressed = performance.now()));
    this.button.addEventListener("click", (event) => event.detail === 0 && this.start());
    this.button.addEventListener("pointerup", () => this.start());
    this.button.addEventListener("contextmenu", (event) => event.preventDefault());
    this.#holdable();
    this.time = h("span", { class: "record-time", role: "timer" }, "0:00");
    this.wave = h("span", { class: "wave", "aria-hidden": "true" }, Array.from({ length: BARS }, () => h("i")));
    this.send = iconButton("send", t("sendVoice"), () => this.stop(), { class: "round send" });
    const drop = iconButton("trash", t("dropVoice"), () => this.cancel());
    this.node = h("div", { class: "recording", role: "group", "aria-label": t("recording"), hidden: true }, drop, h("span", { class: "record-dot", "aria-hidden": "true" }), this.time, this.wave, this.send);
    this.node.addEventListener("keydown", (event) => event.key === "Escape" && this.cancel());
  }

  /** Held down: begin after a moment, send when the finger goes up wherever it is by then. */
  #holdable() {
    let held = 0;
    this.button.addEventListener("pointerdown", () => {
      held = setTimeout(async () => {
        this.#pressed = 0;
        const up = new Promise((resolve) => window.addEventListener("pointerup", resolve, { once: true }));
        await this.start();
        await up;
        this.stop();
      }, HOLD_MS);
    });
    for (const name of ["pointerup", "pointerleave", "pointercancel"]) this.button.addEventListener(name, () => clearTimeout(held));
  }

  async start() {
    if (this.#media || this.#wish) return;
    const wish = {};
    this.#wish = wish;
    let stream;
    try {
      if (!window.MediaRecorder) throw new Error("none");
      stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    } catch (error) {
      this.#wish = null;
      this.say(error.name === "NotAllowedError" ? "microphoneRefused" : "microphoneMissing");
      return;
    }
    const dropped = this.#wish !== wish;
    this.#wish = null;
    if (dropped) return release(stream);
    this.#record(stream);
  }

  #record(stream) {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const media = new MediaRecorder(stream, mimeType ? { mimeType } : {});
    const parts = [];
    media.addEventListener("dataavailable", ({ data }) => data.size && parts.push(data));
    media.addEventListener("stop", () => {
      release(stream);
      const long = performance.now() - this.#began;
      this.#end();
      if (media.dropped) return;
      if (long < SHORTEST_MS) return this.say("voiceTooShort");
      const type = media.mimeType.split(";")[0];
      const ending = { "audio/ogg": "ogg", "audio/webm": "webm" }[type] ?? "m4a";
      return this.onVoice(new File(parts, `voice.${ending}`, { type }), Math.max(1, Math.round(long / 1000)));
    });
    this.#media = media;
    this.#began = performance.now();
    this.#sound = listener(stream);
    media.start();
    this.node.hidden = false;
    this.onState(true);
    this.send.focus();
    this.#timer = setInterval(() => this.#tick(), 100);
    this.#tick();
  }

  #tick() {
    const long = performance.now() - this.#began;
    this.time.textContent = minutes(long / 1000);
    const bars = [...this.wave.children];
    for (let i = 0; i < bars.length - 1; i += 1) bars[i].style.height = bars[i + 1].style.height;
    bars.at(-1).style.height = `${Math.round(12 + 88 * this.#sound.level())}%`;
    if (long > LONGEST_MS) this.stop();
  }

  /** End and send. */
  stop() {
    if (this.#media?.state === "recording") this.#media.stop();
  }

  /** End and forget. */
  cancel() {
    this.#wish = null;
    if (this.#media) this.#media.dropped = true;
    this.stop();
  }

  #end() {
    clearInterval(this.#timer);
    this.#sound.close();
    this.#media = null;
    this.node.hidden = true;
    for (const bar of this.wave.children) bar.style.height = "";
    this.onState(false);
  }
}

function release(stream) {
  for (const track of stream.getTracks()) track.stop();
}

/** How loud it is now, from 0 to 1. */
function listener(stream) {
  const context = new AudioContext();
  const analyser = context.createAnalyser();
  analyser.fftSize = 512;
  context.createMediaStreamSource(stream).connect(analyser);
  const wave = new Uint8Array(analyser.fftSize);
  return {
    level: () => {
      analyser.getByteTimeDomainData(wave);
      return Math.min(1, wave.reduce((most, value) => Math.max(most, Math.abs(value - 128)), 0) / 90);
    },
    close: () => context.close(),
  };
}
