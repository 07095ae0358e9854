// Modal windows on the browser's own <dialog>: focus stays inside, Esc closes.
import { h, iconButton } from "./dom.js";
import { t } from "./texts.js";

export function openDialog(name, title, ...content) {
  const heading = h("h2", { id: `dialog-${name}` }, title);
  const dialog = h("dialog", { class: `dialog dialog-${name}`, "aria-labelledby": heading.id });
  const close = iconButton("close", t("dialog.close"), () => dialog.close());
  dialog.append(h("header", {}, heading, close), ...content.flat().filter(Boolean));
  return show(dialog);
}

export function show(dialog) {
  dialog.addEventListener("close", () => dialog.remove());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  document.body.append(dialog);
  dialog.showModal();
  return dialog;
}

/** A line of text with one way on; with `yes`, also a way back. */
export function ask(title, text, yes, act) {
  const accept = () => {
    dialog.close();
    act?.();
  };
  const buttons = h(
    "footer",
    {},
    act && h("button", { type: "button", class: "plain", onclick: () => dialog.close() }, t("dialog.cancel")),
    h("button", { type: "button", class: "primary", autofocus: true, onclick: accept }, yes),
  );
  const dialog = openDialog("ask", title, h("p", {}, text), buttons);
}
