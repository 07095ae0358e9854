// Voice messages: from the microphone, or a sample sound where there is none.
import { h, icon, iconButton } from "./dom.js";
import { base64 } from "./files.js";
import { duration } from "./format.js";
import { saying } from "./notices.js";
import { sampleVoice } from "./sample-voice.js";
import { t } from "./texts.js";

export class Recorder {
  constructor(chat, row) {
    Object.assign(this, { chat, row });
    this.label = h("span", { class: "record-label", role: "status" });
    this.time = h("span", { class: "record-time" });
    this.sendButton = h(
      "button",
      {
        type: "button",
        class: "send",
        "aria-label": t("compose.send"),
        title: t("compose.send"),
        onclick: saying(() => this.#send()),
      },
      icon("send"),
    );
    const cancel = iconButton("trash", t("compose.cancel"), () => this.#stop());
    this.element = h(
      "div",
      { class: "compose-row recording", hidden: true, onkeydown: (event) => event.key === "Escape" && this.#stop() },
      cancel,
      h("i", { class: "record-dot" }),
      this.time,
      this.label,
      this.sendButton,
    );
  }

  async start() {
    this.stream = await navigator.mediaDevices?.getUserMedia({ audio: true }).catch(() => null);
    this.chunks = [];
    if (this.stream) this.#listen();
    this.began = performance.now();
    this.label.textContent = t(this.stream ? "record.live" : "record.sample");
    this.#show(true);
    this.clock = setInterval(() => this.#tick(), 250);
    this.#tick();
    this.sendButton.focus();
  }

  #listen() {
    this.recorder = new MediaRecorder(this.stream);
    this.recorder.addEventListener("dataavailable", (event) => this.chunks.push(event.data));
    this.recorder.start();
  }

  #tick() {
    this.time.textContent = duration(this.#seconds());
  }

  #seconds() {
    return (performance.now() - this.began) / 1000;
  }

  async #send() {
    const seconds = Math.max(1, Math.round(this.#seconds()));
    const sound = this.stream ? await this.#recorded() : sampleVoice();
    this.#stop();
    await this.chat.composer.dispatch({
      voice: {
        data: await base64(sound.blob),
        name: sound.name,
        mime: sound.blob.type,
        duration: sound.seconds ?? seconds,
      },
    });
  }

  async #recorded() {
    const ended = new Promise((resolve) => this.recorder.addEventListener("stop", resolve));
    this.recorder.stop();
    await ended;
    const type = this.recorder.mimeType.split(";")[0];
    return { blob: new Blob(this.chunks, { type }), name: type.includes("ogg") ? "suara.ogg" : "suara.webm" };
  }

  #stop() {
    clearInterval(this.clock);
    this.stream?.getTracks().forEach((track) => track.stop());
    this.#show(false);
    this.chat.focus();
  }

  #show(recording) {
    this.element.hidden = !recording;
    this.row.hidden = recording;
  }
}
