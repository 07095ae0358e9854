// What can be done with a message: reply, react, edit or delete one's own, copy.
import { h, iconButton } from "./dom.js";
import { openMenu } from "./menu.js";
import { toast } from "./notices.js";
import { t } from "./texts.js";

const EMOJI = ["👍", "❤️", "🙏", "👏", "🔥", "🎉", "😢"];

/** The two small buttons that show beside a message under the pointer. */
export function tools(message, chat) {
  return h(
    "div",
    { class: "tools" },
    iconButton("reply", t("message.reply"), () => chat.composer.reply(message), { tabIndex: -1 }),
    iconButton("more", t("message.actions"), (event) => openActions(event.currentTarget, message, chat), {
      tabIndex: -1,
    }),
  );
}

export function openActions(anchor, message, chat) {
  const own = message.out && message.text && !message.sticker;
  const items = [
    { label: t("message.reply"), icon: "reply", act: () => chat.composer.reply(message) },
    own && { label: t("message.edit"), icon: "edit", act: () => chat.composer.edit(message) },
    message.text && { label: t("message.copy"), icon: "copy", act: () => copy(message.text, chat) },
    message.out && { label: t("message.delete"), icon: "trash", act: () => chat.remove(message) },
  ];
  openMenu(anchor, items.filter(Boolean), reactionRow(message, chat));
}

function reactionRow(message, chat) {
  const choose = (emoji) => (event) => {
    event.currentTarget.closest("[popover]").hidePopover();
    chat.react(message, emoji);
  };
  const one = (emoji) =>
    h(
      "button",
      {
        type: "button",
        role: "menuitem",
        tabIndex: -1,
        "aria-label": t("message.react", { emoji }),
        onclick: choose(emoji),
      },
      emoji,
    );
  return h("div", { class: "reaction-row" }, EMOJI.map(one));
}

async function copy(text, chat) {
  await navigator.clipboard.writeText(text);
  toast(t("message.copied"), chat.log.toasts);
}
