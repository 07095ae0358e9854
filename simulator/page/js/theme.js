// A classic script in the head: the choice is set before the first paint, so nothing flashes.
(function () {
  const chosen = localStorage.getItem("chat.theme");
  if (chosen) document.documentElement.dataset.theme = chosen;
})();
