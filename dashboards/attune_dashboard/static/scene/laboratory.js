// The room of the Strange Situation, seen slightly from above: a door, toys, a place for each, the
// stranger, and a clock with a stretch for each episode.
const CLOCK = [545, 122, 44];

const arc = ([x, y, r], from, to) => {
  const point = (share) => {
    const turn = 2 * Math.PI * share - Math.PI / 2;
    return `${text(x + r * Math.cos(turn))} ${text(y + r * Math.sin(turn))}`;
  };
  return `M${point(from)} A${r} ${r} 0 ${to - from > 0.5 ? 1 : 0} 1 ${point(to)}`;
};

// How far the stranger is in the room at a moment: it takes a second and a half to come or go.
const strangerAt = (film, at) => {
  const k = film.episodes.findLastIndex(([start]) => start <= at);
  if (k < 0) return 0;
  const [start, , , now] = film.episodes[k];
  const before = k ? film.episodes[k - 1][3] : now;
  return mix(+before, +now, rise(0, 1.5, at - start));
};

const laboratory = () => {
  const wide = { x: -2000, width: 5000 };
  const boards = [242, 306, 388].map((y) => `M-2000 ${y} H3000`).join(" ");
  const cushion = (x, y) => drawn("ellipse", { cx: x, cy: y, rx: 132, ry: 30, class: "at-rug-edge" });
  const leaf = drawn("g", {},
    drawn("rect", { width: 92, height: 190, rx: 4, class: "at-door" }),
    drawn("circle", { cx: 13, cy: 104, r: 6, class: "at-knob" }));
  const stretches = drawn("g");
  const hand = drawn("path", { class: "at-clock-hand" });
  const toy = toys();
  place(toy, 130, 452, "scale(1.25)");
  const stranger = grownUp("at-stranger");
  const outside = drawn("g", { class: "at-stranger-figure" }, stranger.back, stranger.front);
  const node = drawn("g", {},
    drawn("rect", { ...wide, y: -2000, height: 2190, class: "at-wall" }),
    drawn("rect", { ...wide, y: 190, height: 2000, class: "at-floor" }),
    drawn("path", { d: boards, class: "at-boards" }),
    drawn("rect", { x: 806, y: 8, width: 108, height: 192, class: "at-frame" }),
    drawn("rect", { x: 814, y: 16, width: 92, height: 184, class: "at-doorway" }), leaf,
    drawn("circle", { cx: CLOCK[0], cy: CLOCK[1], r: CLOCK[2] + 12, class: "at-clock-face" }), stretches, hand,
    drawn("ellipse", { cx: 300, cy: 452, rx: 330, ry: 46, class: "at-rug" }),
    cushion(395, 300), cushion(715, 412), toy, outside);
  let drawnFor = null;

  const timed = (film, at) => {
    if (drawnFor !== film) {
      drawnFor = film;
      const starts = film.episodes.map(([start]) => start / film.seconds);
      stretches.replaceChildren(...film.episodes.map(([, , , , away], k) => drawn("path", {
        d: arc(CLOCK, starts[k] + 0.006, (starts[k + 1] ?? 1) - 0.006),
        class: away ? "at-stretch at-away" : "at-stretch",
      })));
    }
    const turn = (2 * Math.PI * at) / film.seconds - Math.PI / 2;
    const [x, y, r] = CLOCK;
    set(hand, { d: `M${x} ${y} L${text(x + (r - 9) * Math.cos(turn))} ${text(y + (r - 9) * Math.sin(turn))}` });
  };
  return {
    node,
    box: "-50 -50 1000 550",
    places: (now) => ({
      infant: [mix(mix(578, 270, now.place), 668, now.held), mix(mix(424, 462, now.place), 404, now.held)],
      caregiver: [715 + 70 * (1 - now.present), mix(360, 412, now.present)],
    }),
    show: (now, film, at, calm) => {
      timed(film, at);
      const here = strangerAt(film, at);
      set(outside, { opacity: here });
      stranger.pose(395 + 60 * (1 - here), 300, grownUpNow({
        ...now, attending: 0.55, caregiver_engagement: 0.3, display: 0, still: 0, alarm: 0, held: 0, breaksOff: 0,
      }, at + 21, calm), 150);
      const moving = Math.max(4 * here * (1 - here), 4 * now.present * (1 - now.present));
      place(leaf, 814, 16, `scale(${text(1 - 0.72 * held01(moving))} 0.968)`);
    },
  };
};
