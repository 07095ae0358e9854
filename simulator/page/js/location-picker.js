// Choose a place on the drawn map: drag it, tap a spot, or use the arrow keys.
import { openDialog } from "./dialog.js";
import { h } from "./dom.js";
import { coordinates } from "./format.js";
import { drawMap, metresToDegrees } from "./map.js";
import { saying } from "./notices.js";
import { t } from "./texts.js";
import { world } from "./world.js";

const [WIDTH, HEIGHT, SCALE] = [420, 260, 1.6];
const STEP = 40; // metres for one press of an arrow key, ten times that with Shift
const ELSEWHERE = { latitude: -7.4215, longitude: 110.2934 };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };

/** `act` gets {latitude, longitude}. */
export function pickLocation(act) {
  const place = { ...(world.about.center ?? ELSEWHERE) };
  const where = h("output", {});
  const frame = h("div", {
    class: "picker",
    tabIndex: 0,
    role: "application",
    "aria-label": t("location.map"),
    autofocus: true,
  });
  const draw = () => {
    frame.replaceChildren(drawMap(place, WIDTH, HEIGHT, SCALE));
    where.textContent = coordinates(place);
  };
  const move = (east, north) => {
    place.longitude += metresToDegrees(east);
    place.latitude += metresToDegrees(north);
    draw();
  };
  draw();
  movedByKeys(frame, move);
  movedByPointer(frame, move);
  const send = () => (dialog.close(), act({ latitude: round(place.latitude), longitude: round(place.longitude) }));
  const foot = h(
    "footer",
    {},
    where,
    h("button", { type: "button", class: "primary", onclick: saying(send) }, t("location.send")),
  );
  const dialog = openDialog("location", t("location.title"), frame, h("p", {}, t("location.hint")), foot);
  frame.focus();
}

const round = (degrees) => Math.round(degrees * 1e6) / 1e6;

function movedByKeys(frame, move) {
  frame.addEventListener("keydown", (event) => {
    const arrow = ARROWS[event.key];
    if (!arrow) return;
    const step = event.shiftKey ? STEP * 10 : STEP;
    move(arrow[0] * step, arrow[1] * step);
    event.preventDefault();
  });
}

// A drag moves the ground under the pin; a tap brings the tapped spot under it.
function movedByPointer(frame, move) {
  let last = null;
  let dragged = 0;
  const metres = () => (WIDTH * SCALE) / frame.clientWidth;
  frame.addEventListener("pointerdown", (event) => {
    frame.setPointerCapture(event.pointerId);
    [last, dragged] = [event, 0];
  });
  frame.addEventListener("pointermove", (event) => {
    if (!last) return;
    const [x, y] = [event.clientX - last.clientX, event.clientY - last.clientY];
    dragged += Math.abs(x) + Math.abs(y);
    last = event;
    move(-x * metres(), y * metres());
  });
  frame.addEventListener("pointerup", (event) => {
    const box = frame.getBoundingClientRect();
    if (last && dragged < 5)
      move(
        (event.clientX - box.left - box.width / 2) * metres(),
        (box.top + box.height / 2 - event.clientY) * metres(),
      );
    last = null;
  });
  frame.addEventListener("pointercancel", () => (last = null));
}
