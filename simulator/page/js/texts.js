// The page's own words. Indonesian unless the person chose English.
import indonesian from "../texts/id.js";
import english from "../texts/en.js";

const CATALOGUES = { id: indonesian, en: english };

export const language = localStorage.getItem("chat.language") === "en" ? "en" : "id";

export function t(key, values = {}) {
  return CATALOGUES[language][key].replace(/\{(\w+)\}/g, (_, name) => values[name]);
}

/** Drafts are kept per chat, so that reading everything anew in the other language loses nothing. */
export function setLanguage(code) {
  localStorage.setItem("chat.language", code);
  location.reload();
}
