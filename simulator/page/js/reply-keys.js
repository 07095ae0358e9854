// The reply keyboard below the field, and the button that folds it away.
import { h, iconButton } from "./dom.js";
import { replyKeyboard } from "./keyboard.js";
import { pickLocation } from "./location-picker.js";
import { saying } from "./notices.js";
import { shareContact } from "./share-contact.js";
import { t } from "./texts.js";

export class ReplyKeys {
  /** `dispatch` sends what a pressed button stands for. */
  constructor(chat, dispatch) {
    Object.assign(this, { chat, dispatch, open: true });
    this.element = h("div", { class: "keys-frame" });
    this.toggle = iconButton("keyboard", "", () => this.show(!this.open));
  }

  /** True when the keyboard is another one than before. */
  draw() {
    const { keyboard } = this.chat;
    const signature = JSON.stringify(keyboard);
    if (signature === this.drawn) return false;
    this.drawn = signature;
    const press = saying((button) => this.#pressed(button));
    this.element.replaceChildren(...(keyboard?.keyboard ? [replyKeyboard(keyboard, press)] : []));
    this.show(true);
    return true;
  }

  show(open) {
    const exists = Boolean(this.chat.keyboard?.keyboard);
    const label = t(open ? "compose.keyboard.hide" : "compose.keyboard.show");
    this.open = open;
    this.element.hidden = !open || !exists;
    this.toggle.hidden = !exists;
    this.toggle.title = label;
    this.toggle.setAttribute("aria-label", label);
    this.toggle.setAttribute("aria-expanded", String(open));
  }

  #pressed(button) {
    if (button.request_location) return pickLocation((location) => this.dispatch({ location }));
    if (button.request_contact) return shareContact(this.chat, () => this.dispatch({ contact: true }));
    return this.dispatch({ text: button.text ?? button });
  }
}
