// The list of messages: draws what changed, keeps the newest in sight, walks by arrow keys.
import { toBlocks } from "./blocks.js";
import { h, icon } from "./dom.js";
import { dayTitle } from "./format.js";
import { drawMessage } from "./message.js";
import { toast } from "./notices.js";
import { t } from "./texts.js";
import { world } from "./world.js";

const NEAR = 60;

export class Log {
  constructor(chat) {
    this.chat = chat;
    this.drawn = new Map();
    this.pinned = true;
    this.unseen = 0;
    this.list = h("div", { class: "messages" });
    this.scroller = h(
      "div",
      {
        class: "log",
        role: "log",
        tabIndex: 0,
        "aria-label": t("chat.log", { title: chat.info.title, name: chat.name }),
        "aria-busy": "true",
        onscroll: () => this.#scrolled(),
        onkeydown: (event) => this.#walk(event),
      },
      this.list,
    );
    this.down = h("button", { type: "button", class: "down", hidden: true, onclick: () => this.toBottom("smooth") });
    this.toasts = h("div", { class: "chat-toasts", role: "status", "aria-live": "polite" });
    this.element = h("div", { class: "log-frame" }, this.scroller, this.down, this.toasts);
    this.#watchSize();
  }

  // Whatever grows or shrinks (a keyboard, a picture, the window), the newest message stays in sight.
  #watchSize() {
    const watcher = new ResizeObserver(() => this.settle());
    watcher.observe(this.scroller);
    watcher.observe(this.list);
  }

  settle() {
    if (this.pinned) this.scroller.scrollTop = this.scroller.scrollHeight;
    this.shape = this.#shape();
  }

  #shape() {
    return `${this.scroller.scrollHeight}/${this.scroller.clientHeight}`;
  }

  toBottom(behavior) {
    this.scroller.scrollTo({ top: this.scroller.scrollHeight, behavior });
  }

  /** Draw the chat's messages; `arrived` is a message that just came, if any. */
  draw(arrived = null) {
    if (arrived?.out) this.pinned = true;
    if (arrived && !this.pinned) this.unseen += 1;
    const blocks = toBlocks(this.chat.messages);
    const kept = new Map();
    const nodes = blocks.map((block) => this.#nodeOf(block, kept));
    this.#place(nodes.length ? nodes : [this.#welcome()]);
    this.drawn = kept;
    this.settle();
    this.#drawDown();
    this.scroller.setAttribute("aria-busy", "false");
  }

  #nodeOf(block, kept) {
    const day = block.day && dayTitle(block.day, world.now());
    const signature = day ?? JSON.stringify(block);
    const old = this.drawn.get(block.key);
    const node = old?.signature === signature ? old.node : day ? dayLine(day) : this.#drawMessage(block, old?.node);
    kept.set(block.key, { signature, node });
    return node;
  }

  #drawMessage(block, old) {
    const node = drawMessage(block, this.chat);
    if (old) handFocusOver(old, node);
    else if (this.drawn.size) node.classList.add("new");
    return node;
  }

  #place(nodes) {
    const wanted = new Set(nodes);
    for (const child of [...this.list.children]) if (!wanted.has(child)) child.remove();
    nodes.forEach(
      (node, at) => this.list.children[at] !== node && this.list.insertBefore(node, this.list.children[at] ?? null),
    );
    nodes.forEach((node) => node.regainFocus?.());
  }

  #welcome() {
    const text = this.chat.info.type === "private" ? t("chat.welcome") : t("people.nothing");
    return h("div", { class: "welcome" }, h("b", {}, this.chat.info.title), h("p", {}, text));
  }

  // Scrolling that comes with a change of size is the layout's doing, not the person's wish.
  #scrolled() {
    if (this.shape !== this.#shape()) return this.settle();
    const { scrollTop, scrollHeight, clientHeight } = this.scroller;
    this.pinned = scrollHeight - scrollTop - clientHeight < NEAR;
    if (this.pinned) this.unseen = 0;
    this.#drawDown();
  }

  #drawDown() {
    this.down.hidden = this.pinned;
    const label = this.unseen ? t("chat.down.count", { count: this.unseen }) : t("chat.down");
    this.down.setAttribute("aria-label", label);
    this.down.replaceChildren(
      icon("down"),
      this.unseen ? h("span", { class: "badge", "aria-hidden": "true" }, String(this.unseen)) : "",
    );
  }

  /** The bot answered a tap: no button of that message waits any more. */
  released(messageId) {
    const busy = this.list.querySelectorAll(`[data-id="${messageId}"] .key[aria-busy]`);
    busy.forEach((button) => button.removeAttribute("aria-busy"));
  }

  jump(messageId) {
    const node = this.nodeOf(messageId);
    if (!node) return toast(t("chat.gone"), this.toasts);
    node.scrollIntoView({ block: "center" });
    node.classList.remove("found");
    requestAnimationFrame(() => node.classList.add("found"));
    node.focus({ preventScroll: true });
  }

  nodeOf(messageId) {
    const part = this.list.querySelector(`[data-part="${messageId}"]`);
    return this.drawn.get(`message-${messageId}`)?.node ?? part?.closest(".message");
  }

  #walk(event) {
    if (event.target.closest(".keys, .options, input, audio, video")) return;
    const rows = [...this.list.querySelectorAll(".message")];
    const at = rows.indexOf(event.target.closest?.(".message"));
    const to = { ArrowUp: at < 0 ? rows.length - 1 : at - 1, ArrowDown: at + 1, Home: 0, End: rows.length - 1 }[
      event.key
    ];
    if (to !== undefined && rows[to]) {
      rows[to].focus();
      rows[to].scrollIntoView({ block: "nearest" });
      event.preventDefault();
    } else if (event.key === "Escape") this.chat.focus();
    else if (event.key === "Enter" && rows[at] && event.target === rows[at]) {
      event.preventDefault(); // or the same key would press the first entry of the menu
      rows[at].openActions?.();
    }
  }
}

const dayLine = (title) => h("h3", { class: "day" }, h("span", {}, title));

// A message drawn anew takes the keyboard's focus over from the old drawing, down to the same button.
function handFocusOver(old, node) {
  if (!old.contains(document.activeElement)) return;
  const { place } = document.activeElement.dataset;
  node.regainFocus = () => {
    delete node.regainFocus;
    (node.querySelector(`[data-place="${place}"]`) ?? node).focus({ preventScroll: true });
  };
}
