// A map that is only a drawing: streets, fields and a river made from the coordinates themselves,
// so that one place always looks the same and no map service is asked.
import { svg } from "./dom.js";

const METRES = 111_320; // per degree, close enough near the equator
const CELL = 150;
const RIVERS = 2400;
const SWING = 320;

export const metresToDegrees = (metres) => metres / METRES;

/** An SVG of `width` × `height` units around `place`, `scale` metres to the unit, the pin in the middle. */
export function drawMap(place, width, height, scale = 1.6) {
  const centre = { x: place.longitude * METRES, y: -place.latitude * METRES };
  const view = {
    left: centre.x - (width * scale) / 2,
    top: centre.y - (height * scale) / 2,
    right: centre.x + (width * scale) / 2,
    bottom: centre.y + (height * scale) / 2,
  };
  const toPage = (x, y) => [((x - view.left) / scale).toFixed(1), ((y - view.top) / scale).toFixed(1)];
  return svg(
    "svg",
    { class: "map", viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "xMidYMid slice", "aria-hidden": "true" },
    svg("rect", { class: "ground", width, height }),
    cells(view, toPage, scale),
    rivers(view, toPage, scale),
    streets(view, toPage, scale),
    pin(width / 2, height / 2),
  );
}

// A number between 0 and 1 that belongs to this pair of whole numbers.
function chance(a, b) {
  let mixed = Math.imul(a, 374761393) + Math.imul(b, 668265263);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1274126177);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 2 ** 32;
}

const lineX = (i) => (i + 0.35 * chance(i, 11)) * CELL;
const lineY = (j) => (j + 0.35 * chance(j, 23)) * CELL;
const between = (from, to) =>
  Array.from(
    { length: Math.ceil(to / CELL) - Math.floor(from / CELL) + 2 },
    (_, at) => Math.floor(from / CELL) - 1 + at,
  );

function cells(view, toPage, scale) {
  return between(view.left, view.right).flatMap((i) =>
    between(view.top, view.bottom).map((j) => cell(i, j, toPage, scale)),
  );
}

function cell(i, j, toPage, scale) {
  const [x, y] = toPage(lineX(i), lineY(j));
  const [width, height] = [(lineX(i + 1) - lineX(i)) / scale, (lineY(j + 1) - lineY(j)) / scale];
  const kind = chance(i >> 1, j >> 1) < 0.3 ? "field" : chance(i, j) < 0.12 ? "park" : "block";
  const ground = svg("rect", { class: kind, x, y, width, height });
  return kind === "block" ? [ground, houses(i, j, Number(x), Number(y), width, height)] : ground;
}

function houses(i, j, x, y, width, height) {
  return Array.from({ length: 4 }, (_, n) => {
    const [across, down] = [n % 2, n >> 1];
    const side = 0.18 + 0.14 * chance(i * 5 + n, j);
    return svg("rect", {
      class: "house",
      x: x + width * (0.16 + across * 0.4),
      y: y + height * (0.18 + down * 0.38),
      width: width * side,
      height: height * (side - 0.04),
      rx: 1.5,
    });
  });
}

function streets(view, toPage, scale) {
  const wide = (n) => (chance(n, 5) < 0.3 ? 15 : 7) / scale;
  const upright = between(view.left, view.right).map((i) =>
    street(toPage(lineX(i), view.top), toPage(lineX(i), view.bottom), wide(i)),
  );
  const level = between(view.top, view.bottom).map((j) =>
    street(toPage(view.left, lineY(j)), toPage(view.right, lineY(j)), wide(j + 77)),
  );
  return [...upright, ...level];
}

function street([x1, y1], [x2, y2], width) {
  return svg("line", { class: "street", x1, y1, x2, y2, "stroke-width": width.toFixed(1) });
}

// Rivers run north to south, one every RIVERS metres, so that a moved map meets the same water again.
function rivers(view, toPage, scale) {
  const first = Math.floor((view.left - SWING) / RIVERS);
  const last = Math.ceil((view.right + SWING) / RIVERS);
  return Array.from({ length: last - first + 1 }, (_, at) => river((first + at) * RIVERS + 700, view, toPage, scale));
}

function river(middle, view, toPage, scale) {
  const points = [];
  for (let y = Math.floor(view.top / 40) * 40 - 40; y <= view.bottom + 80; y += 40) {
    points.push(toPage(middle + Math.sin(y / 700) * 260 + Math.sin(y / 190) * 40, y).join(" "));
  }
  return svg("polyline", { class: "river", points: points.join(" "), "stroke-width": (42 / scale).toFixed(1) });
}

function pin(x, y) {
  const shape = svg("path", { class: "pin", d: "M0 0C-9-11-13-16-13-23a13 13 0 0 1 26 0C13-16 9-11 0 0Z" });
  const shadow = svg("ellipse", { class: "pin-shadow", rx: 7, ry: 2.5 });
  return svg(
    "g",
    { transform: `translate(${x} ${y})` },
    shadow,
    shape,
    svg("circle", { class: "pin-eye", cy: -23, r: 4.5 }),
  );
}
