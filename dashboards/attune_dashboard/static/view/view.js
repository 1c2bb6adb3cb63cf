// A figure and what belongs to it, put together from its parts; if it is a record of seconds, it
// is played. The parts share one object, the view: what is shown, and what each part lets others do.
const filmOf = (text) => {
  const film = JSON.parse(text);
  return film?.seconds ? film : null;
};

function render({ model, el }) {
  let count = 0;
  const view = {
    el,
    id: `at-view-${Math.random().toString(36).slice(2)}`,
    outer: make("section", { class: "at-view", "data-ready": "no" }),
    said: make("div", { class: "at-visually-hidden", role: "status" }),
    held: null, // the figure
    film: filmOf(model.get("film")), // the record, or null
    at: 0, // its second
    passed: 0, // seconds that a person has lived in the caregiver's place
    running: false,
    you: false, // whether a person is in the caregiver's place
    whole: true, // or a window of it
    onTaken: [], // called when another figure has come,
    onDrawn: [], // when all of it has been drawn anew,
    atEnd: [], // and when the view goes
    given: (key) => (key === "film" ? filmOf(model.get(key)) : JSON.parse(model.get(key))),
    send: (what, more = {}) => {
      model.set("sent", { n: ++count, what, ...more });
      model.save_changes();
    },
    reset: () => {
      if (view.you) view.takePlace(); else { view.pause(); view.seek(0); }
    },
  };
  el.append(view.outer);
  figurePart(view);
  if (model.get("pick")) cellsPart(view);
  const foot = make("div", { class: "at-foot" }, savingPart(view));
  const numbers = numbersPart(view);
  const told = make("p", { class: "at-finding" });
  const say = () => {
    told.textContent = model.get("told");
    told.hidden = !told.textContent;
  };
  if (view.film) {
    const scene = scenePart(view);
    const [buttons, time] = playerPart(view);
    const [tally, title, story] = storyPart(view);
    const seat = seatPart(view);
    keysPart(view);
    buttons.children[1].after(seat.button);
    if (view.film.room !== "home") buttons.append(soundPart(view)); // an infant is heard, adults are not
    view.outer.append(
      scene, buttons, seat.panel, time, seat.outcome, told, ...(view.film.counted ? [tally] : []),
      view.heading, view.stage, view.caption, ...(view.film.counted ? [title, story] : []));
  } else {
    view.outer.append(told, view.heading, view.stage, view.caption);
  }
  view.outer.append(foot, numbers, view.said);
  view.outer.dataset.state = "paused";

  const renewed = () => {
    const other = view.given("film");
    if (view.you) view.pause();
    view.gone?.();
    if (view.film && other) {
      const atEnd = view.at >= view.last() && !view.running;
      view.film = other;
      view.at = atEnd ? view.last() : Math.min(view.at, view.last());
      view.untold();
    }
    view.take(view.given("figure"));
    view.named?.();
    view.tell?.();
    view.showScene?.();
    view.open?.();
  };
  const answered = () => {
    const answer = model.get("answer");
    if (answer.what === "csv") saveFile(answer.name, answer.text, "text/csv");
    view.seatAnswered?.(answer);
  };
  model.on("change:figure", renewed);
  model.on("change:answer", answered);
  model.on("change:told", say);
  say();
  view.take(view.given("figure"));
  view.named?.();
  view.tell?.();
  view.showScene?.();
  view.open?.();
  return () => {
    model.off("change:figure", renewed);
    model.off("change:answer", answered);
    model.off("change:told", say);
    for (const end of view.atEnd) end();
  };
}

export default { render };
