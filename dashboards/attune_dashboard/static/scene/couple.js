// Two adults at home: each is upset, asks and turns away as an infant does, and answers as a caregiver
// does. What one shows and how the other answers is in `camera`, the same of the other in `other`.
const halvesOf = (film) => {
  film.halves ??= [film.camera, film.other].map((camera) => ({ camera, lines: film.lines, episodes: [] }));
  return film.halves;
};

// How an adult sits: own is what they show, theirs what the other shows and how this one answers it.
const partnerNow = (own, theirs, at, calm) => {
  const answers = grownUpNow({ ...theirs, held: 0, still: 0 }, at, calm);
  const look = rise(0.22, 0.44, own.infant_engagement);
  const fuss = rise(0.05, 0.45, own.display);
  return {
    ...answers,
    attends: Math.max(answers.attends, look),
    engaged: Math.max(answers.engaged, 0.8 * rise(0.5, 0.9, own.infant_engagement) * (1 - fuss)),
    off: answers.off * (1 - look),
    concern: answers.concern * (1 - fuss),
    fuss,
    cry: rise(0.2, 0.75, own.display),
    smile: rise(0.08, 0.5, own.affect) * (1 - fuss),
  };
};

// A second of one of them: as a camera sees it.
const partnerSecond = (film, k, which) => {
  const [own, theirs] = [0, 1].map((n) => secondOf(halvesOf(film)[which ? 1 - n : n], k));
  return { toward: own.toward || theirs.attending, attends: theirs.attending, engagement: theirs.engagement, mood: own.mood, distress: own.distress };
};
const MOODS = { cries: "is upset for all to see", frets: "is a little upset", smiles: "smiles", calm: "is calm" };
const partnerInWords = (seen, name, other, nobody) => {
  const turned = !seen.toward ? `has turned away from ${other}`
    : !seen.attends ? `looks at ${other}` : seen.engagement >= 0.65 ? `leans in to ${other}` : `attends to ${other}`;
  const heart = nobody ? ` (unseen: distress ${Math.round(100 * seen.distress)}%)` : "";
  return `${name} ${turned} and ${MOODS[seen.mood]}${heart}.`;
};

const home = () => {
  const wide = { x: -1500, width: 3800 };
  return drawn("g", {},
    drawn("rect", { ...wide, y: -900, height: 1170, class: "at-wall" }),
    drawn("rect", { ...wide, y: 268, height: 900, class: "at-floor" }),
    drawn("rect", { x: 336, y: 70, width: 104, height: 90, rx: 10, class: "at-frame" }),
    drawn("rect", { x: 345, y: 79, width: 86, height: 72, rx: 5, class: "at-sky" }),
    drawn("path", { d: "M388 79 V151 M345 115 H431", class: "at-bars" }),
    drawn("path", { d: "M676 128 V306 M650 308 H702", class: "at-lamp" }),
    drawn("path", { d: "M648 128 L660 84 H692 L704 128 Z", class: "at-sun" }),
    drawn("rect", { x: 128, y: 196, width: 520, height: 108, rx: 30, class: "at-sofa" }),
    drawn("rect", { x: 112, y: 232, width: 56, height: 92, rx: 24, class: "at-sofa-arm" }),
    drawn("rect", { x: 608, y: 232, width: 56, height: 92, rx: 24, class: "at-sofa-arm" }),
    drawn("ellipse", { cx: 388, cy: 350, rx: 330, ry: 40, class: "at-rug-edge" }),
    drawn("ellipse", { cx: 388, cy: 350, rx: 310, ry: 33, class: "at-rug" }));
};

const SEATS = [[262, 350], [514, 350]];
const couple = () => {
  const people = [grownUp("at-one"), grownUp("at-other")];
  const names = SEATS.map(([x, y]) => drawn("text", { x, y: y + 36, class: "at-person" }));
  const hearts = SEATS.map(() => heart());
  const figures = people.map((one, k) => drawn("g", { class: `at-${k ? "other" : "one"}-figure` }, one.back, one.front));
  place(figures[0], SEATS[0][0], 0, "scale(-1 1)"); // facing right
  return {
    nodes: [home(), ...figures, ...names, drawn("g", { class: "at-unseen" }, ...hearts.map((one) => one.node))],
    box: "92 56 608 344",
    show: (film, at, last, calm) => {
      const now = halvesOf(film).map((half) => momentOf(half, at, last));
      people.forEach((one, k) => {
        const [x, y] = SEATS[k];
        const seen = partnerNow(now[k], now[1 - k], at + 9 * k, calm);
        one.pose(k ? x : 0, y, seen, SEATS[1][0] - SEATS[0][0] - 60);
        names[k].textContent = film.names[k];
        hearts[k].pose(x, y - 96, now[k].distress, at);
      });
    },
    told: (film, k, nobody) => {
      const [one, other] = [0, 1].map((which) => partnerSecond(film, k, which));
      const [a, b] = film.names;
      const upset = (seen, away) => seen.mood === "cries" && !away.toward;
      return {
        words: `${partnerInWords(one, a, b, nobody)} ${partnerInWords(other, b, a, nobody)}`,
        episode: "",
        data: {
          one: one.toward ? "toward" : "away", oneMood: one.mood,
          other: other.toward ? "toward" : "away", otherMood: other.mood,
          event: upset(one, other) ? "one-demands" : upset(other, one) ? "other-demands" : "",
        },
      };
    },
  };
};
