// The paper clip: what can be sent besides text, and a look at files before they go.
import { openDialog } from "./dialog.js";
import { h, icon, iconButton } from "./dom.js";
import { ALBUM, kindOf, LARGEST, toMedia } from "./files.js";
import { size } from "./format.js";
import { pickLocation } from "./location-picker.js";
import { openMenu } from "./menu.js";
import { saying, toast } from "./notices.js";
import { shareContact } from "./share-contact.js";
import { t } from "./texts.js";

const STICKERS = ["👋", "😊", "🙏", "👍", "💡", "🚧", "🌧️", "🎉"];

export function attachMenu(anchor, composer) {
  const { chat } = composer;
  const item = (key, name, act) => ({ label: t(`attach.${key}`), icon: name, act });
  openMenu(anchor, [
    item("photo", "photo", () => chooseFiles("image/*,video/*", composer)),
    item("file", "file", () => chooseFiles("", composer, true)),
    item("location", "pin", () => pickLocation((location) => composer.dispatch({ location }))),
    item("contact", "person", () => shareContact(chat, () => composer.dispatch({ contact: true }))),
    item("voice", "mic", () => composer.recorder.start()),
    item("sticker", "sticker", () => chooseSticker(anchor, composer)),
  ]);
}

function chooseSticker(anchor, composer) {
  openMenu(
    anchor,
    STICKERS.map((emoji) => ({ label: emoji, act: saying(() => composer.dispatch({ sticker: { emoji } })) })),
  );
  document.querySelector(".menu:popover-open").classList.add("stickers");
}

function chooseFiles(accept, composer, asFile = false) {
  const input = h("input", { type: "file", multiple: true, accept, hidden: true });
  input.addEventListener("change", () => (input.remove(), previewFiles([...input.files], composer, asFile)));
  input.addEventListener("cancel", () => input.remove());
  document.body.append(input);
  input.click();
}

/** Show the files with a caption field; send them as one message, or as one album. */
export function previewFiles(all, composer, asFile = false) {
  const chosen = fitting(all);
  if (!chosen.length) return;
  const caption = h("textarea", {
    rows: 2,
    maxlength: 1024,
    "aria-label": t("attach.caption"),
    placeholder: t("attach.caption"),
    value: composer.input.value,
  });
  const plain = h("input", { type: "checkbox", checked: asFile });
  const list = h("ul", { class: "previews" });
  const send = h("button", { type: "button", class: "primary", onclick: saying(() => go()) }, t("compose.send"));
  const title = chosen.length > 1 ? t("attach.title", { count: chosen.length }) : t("attach.title.one");
  const choice =
    chosen.some((file) => kindOf(file) !== "document") && h("label", { class: "choice" }, plain, t("attach.asFile"));
  const dialog = openDialog("attach", title, list, choice, caption, h("footer", {}, send));
  const draw = () =>
    chosen.length
      ? list.replaceChildren(
          ...chosen.map((file) => preview(file, () => (chosen.splice(chosen.indexOf(file), 1), draw()))),
        )
      : dialog.close();
  const go = async () => {
    send.disabled = true;
    const body = await bodyOf(chosen, caption.value.trim(), plain.checked);
    await composer.dispatch(body).finally(() => (send.disabled = false));
    if (caption.value.trim() === composer.input.value.trim()) composer.clear();
    dialog.close();
  };
  caption.addEventListener(
    "keydown",
    (event) => event.key === "Enter" && !event.shiftKey && !event.isComposing && (event.preventDefault(), send.click()),
  );
  draw();
  caption.focus();
}

function fitting(all) {
  for (const file of all) if (file.size > LARGEST) toast(t("attach.big", { name: file.name }));
  const small = all.filter((file) => file.size <= LARGEST);
  if (small.length > ALBUM) toast(t("attach.many"));
  return small.slice(0, ALBUM);
}

function preview(file, remove) {
  const shows = kindOf(file) === "photo";
  const picture = shows && h("img", { src: URL.createObjectURL(file), alt: "" });
  picture?.addEventListener?.("load", () => URL.revokeObjectURL(picture.src));
  return h(
    "li",
    {},
    picture || h("span", { class: "disc" }, icon("file")),
    h("span", { class: "document-text" }, h("b", {}, file.name), h("small", {}, size(file.size))),
    iconButton("trash", t("attach.remove", { name: file.name }), remove),
  );
}

// An album holds photos and videos, or only files: mixed choices go as files.
async function bodyOf(files, caption, asFile) {
  const kinds = files.map((file) => (asFile ? "document" : kindOf(file)));
  const mixed = kinds.includes("document");
  const item = async (file, at) => {
    const kind = mixed ? "document" : kinds[at];
    return { [kind]: await toMedia(file, kind), ...(caption && at === 0 ? { caption } : {}) };
  };
  const items = await Promise.all(files.map(item));
  return items.length === 1 ? items[0] : { album: items };
}
