// A person takes a place (places.js): each second is asked for as the last one begins to be seen,
// and the server answers with what the other did. They tell how it goes; the lines and what there
// was of ruptures, repairs and distress come at the end.
//
// Adds to the view: takePlace(), leavePlace(), act(name), actOf(key), seatAnswered(answer), and for the
// player seatFrame(now) and seatNamed(); gone(), after other settings have taken the place away.
const SECOND_MS = 200; // at least, between two seconds asked for: the server refuses a rush

const seatPart = (view) => {
  const words = () => placeIn(view.given("film") ?? view.film); // another film may have another place
  const { acts, lasting } = words();
  let asked = 0; // seconds asked for; view.passed counts those that were answered
  let askedAt = -Infinity;
  let yours = false; // whether the record is a person's, to its end
  let next = ""; // act that the next second is asked for with
  let sent = ""; // act that the second that was asked for last was asked for with
  const sit = make("button", {
    type: "button", class: "at-button at-sit", "data-what": "sit",
    onclick: () => (view.you || yours ? leavePlace() : takePlace()),
  });
  const buttons = Object.fromEntries(acts.map(([name, text, key]) => [name, make("button", {
    type: "button", class: "at-button at-act", "data-act": name, "aria-keyshortcuts": key,
    ...(lasting.includes(name) && { "aria-pressed": "false" }), onclick: () => act(name),
  }, text, make("kbd", { "aria-hidden": "true" }, key))]));
  const hint = make("p", { class: "at-note" }, words().hint);
  const outcome = make("div", { class: "at-outcome", hidden: true });
  const panel = make("div", {
    class: "at-seat", hidden: true, tabindex: "-1", role: "group", "aria-label": "What you do",
  },
    ...Object.values(buttons), hint);

  const act = (name) => {
    if (!buttons[name]) return;
    next = name;
    for (const [each, button] of Object.entries(buttons)) {
      if (lasting.includes(each)) button.setAttribute("aria-pressed", String(each === name));
    }
    if (!view.running) view.start();
  };
  const actOf = (key) => acts.find(([, , its]) => its === key.toUpperCase())?.[0];
  const seatNamed = () => {
    const { leave, back, take } = words();
    sit.textContent = view.you ? leave : yours ? back : take;
    sit.hidden = !view.film.can_sit;
    panel.hidden = !view.you;
    outcome.hidden = !yours;
    view.outer.toggleAttribute("data-you", view.you);
  };
  const seatFrame = (now) => {
    const over = view.passed >= view.film.seconds;
    const soon = now - askedAt < SECOND_MS;
    if (asked === view.passed && !over && view.at >= view.passed - 1.5 && !soon) {
      asked += 1;
      askedAt = now;
      view.send("second", { act: next });
      sent = next;
      next = "";
    }
  };
  const takePlace = () => {
    view.pause();
    view.you = true;
    yours = false;
    asked = view.passed = 0;
    next = sent = "";
    view.at = 0;
    view.untold();
    for (const name of lasting) buttons[name].setAttribute("aria-pressed", "false");
    view.send("sit");
    view.named();
    view.outer.scrollIntoView({ block: "nearest" });
    panel.focus({ preventScroll: true }); // not a button: the space bar is to pause
    view.said.textContent = `${words().said} ${hint.textContent}`;
  };
  const gone = () => { view.you = yours = false; };
  const leavePlace = () => {
    view.pause();
    gone();
    view.film = view.given("film");
    view.at = view.last();
    view.untold();
    view.named();
    view.take(view.given("figure")).then(view.tell);
  };
  const summed = ({ told, rows }) => {
    const cells = (tag, texts) => texts.map((text) => make(tag, {}, String(text)));
    outcome.replaceChildren(
      make("h2", { class: "at-small" }, "What happened with you"),
      make("p", {}, told),
      make("div", { class: "at-table" }, make("table", {},
        make("thead", {}, make("tr", {}, ...cells("th", ["", "With you", words().beside]))),
        make("tbody", {}, ...rows.map(([label, ...values]) => make("tr", {},
          make("th", { scope: "row" }, label), ...cells("td", values)))))),
      make("div", { class: "at-buttons" }, make("button", {
        type: "button", class: "at-button at-run", "data-what": "sit-again", onclick: takePlace,
      }, words().again)));
    view.said.textContent = told;
  };
  const seatAnswered = (answer) => {
    if (!view.you) return;
    if (answer.what === "sat") {
      view.film = JSON.parse(answer.film);
      view.untold();
      view.named();
      view.start();
    }
    if (answer.what === "wait") { // ask again for the same, if nothing else was chosen since
      asked = view.passed;
      next ||= sent;
    }
    if (answer.what === "second") {
      view.passed = answer.elapsed;
      // What was derived from the seconds before is derived anew.
      const { places, halves, ...film } = view.film;
      view.film = { ...film, camera: answer.camera, ...(answer.other && { other: answer.other }) };
      if (!answer.summary) return;
      view.pause();
      view.you = false;
      yours = true;
      view.film = JSON.parse(answer.film);
      view.at = view.last();
      view.untold();
      summed(answer.summary);
      view.named();
      view.take(JSON.parse(answer.figure)).then(view.tell);
    }
  };
  Object.assign(view, { act, actOf, gone, seatNamed, seatFrame, seatAnswered, takePlace, leavePlace });
  return { button: sit, panel, outcome };
};
