// The head of a chat: with whom, as whom, and the menu.
import { h, icon, iconButton } from "./dom.js";
import { fullName } from "./format.js";
import { openMenu } from "./menu.js";
import { avatar } from "./sidebar.js";
import { t } from "./texts.js";
import { world } from "./world.js";

export class ChatHeader {
  constructor(chat) {
    this.chat = chat;
    this.typing = false;
    this.online = true;
    this.title = h("h2", {});
    this.status = h("span", { class: "status" });
    this.face = h("span", {});
    this.as = h("button", {
      type: "button",
      class: "as",
      "aria-haspopup": "menu",
      onclick: (event) => this.#choosePerson(event.currentTarget),
    });
    this.element = h(
      "header",
      { class: "chat-header" },
      iconButton(
        "back",
        t("pane.back"),
        () => history.pushState(null, "", location.pathname) ?? chat.panes.readAddress(),
        { class: "icon-button back" },
      ),
      this.face,
      h("div", { class: "chat-title" }, this.title, this.status),
      this.as,
      iconButton("more", t("pane.menu"), (event) => this.#menu(event.currentTarget), { "aria-haspopup": "menu" }),
    );
    this.draw();
  }

  draw() {
    const { person, info, name } = this.chat;
    this.title.textContent = info.title;
    this.face.replaceChildren(avatar(info.title, info.username ? 6 : info.chat_id));
    this.as.setAttribute("aria-label", t("pane.as", { name }));
    this.as.replaceChildren(
      avatar(name, person.id),
      h("span", { class: "as-text" }, h("b", {}, name), h("small", {}, person.label)),
      icon("switch"),
    );
    this.#drawStatus();
  }

  setTyping(typing) {
    if (typing === this.typing) return;
    this.typing = typing;
    this.#drawStatus();
  }

  setOnline(online) {
    if (online === this.online) return;
    this.online = online;
    this.#drawStatus();
  }

  #drawStatus() {
    const { type } = this.chat.info;
    const quiet = this.online ? t(type === "private" ? "chat.bot" : "chat.group") : t("app.offline");
    const dots = h("span", { class: "dots", "aria-hidden": "true" }, h("i", {}), h("i", {}), h("i", {}));
    this.status.classList.toggle("typing", this.typing);
    this.status.replaceChildren(...(this.typing ? [dots, t("chat.typing")] : [quiet]));
  }

  #choosePerson(anchor) {
    const { panes, side } = this.chat;
    const entries = world.people.map((person) => ({
      label: fullName(person),
      hint: person.label,
      avatar: avatar(fullName(person), person.id),
      current: person.id === this.chat.personId,
      act: () => panes.change(side, person.id),
    }));
    openMenu(anchor, entries);
  }

  #menu(anchor) {
    const { chat } = this;
    const isPrivate = chat.info.type === "private";
    const { blocked } = chat.info;
    openMenu(anchor, [
      ...(isPrivate && !blocked ? [{ label: t("pane.start"), icon: "send", act: () => chat.start() }] : []),
      ...(isPrivate
        ? [{ label: t(blocked ? "pane.unblock" : "pane.block"), icon: "ban", act: () => chat.block(!blocked) }]
        : []),
      ...(chat.panes.canSplit() ? [{ label: t("pane.beside"), icon: "split", act: () => chat.panes.split() }] : []),
      { label: t("pane.close"), icon: "close", act: () => chat.panes.close(chat.side) },
    ]);
  }
}
