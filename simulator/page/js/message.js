// One message, or one album, as a bubble.
import { h, icon } from "./dom.js";
import { rich } from "./entities.js";
import { fullDay, time } from "./format.js";
import { inlineKeyboard } from "./keyboard.js";
import { drawMedia } from "./media.js";
import { openActions, tools } from "./message-actions.js";
import { drawPoll } from "./poll.js";
import { swipeToReply } from "./swipe.js";
import { t } from "./texts.js";

export function drawMessage(block, chat) {
  const [message] = block.messages;
  if (message.service) return h("div", { class: "message service", tabIndex: -1 }, h("span", {}, message.service));
  const name = message.out ? t("message.you") : (message.from?.name ?? chat.info.title);
  const node = h(
    "article",
    {
      class: classes(block),
      tabIndex: -1,
      dataset: { id: message.message_id },
      "aria-label": `${name}, ${time(message.at)}`,
    },
    h("div", { class: "column" }, bubble(block, name, chat), reactions(message, chat), inlineKeyboard(message, chat)),
    tools(message, chat),
  );
  node.openActions = () => openActions(node.querySelector(".bubble"), message, chat);
  node.addEventListener(
    "contextmenu",
    (event) => event.target.closest("a, img") ?? (event.preventDefault(), node.openActions()),
  );
  swipeToReply(node, () => chat.composer.reply(message), node.openActions);
  return node;
}

function classes(block) {
  const [message] = block.messages;
  const bare = message.sticker || (isVisual(message) && !textOf(block) && !message.reply_to);
  return [
    "message",
    message.out ? "out" : "in",
    block.first && "first",
    block.last && "last",
    bare && "bare",
    isVisual(message) && "visual",
    message.sticker && "sticker",
  ]
    .filter(Boolean)
    .join(" ");
}

const isVisual = (message) => Boolean(message.photo || message.video || message.animation || message.location);
const textOf = (block) => block.messages.find((message) => message.text);

function bubble(block, name, chat) {
  const [message] = block.messages;
  const written = textOf(block);
  const showsName = chat.info.type !== "private" && !message.out && block.first;
  return h(
    "div",
    { class: "bubble" },
    showsName && h("b", { class: `author hue-${Math.abs(message.from?.id ?? 0) % 7}` }, name),
    message.reply_to && quote(message.reply_to, chat),
    drawMedia(block.messages, chat),
    message.poll && drawPoll(message, chat),
    h(
      "div",
      { class: written ? "text" : "text wordless", dir: "auto" },
      written ? rich(written.text, written.entities, chat) : null,
      meta(block.messages.at(-1)),
    ),
  );
}

function meta(message) {
  return h(
    "span",
    { class: "meta" },
    message.edited_at && h("span", {}, t("message.edited")),
    h("time", { datetime: message.at, title: fullDay(message.at) }, time(message.at)),
    message.out && h("span", { role: "img", "aria-label": t("message.sent") }, icon("check")),
  );
}

function quote(replied, chat) {
  const original = chat.find(replied.message_id);
  const name = original?.out ? t("message.you") : (original?.from?.name ?? replied.name ?? chat.info.title);
  const text = replied.text || t("kind.message");
  return h(
    "button",
    {
      type: "button",
      class: "quote",
      "aria-label": t("message.jump", { text }),
      dataset: { place: "quote" },
      onclick: () => chat.log.jump(replied.message_id),
    },
    h("b", {}, name),
    h("span", {}, text),
  );
}

function reactions(message, chat) {
  if (!message.reactions?.length) return null;
  const chip = ({ emoji, count, mine }) =>
    h(
      "button",
      {
        type: "button",
        class: "reaction",
        "aria-pressed": String(Boolean(mine)),
        dataset: { place: `reaction-${emoji}` },
        onclick: () => chat.react(message, emoji),
      },
      t("message.reaction", { emoji, count: count ?? 1 }),
    );
  return h("div", { class: "reactions" }, message.reactions.map(chip));
}
