/** A poll inside a bubble: choose, vote, and then see how the others chose. */

import { freshId, h, isolated } from "./dom.js";

/** The poll of a message as a form, or as results once voted or closed. */
export function renderPoll(message, ctx) {
  const poll = message.poll;
  const mine = poll.chosen ?? [];
  const heading = h("p", { class: "poll-question", dir: "auto" }, isolated(poll.question));
  const kind = ctx.t(poll.is_closed ? "finalResults" : poll.type === "quiz" ? "quiz" : "poll");
  const total = poll.total_voter_count ?? 0;
  const foot = h("p", { class: "poll-foot" }, `${kind} · ${ctx.t("votes", { count: total })}`);
  const open = !poll.is_closed && mine.length === 0;
  const body = open ? ballot(message, ctx) : results(poll, mine, ctx);
  return h("div", { class: "poll", role: "group", "aria-label": `${kind}: ${poll.question}` }, heading, body, foot);
}

function ballot(message, ctx) {
  const poll = message.poll;
  const several = Boolean(poll.allows_multiple_answers);
  const vote = (options) => ctx.onVote(message, options);
  if (!several) {
    return h(
      "div",
      { class: "poll-options" },
      poll.options.map((option, index) =>
        h("button", { type: "button", class: "poll-choice", onclick: () => vote([index]) }, isolated(option.text)),
      ),
    );
  }
  const name = freshId("poll");
  const submit = (event) => {
    event.preventDefault();
    const chosen = [...new FormData(event.currentTarget).getAll(name)].map(Number);
    if (chosen.length) vote(chosen);
  };
  return h(
    "form",
    { class: "poll-options", onsubmit: submit },
    poll.options.map((option, index) =>
      h("label", { class: "poll-choice" }, h("input", { type: "checkbox", name, value: index }), isolated(option.text)),
    ),
    h("button", { type: "submit", class: "primary" }, ctx.t("vote")),
  );
}

function results(poll, mine, ctx) {
  const total = Math.max(1, poll.total_voter_count ?? 0);
  return h(
    "ul",
    { class: "poll-results" },
    poll.options.map((option, index) => {
      const share = Math.round((100 * (option.voter_count ?? 0)) / total);
      const bar = h("progress", { max: 100, value: share, "aria-label": option.text });
      const chosen = mine.includes(index) && h("span", { class: "chosen", title: ctx.t("chosen") }, "✓");
      return h("li", {}, h("span", { class: "poll-share" }, `${share}%`), isolated(option.text), chosen, bar);
    }),
  );
}
