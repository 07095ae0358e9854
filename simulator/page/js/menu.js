// A popup menu: opens beside its anchor, closes by Esc or a click elsewhere, walks by arrow keys.
import { h, icon } from "./dom.js";

/** `items`: [{label, icon?, hint?, avatar?, current?, act}]; `above` is an optional element on top of them. */
export function openMenu(anchor, items, above = null) {
  const menu = h(
    "div",
    { class: "menu", role: "menu", popover: "auto" },
    above,
    items.map((item) => entry(item, () => menu.hidePopover())),
  );
  menu.addEventListener("keydown", (event) => walk(menu, event));
  menu.addEventListener("toggle", (event) => event.newState === "closed" && dismiss(menu, anchor));
  document.body.append(menu);
  menu.showPopover();
  place(menu, anchor);
  anchor.setAttribute("aria-expanded", "true");
  (menu.querySelector("[aria-current]") ?? menu.querySelector("[role^=menuitem]"))?.focus();
}

function entry(item, close) {
  const choose = () => {
    close();
    item.act();
  };
  return h(
    "button",
    { type: "button", role: "menuitem", tabIndex: -1, "aria-current": item.current && "true", onclick: choose },
    item.avatar ?? (item.icon ? icon(item.icon) : null),
    h("span", { class: "menu-text" }, item.label, item.hint && h("small", {}, item.hint)),
    item.current && icon("check"),
  );
}

function dismiss(menu, anchor) {
  const hadFocus = menu.contains(document.activeElement) || document.activeElement === document.body;
  anchor.setAttribute("aria-expanded", "false");
  menu.remove();
  if (hadFocus) anchor.focus();
}

function place(menu, anchor) {
  const at = anchor.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const left = Math.min(Math.max(8, at.right - width), innerWidth - width - 8);
  const fitsBelow = at.bottom + height + 12 < innerHeight;
  const top = fitsBelow ? at.bottom + 6 : Math.max(8, at.top - height - 6);
  menu.style.left = `${at.left + width < innerWidth - 8 && at.left < innerWidth / 2 ? at.left : left}px`;
  menu.style.top = `${top}px`;
}

function walk(menu, event) {
  const entries = [...menu.querySelectorAll("[role^=menuitem]")];
  const at = entries.indexOf(document.activeElement);
  const to = { ArrowDown: at + 1, ArrowRight: at + 1, ArrowUp: at - 1, ArrowLeft: at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  entries.at(to % entries.length).focus();
  event.preventDefault();
}
