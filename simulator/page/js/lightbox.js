// Photos in full size; arrow keys go through an album.
import { fileUrl } from "./api.js";
import { show } from "./dialog.js";
import { h, iconButton } from "./dom.js";
import { t } from "./texts.js";

export function openLightbox(messages, at) {
  const stage = h("div", { class: "stage", onclick: (event) => event.target === stage && dialog.close() });
  const count = h("span", { class: "count", role: "status" });
  const save = h("a", { class: "plain" }, t("photo.save"));
  const move = (step) => draw((at = (at + step + messages.length) % messages.length));
  const [previous, next] = [
    iconButton("back", t("photo.previous"), () => move(-1)),
    iconButton("back", t("photo.next"), () => move(1)),
  ];
  previous.classList.add("previous");
  next.classList.add("next");
  previous.hidden = next.hidden = messages.length < 2;
  const bar = h(
    "header",
    {},
    count,
    save,
    iconButton("close", t("dialog.close"), () => dialog.close(), { autofocus: true }),
  );
  const dialog = h("dialog", { class: "lightbox", "aria-label": t("kind.photo") }, bar, stage, previous, next);
  const draw = () => {
    const { photo, text } = messages[at];
    stage.replaceChildren(
      h("img", { src: fileUrl(photo.file_id), alt: text || t("kind.photo") }),
      text ? h("p", {}, text) : "",
    );
    count.textContent = messages.length > 1 ? t("photo.count", { index: at + 1, total: messages.length }) : "";
    save.href = fileUrl(photo.file_id);
    save.download = photo.name || "foto.jpg";
  };
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") move(-1);
    if (event.key === "ArrowRight") move(1);
  });
  draw();
  show(dialog);
}
