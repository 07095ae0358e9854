// Where the person writes: text, reply or edit, attachments, commands, reply keyboard.
import { attachMenu, previewFiles } from "./attach.js";
import { h, icon, iconButton } from "./dom.js";
import { summary } from "./format.js";
import { openMenu } from "./menu.js";
import { sayFailure, saying } from "./notices.js";
import { Recorder } from "./recorder.js";
import { ReplyKeys } from "./reply-keys.js";
import { Suggestions } from "./suggestions.js";
import { t } from "./texts.js";

const LONGEST = 4096;

export class Composer {
  constructor(chat) {
    this.chat = chat;
    this.target = null; // {kind: "reply" | "edit", message}
    this.element = h("footer", { class: "composer" });
    this.#build();
    this.#accept();
    this.#restoreDraft();
  }

  #build() {
    const { chat } = this;
    this.input = h("textarea", {
      rows: 1,
      placeholder: t("compose.placeholder"),
      "aria-label": t("compose.label"),
      enterkeyhint: "send",
      oninput: () => this.#typed(),
      onkeydown: (event) => this.#key(event),
    });
    this.suggestions = new Suggestions(chat, this.input, (command) => this.#put(`/${command}`, true));
    this.commands = iconButton("commands", t("compose.commands"), (event) => this.#openCommands(event.currentTarget), {
      "aria-haspopup": "menu",
    });
    this.keys = new ReplyKeys(chat, (body) => this.dispatch(body));
    this.sendButton = h("button", { type: "button", class: "send", onclick: () => this.#press() });
    this.context = h("div", { class: "context", hidden: true });
    const attach = iconButton("attach", t("compose.attach"), (event) => attachMenu(event.currentTarget, this), {
      "aria-haspopup": "menu",
    });
    this.row = h(
      "div",
      { class: "compose-row" },
      this.commands,
      attach,
      h("div", { class: "field" }, this.input, this.keys.toggle),
      this.sendButton,
    );
    this.recorder = new Recorder(chat, this.row);
  }

  /** What stands at the foot of the chat: Start, Unblock, or the place to write. */
  draw() {
    const mode = this.#mode();
    if (mode !== this.mode) {
      this.mode = mode;
      this.element.replaceChildren(...this.#parts(mode));
      if (this.wanted && mode !== "loading") this.focus();
    }
    this.commands.hidden = !this.chat.commands.length;
    if (this.keys.draw())
      this.input.placeholder = this.chat.keyboard?.input_field_placeholder || t("compose.placeholder");
    this.#drawSend();
    this.#grow();
  }

  #mode() {
    const { chat } = this;
    if (!chat.loaded) return "loading";
    if (chat.info.blocked) return "blocked";
    return chat.messages.length || chat.info.type !== "private" ? "write" : "start";
  }

  #parts(mode) {
    const { chat } = this;
    const big = (label, act) => h("button", { type: "button", class: "big", onclick: act }, label);
    if (mode === "blocked")
      return [h("p", { class: "blocked" }, t("pane.blocked")), big(t("pane.unblock"), () => chat.block(false))];
    if (mode === "start") return [big(t("chat.start"), () => chat.start())];
    return mode === "loading"
      ? [h("p", { class: "blocked" }, t("chat.loading"))]
      : [this.suggestions.element, this.context, this.row, this.recorder.element, this.keys.element];
  }

  /** Before the chat is read there is nothing to focus; then it is done as soon as there is. */
  focus() {
    this.wanted = !this.chat.loaded;
    if (this.mode === "write") this.input.focus({ preventScroll: true });
    else this.element.querySelector("button")?.focus();
  }

  reply(message) {
    this.#aim({ kind: "reply", message });
  }

  edit(message) {
    if (this.target?.kind !== "edit") this.before = this.input.value;
    this.#aim({ kind: "edit", message });
    this.#put(message.text);
  }

  #aim(target) {
    const leavesEdit = this.target?.kind === "edit" && target?.kind !== "edit";
    this.target = target;
    if (leavesEdit) this.#put(this.before);
    this.context.hidden = !target;
    this.context.replaceChildren(...(target ? this.#contextLine(target) : []));
    this.#drawSend();
    this.focus();
  }

  #contextLine({ kind, message }) {
    const name = message.out ? t("message.you") : (message.from?.name ?? this.chat.info.title);
    const title = kind === "edit" ? t("compose.editing") : t("compose.reply", { name });
    return [
      icon(kind),
      h("div", {}, h("b", {}, title), h("span", {}, summary(message))),
      iconButton("close", t("compose.cancel"), () => this.#aim(null)),
    ];
  }

  /** Send with the reply it belongs to; after success the reply is done with. */
  async dispatch(body) {
    const replyTo = this.target?.kind === "reply" ? this.target.message.message_id : undefined;
    await this.chat.send(replyTo ? { ...body, reply_to: replyTo } : body);
    if (replyTo) this.#aim(null);
    if (this.chat.keyboard?.one_time_keyboard) this.keys.show(false);
  }

  #press() {
    const text = this.input.value.trim();
    if (text) return this.#submit(text);
    if (this.target?.kind !== "edit") this.recorder.start();
  }

  #submit(text) {
    const { target } = this;
    const done = target?.kind === "edit" ? this.#change(target.message, text) : this.#send(text);
    return done.catch(sayFailure);
  }

  async #change(message, text) {
    await this.chat.edit(message, text);
    this.#aim(null);
  }

  // The field is free at once; what could not be sent comes back into it.
  async #send(text) {
    this.#put("");
    const waiting = pieces(text);
    try {
      for (; waiting.length; waiting.shift()) await this.dispatch({ text: waiting[0] });
    } catch (error) {
      this.#put([...waiting, this.input.value].filter(Boolean).join("\n"));
      throw error;
    }
  }

  clear() {
    this.#put("");
  }

  #key(event) {
    if (event.isComposing || this.suggestions.key(event)) return;
    if (event.key === "Enter" && !event.shiftKey) {
      event.preventDefault();
      if (this.input.value.trim()) this.#press();
    } else if (event.key === "Escape") this.#aim(null);
    else if (event.key === "ArrowUp" && !this.input.value) this.#editLast(event);
  }

  #editLast(event) {
    const own = this.chat.messages.findLast((message) => message.out && message.text && !message.sticker);
    if (!own) return;
    event.preventDefault();
    this.edit(own);
  }

  #put(text, submit = false) {
    this.input.value = text;
    this.#typed();
    if (submit) this.#press();
  }

  #typed() {
    this.#grow();
    this.#drawSend();
    this.suggestions.draw();
    this.keepDraft();
  }

  #grow() {
    this.input.style.height = "auto";
    if (this.input.scrollHeight) this.input.style.height = `${Math.min(this.input.scrollHeight, 160)}px`;
  }

  #drawSend() {
    const editing = this.target?.kind === "edit";
    const speaks = !editing && !this.input.value.trim();
    const label = speaks ? t("compose.voice") : t(editing ? "compose.save" : "compose.send");
    if (this.sendButton.title === label) return;
    this.sendButton.title = label;
    this.sendButton.setAttribute("aria-label", label);
    this.sendButton.replaceChildren(icon(speaks ? "mic" : editing ? "check" : "send"));
  }

  #openCommands(anchor) {
    const entry = ({ command, description }) => ({
      label: `/${command}`,
      hint: description,
      act: saying(() => this.dispatch({ text: `/${command}` })),
    });
    openMenu(anchor, this.chat.commands.map(entry));
  }

  // Files may also be pasted or dropped.
  #accept() {
    const take = (event, files) => {
      if (!files?.length || this.mode !== "write") return;
      event.preventDefault();
      previewFiles([...files], this);
    };
    this.input.addEventListener("paste", (event) => take(event, event.clipboardData.files));
    this.takeDrop = (event) => take(event, event.dataTransfer.files);
  }

  #draftKey() {
    return `chat.draft.${this.chat.personId}.${this.chat.chatId}`;
  }

  keepDraft() {
    sessionStorage.setItem(this.#draftKey(), this.target?.kind === "edit" ? this.before : this.input.value);
  }

  #restoreDraft() {
    this.input.value = sessionStorage.getItem(this.#draftKey()) ?? "";
    this.#drawSend();
  }
}

// A text longer than one message may be goes as several, cut where a line or a word ends.
function pieces(text) {
  if (text.length <= LONGEST) return [text];
  const room = text.slice(0, LONGEST);
  const cut = [room.lastIndexOf("\n"), room.lastIndexOf(" ")].find((at) => at > LONGEST / 2) ?? LONGEST;
  return [text.slice(0, cut), ...pieces(text.slice(cut).trim())];
}
