// From a file on the person's device to what the control interface takes.

export const LARGEST = 20 * 1024 * 1024; // what a bot may fetch from Telegram
export const ALBUM = 10;

const PHOTO = /^image\/(jpeg|png|webp)$/;

export function kindOf(file) {
  if (PHOTO.test(file.type)) return "photo";
  return file.type.startsWith("video/") ? "video" : "document";
}

/** {data, name, mime, width?, height?, duration?} */
export async function toMedia(file, kind) {
  const media = { data: await base64(file), name: file.name, mime: file.type || "application/octet-stream" };
  if (kind === "photo") Object.assign(media, await photoSize(file));
  if (kind === "video") Object.assign(media, await videoSize(file));
  return media;
}

export async function base64(blob) {
  const reader = new FileReader();
  const done = new Promise((resolve, reject) =>
    Object.assign(reader, { onload: resolve, onerror: () => reject(reader.error) }),
  );
  reader.readAsDataURL(blob);
  await done;
  return reader.result.slice(reader.result.indexOf(",") + 1);
}

async function photoSize(file) {
  const { width, height } = await createImageBitmap(file).catch(() => ({}));
  return { width, height };
}

async function videoSize(file) {
  const video = document.createElement("video");
  const address = URL.createObjectURL(file);
  const known = new Promise((resolve) => Object.assign(video, { onloadedmetadata: resolve, onerror: resolve }));
  video.src = address;
  await known;
  URL.revokeObjectURL(address);
  return {
    width: video.videoWidth || undefined,
    height: video.videoHeight || undefined,
    duration: Math.round(video.duration) || 1,
  };
}
