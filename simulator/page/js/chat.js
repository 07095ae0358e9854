// One open chat: what it holds, what the person does in it, and what arrives.
import * as api from "./api.js";
import { ChatHeader } from "./chat-header.js";
import { Composer } from "./composer.js";
import { ask } from "./dialog.js";
import { h } from "./dom.js";
import { on } from "./events.js";
import { fullName } from "./format.js";
import { Log } from "./log.js";
import { sayFailure, toast } from "./notices.js";
import { t } from "./texts.js";
import { chatOf, personOf, privateChat, refreshChats } from "./world.js";

const TYPING_LASTS = 5000;

export class Chat {
  constructor(panes, side, personId, chatId) {
    Object.assign(this, { panes, side, personId, chatId, messages: [], keyboard: null, commands: [], loaded: false });
    this.header = new ChatHeader(this);
    this.log = new Log(this);
    this.composer = new Composer(this);
    this.element = h(
      "section",
      { class: "pane", "aria-label": `${this.info.title}, ${this.name}` },
      this.header.element,
      this.log.element,
      this.composer.element,
    );
    this.element.addEventListener("dragover", (event) => event.preventDefault());
    this.element.addEventListener("drop", (event) => this.composer.takeDrop(event));
    this.stop = this.#listen();
    this.read();
  }

  get person() {
    return personOf(this.personId);
  }

  get info() {
    return chatOf(this.personId, this.chatId) ?? privateChat(this.personId);
  }

  get name() {
    return fullName(this.person);
  }

  is(person, chat) {
    return this.personId === person && this.chatId === chat;
  }

  address() {
    return this.chatId === privateChat(this.personId).chat_id ? `${this.personId}` : `${this.personId}:${this.chatId}`;
  }

  visible() {
    return document.visibilityState === "visible" && this.element.isConnected && this.element.checkVisibility();
  }

  // On a touch screen focus in the field would cover half the chat with the keyboard.
  focus() {
    if (matchMedia("(pointer: coarse)").matches) this.log.scroller.focus();
    else this.composer.focus();
  }

  close() {
    this.stop();
    this.composer.keepDraft();
  }

  /** Called when the pane came on screen. */
  shown() {
    this.header.draw();
    this.log.settle();
    if (this.info.unread) this.#markRead();
  }

  async read() {
    const query = this.visible() ? "after=0&read=1" : "after=0";
    const answer = await api.messages(this.personId, this.chatId, query).catch(sayFailure);
    if (!answer) return;
    const newest = answer.messages.at(-1)?.message_id ?? 0;
    const arrivedMeanwhile = this.messages.filter((message) => message.message_id > newest && this.loaded);
    Object.assign(this, {
      messages: [...answer.messages, ...arrivedMeanwhile],
      keyboard: answer.keyboard,
      commands: answer.commands ?? [],
      loaded: true,
    });
    this.#setTyping(answer.typing);
    this.log.draw();
    this.composer.draw();
    if (this.visible()) refreshChats(this.personId);
  }

  find(messageId) {
    return this.messages.find((message) => message.message_id === messageId);
  }

  // What the person does. Each one may be refused; the caller says so.

  send(body) {
    return api.send(this.personId, this.chatId, body);
  }

  sendText(text) {
    return this.send({ text }).catch(sayFailure);
  }

  start(payload) {
    return api.start(this.personId, payload).catch(sayFailure);
  }

  async block(blocked) {
    await api.block(this.personId, { chat_id: this.chatId, blocked }).catch(sayFailure);
    this.info.blocked = blocked;
    this.composer.draw();
    refreshChats(this.personId);
  }

  tap(message, row, column) {
    return api.tap(this.personId, { chat_id: this.chatId, message_id: message.message_id, row, column });
  }

  vote(message, options) {
    return api.vote(this.personId, { chat_id: this.chatId, message_id: message.message_id, options });
  }

  edit(message, text) {
    return api.edit(this.personId, { chat_id: this.chatId, message_id: message.message_id, text });
  }

  remove(message) {
    return api.remove(this.personId, { chat_id: this.chatId, message_id: message.message_id }).catch(sayFailure);
  }

  react(message, emoji) {
    const mine = message.reactions?.some((reaction) => reaction.mine && reaction.emoji === emoji);
    const body = { chat_id: this.chatId, message_id: message.message_id, emoji: mine ? null : emoji };
    return api.react(this.personId, body).catch(sayFailure);
  }

  /** A link of the bot itself presses Start here; true when it was one. */
  follow(address) {
    const found = /^(?:https?:\/\/t\.me\/(\w+)\?|tg:\/\/resolve\?domain=(\w+)&)start=([\w-]*)/i.exec(address);
    if (!found) return false;
    this.start(found[3]);
    return true;
  }

  #listen() {
    const here = (name, act) =>
      on(name, (data) => data.person === this.personId && data.chat_id === this.chatId && act(data));
    const stops = [
      here("message", ({ message }) => this.#arrived(message)),
      here("edit", ({ message }) => this.#replaced(message)),
      here("delete", ({ message_id }) => this.#deleted(message_id)),
      here("poll", ({ message_id, poll }) => this.#changed(message_id, { poll })),
      here("reaction", ({ message_id, reactions }) => this.#changed(message_id, { reactions })),
      here("typing", () => this.#setTyping(true)),
      here("keyboard", ({ keyboard }) => this.#setKeyboard(keyboard)),
      here("answer", (data) => this.#answered(data)),
      on("chats", () => this.#listChanged()),
      on("online", (online) => this.header.setOnline(online)),
      on("clock", () => this.log.draw()),
    ];
    const back = () => this.shown();
    document.addEventListener("visibilitychange", back);
    return () => {
      stops.forEach((stop) => stop());
      document.removeEventListener("visibilitychange", back);
    };
  }

  #arrived(message) {
    if (this.find(message.message_id)) return this.#replaced(message);
    const empty = !this.messages.length;
    this.messages.push(message);
    if (!message.out) this.#setTyping(false);
    this.log.draw(message);
    if (empty) this.composer.draw();
    if (!message.out && this.visible()) this.#markRead();
  }

  // What the message has no more, such as its buttons, goes.
  #replaced(message) {
    this.messages = this.messages.map((known) => (known.message_id === message.message_id ? message : known));
    this.log.draw();
  }

  #changed(messageId, change) {
    this.messages = this.messages.map((message) =>
      message.message_id === messageId ? { ...message, ...change } : message,
    );
    this.log.draw();
  }

  #deleted(messageId) {
    this.messages = this.messages.filter((message) => message.message_id !== messageId);
    this.log.draw();
  }

  #setKeyboard(keyboard) {
    this.keyboard = keyboard;
    this.composer.draw();
  }

  #setTyping(typing) {
    clearTimeout(this.typingEnds);
    if (typing) this.typingEnds = setTimeout(() => this.#setTyping(false), TYPING_LASTS);
    this.header.setTyping(Boolean(typing));
  }

  #answered({ message_id: messageId, answered }) {
    this.log.released(messageId);
    if (answered?.url && !this.follow(answered.url))
      ask(t("link.title"), answered.url, t("link.open"), () => open(answered.url, "_blank", "noopener"));
    if (!answered?.text) return;
    if (answered.show_alert) ask(this.info.title, answered.text, t("dialog.ok"));
    else toast(answered.text, this.log.toasts);
  }

  #listChanged() {
    this.header.draw();
    this.composer.draw();
  }

  #markRead() {
    const newest = this.messages.at(-1)?.message_id ?? 0;
    api.messages(this.personId, this.chatId, `after=${newest}&read=1`).then(
      () => refreshChats(this.personId),
      () => {},
    );
  }
}
