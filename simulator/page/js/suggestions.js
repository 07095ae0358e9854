// While a "/" is typed, the bot's commands that fit; arrow keys choose, Enter or Tab takes.
import { h } from "./dom.js";
import { t } from "./texts.js";

let count = 0;

export class Suggestions {
  constructor(chat, input, take) {
    Object.assign(this, { chat, input, take, at: 0, fitting: [] });
    this.id = `suggestions-${(count += 1)}`;
    this.element = h("div", {
      class: "suggestions",
      id: this.id,
      role: "listbox",
      "aria-label": t("compose.commands"),
      hidden: true,
    });
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-controls", this.id);
    input.setAttribute("aria-autocomplete", "list");
    this.draw();
  }

  draw() {
    const typed = /^\/(\w*)$/.exec(this.input.value);
    this.fitting = typed ? this.chat.commands.filter(({ command }) => command.startsWith(typed[1].toLowerCase())) : [];
    this.at = Math.min(this.at, Math.max(0, this.fitting.length - 1));
    this.element.hidden = !this.fitting.length;
    this.element.replaceChildren(...this.fitting.map((command, at) => this.#option(command, at)));
    this.input.setAttribute("aria-expanded", String(this.fitting.length > 0));
    if (this.fitting.length) this.input.setAttribute("aria-activedescendant", `${this.id}-${this.at}`);
    else this.input.removeAttribute("aria-activedescendant");
  }

  #option({ command, description }, at) {
    const take = (event) => {
      event.preventDefault(); // the field keeps the focus
      this.take(command);
    };
    return h(
      "div",
      {
        class: "suggestion",
        role: "option",
        id: `${this.id}-${at}`,
        "aria-selected": String(at === this.at),
        onpointerdown: take,
      },
      h("b", {}, `/${command}`),
      h("span", {}, description),
    );
  }

  /** True when the key was meant for the list. */
  key(event) {
    if (!this.fitting.length) return false;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) this.at = (this.at + step + this.fitting.length) % this.fitting.length;
    else if (event.key === "Tab" || event.key === "Enter") return this.#choose(event);
    else if (event.key === "Escape") this.fitting = [];
    else return false;
    event.preventDefault();
    if (this.fitting.length) this.draw();
    else this.element.hidden = true;
    return true;
  }

  #choose(event) {
    event.preventDefault();
    this.take(this.fitting[this.at].command);
    return true;
  }
}
