// Polls and quizzes: choose, then see the bars, what was right, and why.
import { h, icon } from "./dom.js";
import { saying } from "./notices.js";
import { t } from "./texts.js";

export function drawPoll(message, chat) {
  const { poll } = message;
  const done = poll.closed || poll.chosen?.length > 0;
  const total = poll.options.reduce((sum, option) => sum + (option.votes ?? 0), 0);
  const cast = saying((options) => chat.vote(message, options));
  return h(
    "div",
    { class: "poll" },
    h("b", { class: "question" }, poll.question),
    h("small", { class: "poll-kind" }, kind(poll)),
    done ? results(poll, total) : poll.allows_multiple_answers ? several(poll, cast) : single(poll, cast),
    done &&
      poll.explanation &&
      h("p", { class: "why" }, icon("bulb"), h("span", {}, h("b", {}, t("poll.why")), " ", poll.explanation)),
    h("small", { class: "votes" }, total ? t("poll.votes", { count: total }) : t("poll.novotes")),
  );
}

function kind(poll) {
  if (poll.closed) return t("poll.closed");
  if (poll.type === "quiz") return t("poll.quiz");
  return t(poll.allows_multiple_answers ? "poll.multiple" : "poll.regular");
}

function single(poll, cast) {
  const option = ({ text }, at) =>
    h(
      "button",
      { type: "button", class: "option", dataset: { place: `option-${at}` }, onclick: () => cast([at]) },
      h("i", { class: "mark" }),
      h("span", {}, text),
    );
  return h("div", { class: "options" }, poll.options.map(option));
}

function several(poll, cast) {
  const boxes = poll.options.map(() =>
    h("input", { type: "checkbox", class: "mark", onchange: () => (button.disabled = !chosen().length) }),
  );
  const chosen = () => boxes.flatMap((box, at) => (box.checked ? [at] : []));
  const button = h(
    "button",
    { type: "button", class: "plain cast", disabled: true, onclick: () => cast(chosen()) },
    t("poll.vote"),
  );
  return h(
    "div",
    { class: "options" },
    poll.options.map(({ text }, at) => h("label", { class: "option" }, boxes[at], h("span", {}, text))),
    button,
  );
}

function results(poll, total) {
  return h(
    "ul",
    { class: "results" },
    poll.options.map((option, at) => result(poll, option, at, total)),
  );
}

function result(poll, option, at, total) {
  const share = total ? Math.round(((option.votes ?? 0) / total) * 100) : 0;
  const mine = poll.chosen?.includes(at);
  const right = poll.correct_option_ids?.includes(at);
  const verdict = poll.type !== "quiz" ? (mine ? "mine" : "") : right ? "right" : mine ? "wrong" : "";
  return h(
    "li",
    {
      class: `result ${verdict}`,
      vars: { share: `${share}%` },
      tabIndex: mine ? -1 : undefined,
      dataset: mine ? { place: `option-${at}` } : {},
    },
    h("span", { class: "share" }, `${share}%`),
    h(
      "span",
      { class: "verdict", role: "img", "aria-label": spoken(verdict, mine) },
      verdict ? icon(verdict === "wrong" ? "cross" : "check") : null,
    ),
    h("span", {}, option.text),
    h("span", { class: "bar" }),
  );
}

function spoken(verdict, mine) {
  const words = [
    verdict === "right" && t("poll.right"),
    verdict === "wrong" && t("poll.wrong"),
    mine && t("poll.yours"),
  ];
  return words.filter(Boolean).join(", ") || null;
}
