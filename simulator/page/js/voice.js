// A voice message: play and pause, a drawn wave, a position that can be moved.
import { fileUrl } from "./api.js";
import { h, icon } from "./dom.js";
import { duration } from "./format.js";
import { t } from "./texts.js";

const BARS = 36;
let playing = null;

export function drawVoice(voice) {
  const audio = new Audio();
  audio.preload = "none";
  audio.src = fileUrl(voice.file_id);
  const length = () => (Number.isFinite(audio.duration) ? audio.duration : voice.duration || 1);
  const time = h("small", { class: "voice-time" }, duration(voice.duration));
  const seek = h("input", {
    type: "range",
    min: 0,
    max: 100,
    value: 0,
    "aria-label": t("voice.seek"),
    oninput: () => (audio.currentTime = (seek.value / 100) * length()),
  });
  const button = h("button", {
    type: "button",
    class: "disc",
    dataset: { place: "voice" },
    onclick: () => toggle(audio),
  });
  const player = h("div", { class: "voice" }, button, h("div", { class: "wave" }, wave(voice.file_id), seek), time);
  const draw = () => {
    button.setAttribute("aria-label", t(audio.paused ? "voice.play" : "voice.pause"));
    button.replaceChildren(icon(audio.paused ? "play" : "pause"));
    const part = Math.min(1, audio.currentTime / length());
    player.style.setProperty("--played", `${part * 100}%`);
    seek.value = String(part * 100);
    time.textContent = duration(audio.currentTime || length());
  };
  for (const name of ["play", "pause", "timeupdate", "ended"]) audio.addEventListener(name, draw);
  draw();
  return player;
}

function toggle(audio) {
  if (!audio.paused) return audio.pause();
  playing?.pause();
  playing = audio;
  return audio.play().catch(() => {});
}

// The shape is drawn from the file's name: always the same for one message, no sound is decoded.
function wave(seed) {
  let state = [...String(seed)].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  const bars = Array.from({ length: BARS }, (_, at) => {
    state = (state * 1664525 + 1013904223) >>> 0;
    const swell = 0.45 + 0.4 * Math.sin((at / BARS) * Math.PI);
    return h("i", { vars: { level: (0.18 + swell * (state / 2 ** 32)).toFixed(2) } });
  });
  return h("span", { class: "bars", "aria-hidden": "true" }, bars);
}
