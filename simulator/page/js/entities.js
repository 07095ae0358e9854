// Text with Bot API entities becomes elements. Offsets count UTF-16 units, as JavaScript strings do.
import { h } from "./dom.js";
import { t } from "./texts.js";

const SIMPLE = {
  bold: "b",
  italic: "i",
  underline: "u",
  strikethrough: "s",
  code: "code",
  blockquote: "blockquote",
  expandable_blockquote: "blockquote",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

/** Nodes for `text`; nested entities nest. `chat` opens links and sends commands. */
export function rich(text, entities, chat) {
  const sorted = [...(entities ?? [])].sort((a, b) => a.offset - b.offset || b.length - a.length);
  return span(text, 0, text.length, sorted, chat);
}

function span(text, from, to, entities, chat) {
  const nodes = [];
  let at = from;
  while (entities.length && entities[0].offset < to) {
    const entity = entities.shift();
    if (entity.offset < at) continue;
    const end = Math.min(entity.offset + entity.length, to);
    if (entity.offset > at) nodes.push(text.slice(at, entity.offset));
    const inner = span(text, entity.offset, end, entities, chat);
    nodes.push(element(entity, text.slice(entity.offset, end), inner, chat));
    at = BLOCKS.has(entity.type) && text[end] === "\n" ? end + 1 : end; // a block ends its line by itself
  }
  if (at < to) nodes.push(text.slice(at, to));
  return nodes;
}

function element(entity, text, inner, chat) {
  if (entity.type in SIMPLE) return h(SIMPLE[entity.type], {}, inner);
  if (entity.type === "pre") return h("pre", {}, h("code", {}, inner));
  if (entity.type === "spoiler") return spoiler(inner);
  if (entity.type === "bot_command") return command(text, chat);
  const address = {
    text_link: entity.url,
    url: withScheme(text),
    email: `mailto:${text}`,
    phone_number: `tel:${text}`,
  }[entity.type];
  return address ? link(address, inner, chat) : h("span", { class: "entity" }, inner);
}

const withScheme = (text) => (/^[a-z][a-z0-9+.-]*:/i.test(text) ? text : `https://${text}`);

export function link(address, inner, chat) {
  const safe = /^(https?|tg|mailto|tel):/i.test(address);
  const follow = (event) => chat.follow(address) && event.preventDefault();
  return h("a", { href: safe ? address : null, target: "_blank", rel: "noopener noreferrer", onclick: follow }, inner);
}

function command(text, chat) {
  return h("button", { type: "button", class: "link", onclick: () => chat.sendText(text) }, text);
}

function spoiler(inner) {
  const reveal = (event) => {
    event.currentTarget.classList.add("shown");
    event.currentTarget.removeAttribute("aria-label");
  };
  return h("button", { type: "button", class: "spoiler", "aria-label": t("message.spoiler"), onclick: reveal }, inner);
}
