// Ask before a person's contact leaves.
import { ask } from "./dialog.js";
import { saying } from "./notices.js";
import { t } from "./texts.js";

export function shareContact(chat, send) {
  ask(t("contact.share"), t("contact.share.hint", { name: chat.name }), t("contact.send"), saying(send));
}
