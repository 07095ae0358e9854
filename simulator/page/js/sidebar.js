// The list of people by group; each row opens that person's chat.
import { h, icon, iconButton } from "./dom.js";
import { on } from "./events.js";
import { fullName, initials, stamp, summary } from "./format.js";
import { t } from "./texts.js";
import { privateChat, world } from "./world.js";

/** `panes` opens chats and knows which are open; the list redraws itself when people or chats change. */
export function mountSidebar(nav, panes) {
  nav.setAttribute("aria-label", t("people.title"));
  nav.addEventListener("keydown", (event) => moveAlong(nav, event));
  const draw = () =>
    redraw(nav, () => (world.people.length ? groups().map((group) => section(group, panes)) : [nobody()]));
  on("chats", draw);
  on("panes", draw);
}

// Rows are rebuilt whole; the one with the keyboard's focus gets it back.
function redraw(nav, rows) {
  const focused = nav.contains(document.activeElement) ? document.activeElement.dataset.row : null;
  nav.replaceChildren(...rows());
  if (focused) nav.querySelector(`[data-row="${focused}"]`)?.focus();
}

function groups() {
  const byTitle = new Map();
  for (const person of world.people) {
    const title = person.group || t("people.other");
    byTitle.set(title, [...(byTitle.get(title) ?? []), person]);
  }
  return [...byTitle].map(([title, people]) => ({ title, people }));
}

function section({ title, people }, panes) {
  const rows = people.flatMap((person) => {
    const others = (world.chats.get(person.id) ?? []).filter((chat) => chat.type !== "private");
    return [row(person, privateChat(person.id), panes), ...others.map((chat) => row(person, chat, panes))];
  });
  return h("section", {}, h("h2", {}, title), h("ul", {}, rows));
}

function row(person, chat, panes) {
  const name = fullName(person);
  const inGroup = chat.type !== "private";
  const open = panes.shows(person.id, chat.chat_id);
  const unread = panes.reads(person.id, chat.chat_id) ? 0 : chat.unread;
  const button = h(
    "button",
    {
      type: "button",
      class: "row",
      dataset: { row: `${person.id}:${chat.chat_id}` },
      "aria-current": open && "true",
      onclick: () => panes.open(person.id, chat.chat_id),
      onkeydown: (event) =>
        event.key === "Enter" && event.ctrlKey && (event.preventDefault(), panes.beside(person.id, chat.chat_id)),
    },
    avatar(inGroup ? chat.title : name, inGroup ? chat.chat_id : person.id),
    h(
      "span",
      { class: "row-text" },
      nameLine(inGroup ? chat.title : name, chat),
      roleLine(inGroup ? name : person.label, person),
      lastLine(chat, unread),
    ),
  );
  const beside = iconButton("split", t("people.beside", { name }), () => panes.beside(person.id, chat.chat_id), {
    tabIndex: -1,
  });
  beside.classList.add("row-beside");
  return h("li", { class: inGroup && "row-group" }, button, beside);
}

function nameLine(name, chat) {
  return h(
    "span",
    { class: "row-line" },
    h("b", {}, name),
    chat.last && h("time", { datetime: chat.last.at }, stamp(chat.last.at, world.now())),
  );
}

// Under a heading that says the same, the role would only repeat it.
function roleLine(label, person) {
  return label && label !== person.group && h("span", { class: "label" }, label);
}

function lastLine(chat, unread) {
  const text = chat.last ? summary(chat.last) : t("people.nothing");
  return h(
    "span",
    { class: "row-line" },
    h(
      "span",
      { class: "row-last" },
      chat.blocked ? icon("ban") : null,
      chat.last?.out ? t("people.you", { text }) : text,
    ),
    unread > 0 &&
      h("span", { class: "badge", "aria-label": t("people.unread", { count: unread }), role: "img" }, String(unread)),
  );
}

export function avatar(name, id) {
  return h("span", { class: `avatar hue-${Math.abs(id) % 7}`, "aria-hidden": "true" }, initials(name));
}

function nobody() {
  return h("div", { class: "nobody" }, h("b", {}, t("app.nobody")), h("p", {}, t("app.nobody.hint")));
}

const STEPS = { ArrowDown: (at) => at + 1, ArrowUp: (at) => at - 1, Home: () => 0, End: (at, last) => last };

function moveAlong(nav, event) {
  const step = STEPS[event.key];
  const rows = [...nav.querySelectorAll(".row")];
  if (!step || !rows.length) return;
  const to = step(rows.indexOf(document.activeElement), rows.length - 1);
  rows[Math.min(Math.max(to, 0), rows.length - 1)].focus();
  event.preventDefault();
}
