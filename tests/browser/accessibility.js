// What a page may be blamed for, as a list of sentences; empty is good.
function blamesOf() {
  const blames = [];
  const visible = (element) => element.checkVisibility({ opacityProperty: true, visibilityProperty: true });
  const show = (element) => element.outerHTML.slice(0, 120);

  const nameOf = (element) => {
    const pointed = (element.getAttribute("aria-labelledby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent)
      .join("");
    const labels = [...(element.labels ?? [])].map((label) => label.textContent).join("");
    return (element.getAttribute("aria-label") ?? (pointed || labels || element.textContent)).trim();
  };
  for (const element of document.querySelectorAll(
    "button, a[href], input, textarea, select, [role=log], nav, dialog, [tabindex='0']",
  )) {
    if (visible(element) && !nameOf(element)) blames.push(`no name: ${show(element)}`);
  }
  for (const element of document.querySelectorAll("img:not([alt]), svg:not([aria-hidden]):not([role])"))
    blames.push(`no alternative: ${show(element)}`);
  for (const element of document.querySelectorAll("button button, a button, button a, a a"))
    blames.push(`control in a control: ${show(element)}`);
  for (const element of document.querySelectorAll("[tabindex]"))
    if (element.tabIndex > 0) blames.push(`forced order: ${show(element)}`);
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) blames.push(`id twice: ${id}`);
  if (!document.documentElement.lang) blames.push("no language");
  if (document.querySelectorAll("main, [role=main]").length !== 1) blames.push("not one main part");
  if (document.querySelectorAll("h1").length !== 1) blames.push("not one first heading");
  if (document.documentElement.scrollWidth > innerWidth) blames.push("wider than the screen");

  const brush = Object.assign(document.createElement("canvas"), { width: 1, height: 1 }).getContext("2d", {
    willReadFrequently: true,
  });
  const pixel = (colours) => {
    brush.clearRect(0, 0, 1, 1);
    for (const colour of colours) ((brush.fillStyle = colour), brush.fillRect(0, 0, 1, 1));
    return [...brush.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  const light = (colour) => {
    const [r, g, b] = colour.map((part) =>
      part / 255 <= 0.04045 ? part / 255 / 12.92 : ((part / 255 + 0.055) / 1.055) ** 2.4,
    );
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const grounds = (element) => {
    const colours = ["Canvas"];
    for (let at = element; at; at = at.parentElement) colours.splice(1, 0, getComputedStyle(at).backgroundColor);
    return colours;
  };
  const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (texts.nextNode()) {
    const element = texts.currentNode.parentElement;
    if (
      !texts.currentNode.textContent.trim() ||
      !visible(element) ||
      element.closest(".sr-only, .skip, .photo, .bare, noscript, :disabled")
    )
      continue;
    const below = grounds(element);
    const [ground, ink] = [light(pixel(below)), light(pixel([...below, getComputedStyle(element).color]))];
    const contrast = (Math.max(ground, ink) + 0.05) / (Math.min(ground, ink) + 0.05);
    if (contrast < 4.5) blames.push(`contrast ${contrast.toFixed(2)}: ${show(element)}`);
  }
  return blames;
}
