// The two people of a record on a stage: what a camera sees at the moment that is shown.
//
// Adds to the view: showScene(), after the moment or the film has changed; describe(), which says
// the second to who does not see it. Gives the stage.
const ROOMS = { play: playRoom, laboratory };

const scenePart = (view) => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const room = ROOMS[view.film.room]();
  const [baby, adult] = [infant(), grownUp()];
  const picture = drawn("svg", { viewBox: room.box, role: "img", class: "at-scene-picture" },
    room.node, adult.back, baby.node, adult.front, baby.unseen);
  const words = make("p", { class: "at-scene-words", "aria-hidden": "true" });
  const unseen = make("button", {
    type: "button", class: "at-quiet at-unseen-button", "aria-pressed": "false",
    onclick: () => {
      unseen.setAttribute("aria-pressed", String(outer.toggleAttribute("data-unseen")));
      shown = null;
      showScene();
      if (!view.running) describe();
    },
  }, "What nobody sees");
  const aloud = make("button", {
    type: "button", class: "at-quiet at-describe", onclick: () => describe(),
  }, "Describe this second");
  const episode = make("p", { class: "at-scene-episode", "aria-hidden": "true" });
  const outer = make("div", { class: "at-scene" },
    make("div", { class: "at-scene-frame" }, picture, unseen, episode, aloud), words);
  let shown = null; // film and second that the words are about
  let said = 0;

  const describe = () => {
    // Said again even where nothing has changed.
    view.said.textContent = `${words.textContent}${++said % 2 ? "" : "\u00a0"}`;
  };
  const named = (film, k) => {
    const seen = secondOf(film, k);
    words.textContent = inWords(seen, outer.hasAttribute("data-unseen"));
    const name = film.episodes.length > 1 || film.first ? seen.episode?.[1] ?? "" : "";
    episode.textContent = name;
    episode.hidden = !name;
    const when = [minutes(film.first + k), name].filter(Boolean).join(", ");
    picture.setAttribute("aria-label", `${when}. ${words.textContent}`);
    Object.assign(outer.dataset, {
      second: k,
      gaze: seen.toward ? "toward" : "away",
      mood: seen.mood,
      caregiver: !seen.present ? "absent" : seen.still ? "still" : seen.attending ? "attends" : "elsewhere",
      event: seen.alarm ? "alarm" : seen.breaksOff ? "breaks-off" : seen.held ? "held" : "",
      engagement: seen.engagement ?? "",
      wish: seen.wish,
      distance: seen.distance,
      distress: seen.distress,
    });
  };
  const showScene = () => {
    const { film } = view;
    const last = film.camera.display.findLastIndex((value) => value != null);
    if (last < 0) return; // a person has only just taken the caregiver's place
    const at = Math.min(last, Math.max(0, calm.matches ? Math.floor(view.at) : view.at));
    const now = momentOf(film, at, last);
    const { infant: [x, y], caregiver: [left, down] } = room.places(now);
    baby.pose(x, y, infantNow(now, at, calm.matches), now.distress, at);
    adult.pose(left, down, grownUpNow(now, at, calm.matches), left - x);
    for (const part of [adult.back, adult.front]) set(part, { opacity: now.present });
    room.show?.(now, film, at, calm.matches);
    const k = Math.floor(at);
    if (shown?.k !== k || shown.film !== film) {
      shown = { k, film };
      named(film, k);
    }
  };
  Object.assign(view, { showScene, describe });
  return outer;
};
