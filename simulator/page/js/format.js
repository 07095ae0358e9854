// Times, days, sizes and names as people read them.
import { language, t } from "./texts.js";

const LOCALE = language === "id" ? "id-ID" : "en-GB";
let zone = "Asia/Jakarta";

export function setZone(name) {
  if (name) zone = name;
}

const dated = (options) => (value) => new Date(value).toLocaleString(LOCALE, { timeZone: zone, ...options });

export const time = dated({ hour: "2-digit", minute: "2-digit" });
export const timeWithZone = dated({ hour: "2-digit", minute: "2-digit", timeZoneName: "short" });
export const fullDay = dated({ weekday: "long", day: "numeric", month: "long", year: "numeric" });
export const shortDay = dated({ weekday: "short", day: "numeric", month: "short" });
const plainDay = dated({ weekday: "long", day: "numeric", month: "long" });
const compactDay = dated({ day: "numeric", month: "short" });
const dayKey = dated({ year: "numeric", month: "2-digit", day: "2-digit" });

export const sameDay = (a, b) => dayKey(a) === dayKey(b);

export function dayTitle(value, now) {
  if (sameDay(value, now)) return t("day.today");
  if (sameDay(value, now - 86_400_000)) return t("day.yesterday");
  return new Date(value).getFullYear() === new Date(now).getFullYear() ? plainDay(value) : fullDay(value);
}

/** The short stamp in the list of people: the time today, else the day. */
export const stamp = (value, now) => (sameDay(value, now) ? time(value) : compactDay(value));

export function size(bytes) {
  const units = ["B", "KB", "MB"];
  let step = 0;
  while (bytes >= 1024 && step < units.length - 1) ((bytes /= 1024), (step += 1));
  return `${bytes.toLocaleString(LOCALE, { maximumFractionDigits: step ? 1 : 0 })} ${units[step]}`;
}

export function duration(seconds) {
  const whole = Math.max(0, Math.round(seconds || 0));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

export const coordinates = (place) => `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`;
export const fullName = (person) => [person.first_name, person.last_name].filter(Boolean).join(" ");

export function initials(name) {
  const words = name
    .replace(/[^\p{L}\p{N} ]/gu, "")
    .split(" ")
    .filter(Boolean);
  return (
    words
      .slice(0, 2)
      .map((word) => word[0].toUpperCase())
      .join("") || "•"
  );
}

const KINDS = ["photo", "video", "animation", "voice", "audio", "document", "sticker", "location", "contact", "poll"];

/** One line that stands for a message: in quotes, previews and for screen readers. */
export function summary(message) {
  if (message.text) return message.text;
  if (message.sticker?.emoji) return `${message.sticker.emoji} ${t("kind.sticker")}`;
  if (message.poll) return message.poll.question;
  const kind = KINDS.find((name) => message[name]) ?? message.kind;
  return kind && KINDS.includes(kind) ? t(`kind.${kind}`) : t("kind.message");
}
