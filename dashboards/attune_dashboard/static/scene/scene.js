// The two people of a record on a stage: what a camera sees at the moment that is shown.
//
// Adds to the view: showScene(), after the moment or the film has changed; describe(), which says
// the second to who does not see it. Gives the stage.
const scenePart = (view) => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const cast = view.film.room === "home" ? couple() : dyad(view.film);
  const picture = drawn("svg", { viewBox: cast.box, role: "img", class: "at-scene-picture" }, ...cast.nodes);
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
    const told = cast.told(film, k, outer.hasAttribute("data-unseen"));
    words.textContent = told.words;
    episode.textContent = told.episode;
    episode.hidden = !told.episode;
    const when = [minutes(film.first + k), told.episode].filter(Boolean).join(", ");
    picture.setAttribute("aria-label", `${when}. ${words.textContent}`);
    Object.assign(outer.dataset, { second: k, ...told.data });
  };
  const showScene = () => {
    const { film } = view;
    const last = film.camera.display.findLastIndex((value) => value != null);
    if (last < 0) return; // a person has only just taken the caregiver's place
    const at = Math.min(last, Math.max(0, calm.matches ? Math.floor(view.at) : view.at));
    cast.show(film, at, last, calm.matches);
    const k = Math.floor(at);
    if (shown?.k !== k || shown.film !== film) {
      shown = { k, film };
      named(film, k);
      view.hear?.(secondOf(film, k));
    }
  };
  Object.assign(view, { showScene, describe });
  return outer;
};
