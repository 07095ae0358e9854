// Buttons under a message (inline) and instead of typing (reply keyboards).
import { h, icon } from "./dom.js";
import { saying } from "./notices.js";
import { t } from "./texts.js";

const PATIENCE = 15_000;

export function inlineKeyboard(message, chat) {
  if (!message.inline_keyboard?.length) return null;
  const rows = message.inline_keyboard.map((row, at) =>
    h(
      "div",
      { class: "keys-row" },
      row.map((key, column) => inlineKey(key, message, at, column, chat)),
    ),
  );
  return grid(h("div", { class: "keys inline" }, rows));
}

function inlineKey(key, message, row, column, chat) {
  const place = `key-${row}-${column}`;
  if (key.url) {
    const follow = (event) => chat.follow(key.url) && event.preventDefault();
    return h(
      "a",
      {
        class: "key",
        href: key.url,
        target: "_blank",
        rel: "noopener noreferrer",
        dataset: { place },
        onclick: follow,
      },
      key.text,
      icon("link"),
    );
  }
  const press = async (event) => {
    const button = event.currentTarget;
    if (button.hasAttribute("aria-busy")) return;
    button.setAttribute("aria-busy", "true");
    setTimeout(() => button.removeAttribute("aria-busy"), PATIENCE);
    await chat.tap(message, row, column).catch((error) => {
      button.removeAttribute("aria-busy");
      throw error;
    });
  };
  return h("button", { type: "button", class: "key", dataset: { place }, onclick: saying(press) }, key.text);
}

/** `act` is called with the button that was pressed. */
export function replyKeyboard(keyboard, act) {
  const key = (button) =>
    h("button", { type: "button", class: "key", onclick: () => act(button) }, symbol(button), button.text ?? button);
  const rows = keyboard.keyboard.map((row) => h("div", { class: "keys-row" }, row.map(key)));
  return grid(h("div", { class: "keys reply", role: "group", "aria-label": t("compose.keyboard") }, rows));
}

function symbol(button) {
  if (button.request_location) return icon("pin");
  return button.request_contact ? icon("person") : null;
}

// One stop for the Tab key; the arrow keys go from button to button.
function grid(keys) {
  const all = [...keys.querySelectorAll(".key")];
  all.forEach((key, at) => (key.tabIndex = at ? -1 : 0));
  keys.addEventListener("keydown", (event) => {
    const to = neighbour(keys, event.target.closest(".key"), event.key);
    if (!to) return;
    all.forEach((key) => (key.tabIndex = key === to ? 0 : -1));
    to.focus();
    event.preventDefault();
  });
  return keys;
}

const ASIDE = { ArrowLeft: -1, ArrowRight: 1 };
const ALONG = { ArrowUp: -1, ArrowDown: 1 };

function neighbour(keys, key, pressed) {
  const rows = [...keys.querySelectorAll(".keys-row")];
  const row = rows.indexOf(key.parentNode);
  const column = [...key.parentNode.children].indexOf(key);
  if (pressed in ASIDE) return rows[row].children[column + ASIDE[pressed]];
  const other = pressed in ALONG && rows[row + ALONG[pressed]];
  return other && other.children[Math.min(column, other.children.length - 1)];
}
