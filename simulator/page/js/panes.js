// Which chats are open, left and right, and the address that says so.
import { Chat } from "./chat.js";
import { h, icon } from "./dom.js";
import { emit, on } from "./events.js";
import { t } from "./texts.js";
import { personOf, privateChat, world } from "./world.js";

const SIDES = ["left", "right"];
const wide = matchMedia("(min-width: 1100px)");
const phone = matchMedia("(max-width: 719px)");

export class Panes {
  constructor(main) {
    this.main = main;
    this.chats = { left: null, right: null };
    this.active = "left";
    main.addEventListener("focusin", (event) => this.#activate(event.target));
    addEventListener("popstate", () => this.readAddress());
    wide.addEventListener("change", () => this.#draw());
    on("resync", () => SIDES.forEach((side) => this.chats[side]?.read()));
  }

  /** The first sight: what the address names, else one chat, or where there is room two of people who differ in what they are. */
  begin() {
    if (SIDES.some((side) => new URLSearchParams(location.search).has(side))) return this.readAddress();
    if (phone.matches || !world.people.length) return this.#draw();
    const [first] = world.people;
    const others = world.people.filter((person) => person.label !== first.label);
    const other = others.find((person) => person.group === first.group) ?? others[0];
    this.#place("left", first.id);
    if (other && wide.matches) this.#place("right", other.id);
    this.#settle(false);
  }

  open(person, chat) {
    this.#place(wide.matches ? this.active : "left", person, chat);
    this.#settle();
    this.chats[wide.matches ? this.active : "left"].focus();
  }

  beside(person, chat) {
    const side = wide.matches && this.chats.left ? "right" : "left";
    this.#place(side, person, chat);
    this.active = side;
    this.#settle();
    this.chats[side].focus();
  }

  /** The person chosen in a pane's own head. */
  change(side, person) {
    this.#place(side, person);
    this.#settle();
    this.chats[side].focus();
  }

  canSplit() {
    return wide.matches && !this.chats.right;
  }

  split() {
    const other = world.people.find((person) => person.id !== this.chats.left.personId) ?? world.people[0];
    this.beside(other.id);
  }

  close(side) {
    this.#remove(side);
    if (side === "left" && this.chats.right) [this.chats.left, this.chats.right] = [this.chats.right, null];
    if (this.chats.left) this.chats.left.side = "left";
    this.active = "left";
    this.#settle();
  }

  shows(person, chat) {
    return SIDES.some((side) => this.chats[side]?.is(person, chat));
  }

  /** Open and really on screen, so that what arrives there is read. */
  reads(person, chat) {
    return SIDES.some((side) => this.chats[side]?.is(person, chat) && this.chats[side].visible());
  }

  readAddress() {
    const query = new URLSearchParams(location.search);
    for (const side of SIDES) {
      const [person, chat] = (query.get(side) ?? "").split(":").map(Number);
      if (personOf(person)) this.#place(side, person, chat || undefined);
      else this.#remove(side);
    }
    this.#draw();
  }

  #place(side, person, chat = privateChat(person).chat_id) {
    if (this.chats[side]?.is(person, chat)) return;
    this.#remove(side);
    this.chats[side] = new Chat(this, side, person, chat);
  }

  #remove(side) {
    this.chats[side]?.close();
    this.chats[side] = null;
  }

  #activate(target) {
    const side = SIDES.find((name) => this.chats[name]?.element.contains(target));
    if (!side || side === this.active) return;
    this.active = side;
    this.#mark();
  }

  #mark() {
    for (const side of SIDES) this.chats[side]?.element.classList.toggle("active", side === this.active);
  }

  #settle(push = true) {
    const query = SIDES.filter((side) => this.chats[side]).map((side) => `${side}=${this.chats[side].address()}`);
    const address = query.length ? `?${query.join("&")}` : location.pathname;
    if (push) history.pushState(null, "", address);
    else history.replaceState(null, "", address);
    this.#draw();
  }

  #draw() {
    const open = SIDES.map((side) => this.chats[side]?.element).filter(Boolean);
    document.body.dataset.view = open.length ? "chat" : "list";
    const shown = open.length ? open : [emptyPane()];
    for (const old of [...this.main.children]) if (!shown.includes(old)) old.remove();
    shown.forEach(
      (element, at) =>
        this.main.children[at] !== element && this.main.insertBefore(element, this.main.children[at] ?? null),
    );
    this.main.classList.toggle("two", open.length === 2);
    this.#mark();
    for (const side of SIDES) this.chats[side]?.shown();
    emit("panes");
  }
}

function emptyPane() {
  return h("div", { class: "empty-pane" }, icon("person"), h("b", {}, t("app.empty")), h("p", {}, t("app.empty.hint")));
}
