// Everything in a bubble that is not text: pictures, albums, files, voice, places, people.
import { fileUrl } from "./api.js";
import { h, icon } from "./dom.js";
import { coordinates, duration, fullName, size } from "./format.js";
import { openLightbox } from "./lightbox.js";
import { drawMap } from "./map.js";
import { avatar } from "./sidebar.js";
import { t } from "./texts.js";
import { drawVoice } from "./voice.js";

/** `messages` is one message, or the messages of one album. */
export function drawMedia(messages) {
  const visual = messages.filter((message) => message.photo || message.video);
  if (visual.length > 1) return album(visual);
  return messages.map(drawOne);
}

function drawOne(message) {
  if (message.photo) return photo(message, [message]);
  if (message.video ?? message.animation) return video(message);
  if (message.voice ?? message.audio) return drawVoice(message.voice ?? message.audio);
  if (message.document) return document_(message.document, message.message_id);
  if (message.sticker)
    return h(
      "span",
      { class: "sticker-face", role: "img", "aria-label": `${t("kind.sticker")} ${message.sticker.emoji}` },
      message.sticker.emoji,
    );
  if (message.location) return place(message);
  if (message.contact) return contact(message.contact);
  return null;
}

function album(messages) {
  const photos = messages.filter((message) => message.photo);
  const items = messages.map((message) => (message.photo ? photo(message, photos) : video(message)));
  return h("div", { class: `album count-${messages.length}` }, items);
}

function photo(message, all) {
  const { file_id: fileId, width, height } = message.photo;
  const image = h("img", {
    src: fileUrl(fileId),
    alt: message.text || t("kind.photo"),
    width,
    height,
    decoding: "async",
  });
  return h(
    "button",
    {
      type: "button",
      class: "photo",
      "aria-label": t("photo.open"),
      dataset: { part: message.message_id, place: `photo-${message.message_id}` },
      vars: ratio(width, height),
      onclick: () => openLightbox(all, all.indexOf(message)),
    },
    image,
  );
}

const ratio = (width, height) => (width && height ? { ratio: Math.min(2.2, Math.max(0.65, width / height)) } : {});

function video(message) {
  const { file_id: fileId, width, height, duration: seconds } = message.video ?? message.animation;
  const player = h("video", {
    src: fileUrl(fileId),
    controls: true,
    preload: "metadata",
    playsinline: true,
    "aria-label": t("kind.video"),
  });
  return h(
    "div",
    { class: "video", dataset: { part: message.message_id }, vars: ratio(width, height) },
    player,
    seconds && h("span", { class: "length" }, duration(seconds)),
  );
}

function document_(file, messageId) {
  const name = file.name || t("kind.document");
  return h(
    "a",
    { class: "document", href: fileUrl(file.file_id), download: name, dataset: { part: messageId } },
    h("span", { class: "disc" }, icon("file")),
    h(
      "span",
      { class: "document-text" },
      h("b", {}, name),
      h("small", {}, file.size ? size(file.size) : t("kind.document")),
    ),
  );
}

function place({ location, venue }) {
  const where = coordinates(location);
  const caption = venue
    ? h("span", { class: "place-text" }, h("b", {}, venue.title), h("small", {}, venue.address))
    : h("span", { class: "place-text" }, h("small", {}, location.live_period ? `${t("map.live")} · ${where}` : where));
  return h(
    "figure",
    { class: "place", role: "img", "aria-label": t("map.alt", { place: venue?.title ?? where }) },
    drawMap(location, 320, 168),
    caption,
  );
}

function contact(person) {
  const name = fullName(person);
  return h(
    "div",
    { class: "contact" },
    avatar(name, Number(String(person.phone_number).slice(-3)) || 1),
    h("span", { class: "document-text" }, h("b", {}, name), h("small", {}, person.phone_number)),
  );
}
