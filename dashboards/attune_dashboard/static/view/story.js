// What has been so far: running counts, and what happens in words.
//
// Adds to the view: tell(), after the moment has changed; untold(), after the record has.
const percent = (x) => (x == null || Number.isNaN(x) ? "–" : `${Math.round(100 * x)}%`);
const MARKS = { rupture: "▨", repair: "▼", distress: "~", alarm: "✕", episode: "§", place: "→" };
const MOST_TOLD = 1000; // more than a whole Strange Situation has

const storyPart = (view) => {
  let told = -1;
  let toldCount = -1;
  const tally = make("dl", { class: "at-tally" });
  const rows = {};
  for (const kind of ["attuned", "rupture", "repair"]) {
    const [label, value] = [make("span"), make("span")];
    const note = make("span", { class: "at-note" });
    const tip = make("span", {
      class: "at-tip", role: "tooltip", id: `${view.id}-${kind}`,
    }, view.film.glossary[kind]);
    const help = make("button", {
      type: "button", class: "at-help", "aria-label": `What does this mean: ${kind}`, "aria-describedby": tip.id,
    }, "i");
    tally.append(make("div", { class: `at-count at-${kind}` },
      make("dt", {}, label, make("span", { class: "at-tipped" }, help, tip)),
      make("dd", {}, value, note)));
    rows[kind] = (...texts) => {
      [label, value, note].forEach((node, k) => {
        if (node.textContent !== texts[k]) node.textContent = texts[k];
      });
    };
  }
  const story = make("ol", { class: "at-events", tabindex: "0", "aria-label": "What happens, in words" });
  const counts = (t, sums) => {
    const k = Math.max(0, Math.min(t, sums.attuned.length - 1));
    const coded = sums.coded[k];
    return {
      attuned: coded ? sums.attuned[k] / coded : null,
      chance: sums.chance,
      ruptures: sums.ruptures[k],
      repair: sums.repairs[k] ? sums.repair_s[k] / sums.repairs[k] : null,
    };
  };
  const happening = ([t, kind, text]) => make("li", { class: `at-event at-event-${kind}` },
    make("span", { class: "at-when" }, minutes(view.film.first + t)),
    make("span", { class: "at-mark", "aria-hidden": "true" }, MARKS[kind] ?? "·"), text);
  const tell = () => {
    const k = Math.floor(view.at);
    const { film } = view;
    if (k === told) return;
    told = k;
    view.showSecond(k);
    const now = counts(k, film.tally);
    const seconds = (x) => (x == null ? "–" : `${x.toFixed(1)} s`);
    rows.attuned(
      "Attuned so far", percent(now.attuned),
      now.chance == null ? "" : `by chance, whole record: ${percent(now.chance)}`);
    rows.rupture("Ruptures", String(now.ruptures), "");
    rows.repair("Average time to repair", seconds(now.repair), "");
    const happened = film.events.filter(([t]) => t <= k);
    if (happened.length !== toldCount) {
      toldCount = happened.length;
      story.replaceChildren(...happened.slice(-MOST_TOLD).reverse().map(happening));
      if (!happened.length) story.replaceChildren(make("li", { class: "at-note" }, "Nothing yet."));
    }
  };
  const untold = () => { told = toldCount = -1; };
  Object.assign(view, { tell, untold });
  return [tally, make("h2", { class: "at-small" }, "What happens"), story];
};
