// A person takes the caregiver's place: each second is asked for as the last one begins to be seen,
// and the server answers with what the infant did.
//
// Adds to the view: takePlace(), leavePlace(), engagement(), nudge(by), seatAnswered(answer), and
// for the player seatFrame(now, limit) and seatNamed().
const SECOND_MS = 200; // at least, between two seconds asked for: the server refuses a rush

const seatPart = (view) => {
  let asked = 0; // seconds asked for; view.passed counts those that were answered
  let askedAt = -Infinity;
  const sit = make("button", {
    type: "button", class: "at-button at-sit", "data-what": "sit",
    onclick: () => (view.you ? leavePlace() : takePlace()),
  });
  const slider = make("input", {
    type: "range", min: 0, max: 1, step: 0.05, value: 0.5, id: `${view.id}-hand`,
    oninput: () => { view.moved(); levelled(); },
  });
  const level = make("output", { for: slider.id });
  const levelled = () => { level.textContent = Number(slider.value).toFixed(2); };
  const panel = make("div", { class: "at-seat", hidden: true },
    make("label", { for: slider.id }, "Your engagement"), slider, level,
    make("p", { class: "at-note" },
      "Use the slider or the keys ↑ and ↓. Follow the infant's line and stay within the band."));

  const engagement = () => Number(slider.value);
  const nudge = (by) => {
    slider.value = engagement() + by;
    view.moved();
    levelled();
  };
  const seatNamed = () => {
    sit.textContent = view.you ? "Leave the caregiver's place" : "Take the caregiver's place";
    sit.hidden = !view.film.can_sit;
    panel.hidden = !view.you;
  };
  const seatFrame = (now, limit) => {
    const over = view.passed >= view.film.seconds;
    const soon = now - askedAt < SECOND_MS;
    if (asked === view.passed && !over && view.at >= view.passed - 1.5 && !soon) {
      asked += 1;
      askedAt = now;
      view.send("second", { engagement: engagement() });
    }
    if (over && view.at >= limit) {
      view.pause();
      view.said.textContent = "The three minutes are over. Compare your counts with those of the infant's own caregiver.";
    }
  };
  const takePlace = () => {
    view.pause();
    view.you = true;
    view.whole = false;
    asked = view.passed = 0;
    view.at = 0;
    view.untold();
    slider.value = 0.5;
    levelled();
    view.send("sit");
    view.named();
    (view.el.clientWidth < NARROW_PX ? view.stage : view.outer).scrollIntoView({ block: "start" });
    slider.focus({ preventScroll: true });
    view.said.textContent = "You are in the caregiver's place. Press Run to begin; the up and down keys set your engagement.";
  };
  const leavePlace = () => {
    view.pause();
    view.you = false;
    view.film = view.given("film");
    view.at = view.last();
    view.untold();
    view.named();
    view.take(view.given("figure")).then(view.tell);
  };
  const seatAnswered = (answer) => {
    if (!view.you) return;
    if (answer.what === "sat") {
      view.film = JSON.parse(answer.film);
      view.untold();
      view.take(JSON.parse(answer.figure)).then(() => { view.tell(); view.start(); });
    }
    if (answer.what === "wait") asked = view.passed; // ask again
    if (answer.what === "second") {
      view.passed = answer.elapsed;
      view.film = { ...view.film, tally: answer.tally, events: answer.events, camera: answer.camera };
      view.held = { ...view.held, data: answer.data };
      view.untold();
      view.draw();
    }
  };
  Object.assign(view, { engagement, nudge, seatNamed, seatFrame, seatAnswered, takePlace, leavePlace });
  return { button: sit, panel };
};
