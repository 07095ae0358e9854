// Short messages to the person at the page: a toast, and what to say when a request failed.
import { h } from "./dom.js";
import { t } from "./texts.js";

const LASTS = 3600;

/** A modal window hides what is outside it, so there the toast goes inside. */
export function toast(text, place = document.querySelector("dialog[open]") ?? document.querySelector(".toasts")) {
  const note = h("div", { class: "toast", role: place.matches("dialog") && "alert" }, text);
  place.append(note);
  setTimeout(() => note.remove(), LASTS);
}

export function sayFailure(error) {
  toast(error.message === "offline" ? t("app.failed.offline") : t("app.failed", { reason: error.message }));
}

/** Wrap an event handler so that a refused request is said, never thrown away. */
export const saying =
  (action) =>
  (...values) =>
    Promise.resolve(action(...values)).catch(sayFailure);
