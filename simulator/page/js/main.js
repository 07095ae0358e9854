// Start: words, bar, list, chats, then the live stream.
import { connect, on } from "./events.js";
import { sayFailure } from "./notices.js";
import { Panes } from "./panes.js";
import { mountSidebar } from "./sidebar.js";
import { language, t } from "./texts.js";
import { mountTopbar } from "./topbar.js";
import { openWorld, world } from "./world.js";

document.documentElement.lang = language;
document.querySelector(".skip").textContent = t("app.skip");
const panes = new Panes(document.querySelector(".panes"));
mountTopbar(document.querySelector(".topbar"));
mountSidebar(document.querySelector(".sidebar"), panes);
panes.begin();

// People may come after the page: the first of them open the first chats.
const waiting = on("chats", () => {
  if (!world.people.length) return;
  waiting();
  panes.begin();
});

// The stream first: what happens while the lists are read must not be missed.
const streaming = on("online", () => {
  streaming();
  openWorld().catch(sayFailure);
});
connect();
