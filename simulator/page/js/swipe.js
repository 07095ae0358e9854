// Touch only: pull a message to the left to reply, hold it for its menu.

const FAR = 56;
const HOLD = 480;

export function swipeToReply(node, reply, hold) {
  let from = null;
  let pulled = 0;
  let timer = 0;
  const pull = (distance) => {
    pulled = Math.min(0, Math.max(-FAR * 1.4, distance));
    node.style.setProperty("--pull", `${pulled}px`);
    node.classList.toggle("pulled", pulled <= -FAR);
  };
  const end = () => {
    clearTimeout(timer);
    if (pulled <= -FAR) reply();
    node.classList.remove("pulling");
    pull(0);
    from = null;
  };
  node.addEventListener("pointerdown", (event) => {
    if (event.pointerType !== "touch" || event.target.closest("input, audio, video")) return;
    from = { x: event.clientX, y: event.clientY };
    timer = setTimeout(() => from && pulled === 0 && hold(), HOLD);
  });
  node.addEventListener("pointermove", (event) => {
    if (!from) return;
    const [x, y] = [event.clientX - from.x, event.clientY - from.y];
    if (Math.hypot(x, y) > 8) clearTimeout(timer);
    if (Math.abs(x) < Math.abs(y) && pulled === 0) return;
    node.classList.add("pulling");
    pull(x + 8);
  });
  node.addEventListener("pointerup", end);
  node.addEventListener("pointercancel", () => (pull(0), end()));
}
