// The bar on top: whose room this is, the simulated clock and the jump, language and look.
import * as api from "./api.js";
import { h, icon, iconButton } from "./dom.js";
import { on } from "./events.js";
import { fullDay, shortDay, timeWithZone } from "./format.js";
import { saying, toast } from "./notices.js";
import { language, setLanguage, t } from "./texts.js";
import { world } from "./world.js";

export function mountTopbar(bar) {
  const clock = h("span", { class: "clock" });
  const title = h("h1", {});
  const notice = h("p", { class: "notice" });
  const offline = h("span", { class: "offline", role: "status" });
  bar.append(
    h(
      "div",
      { class: "brand" },
      h("img", { src: "icon.svg", alt: "", width: 28, height: 28 }),
      h("div", {}, title, notice),
    ),
    h("div", { class: "bar-tools" }, offline, clock, jumpButton(), languageButton(), themeButton()),
  );
  const show = () => {
    title.textContent = document.title = world.about.title ?? t("app.title");
    notice.textContent = world.about.notice ?? "";
    showClock(clock);
  };
  on("tick", show);
  on("chats", show);
  on("online", (online) => (offline.textContent = online ? "" : t("app.offline")));
}

function showClock(clock) {
  const now = world.now();
  clock.replaceChildren(
    icon("clock"),
    h("span", { class: "sr-only" }, `${t("clock.label")}: `),
    h("span", { class: "clock-long" }, fullDay(now)),
    h("span", { class: "clock-short" }, shortDay(now)),
    h("b", {}, timeWithZone(now)),
  );
}

function jumpButton() {
  const jump = async (event) => {
    const button = event.currentTarget;
    button.setAttribute("aria-busy", "true");
    try {
      const { now } = await api.nextWorkingDay();
      toast(t("clock.now", { day: fullDay(now) }));
    } finally {
      button.removeAttribute("aria-busy");
    }
  };
  return h(
    "button",
    { type: "button", class: "jump", onclick: saying(jump), title: t("clock.jump") },
    icon("skip"),
    h("span", {}, t("clock.jump")),
  );
}

function languageButton() {
  const other = language === "id" ? "en" : "id";
  return h(
    "button",
    {
      type: "button",
      class: "language",
      lang: other,
      "aria-label": t("app.language"),
      title: t("app.language"),
      onclick: () => setLanguage(other),
    },
    other.toUpperCase(),
  );
}

const darkOutside = matchMedia("(prefers-color-scheme: dark)");

function themeButton() {
  const root = document.documentElement;
  const dark = () => (root.dataset.theme ? root.dataset.theme === "dark" : darkOutside.matches);
  const button = iconButton("moon", t("app.theme"), () => {
    root.dataset.theme = dark() ? "light" : "dark";
    localStorage.setItem("chat.theme", root.dataset.theme);
    draw();
  });
  const draw = () => button.replaceChildren(icon(dark() ? "sun" : "moon"));
  darkOutside.addEventListener("change", draw);
  draw();
  return button;
}
