// Where two play: a wall, a rug, toys. Tells where each sits by the distance between them.
const toys = () => drawn("g", { class: "at-toys" },
  drawn("rect", { x: -21, y: -26, width: 27, height: 26, rx: 4, class: "at-block-a" }),
  drawn("rect", { x: 9, y: -24, width: 25, height: 24, rx: 4, class: "at-block-b" }),
  drawn("rect", { x: -7, y: -50, width: 25, height: 24, rx: 4, class: "at-block-c", transform: "rotate(-7 5 -38)" }),
  drawn("circle", { cx: -46, cy: -17, r: 17, class: "at-ball" }),
  drawn("path", { d: "M-61 -24 Q-46 -12 -31 -24", class: "at-ball-line" }));

const playRoom = () => {
  const wide = { x: -1500, width: 3800 }; // the picture may be wider than what is played in
  const node = drawn("g", {},
    drawn("rect", { ...wide, y: -900, height: 1170, class: "at-wall" }),
    drawn("rect", { ...wide, y: 268, height: 900, class: "at-floor" }),
    drawn("rect", { x: 318, y: 84, width: 104, height: 106, rx: 10, class: "at-frame" }),
    drawn("rect", { x: 327, y: 93, width: 86, height: 88, rx: 5, class: "at-sky" }),
    drawn("circle", { cx: 391, cy: 117, r: 13, class: "at-sun" }),
    drawn("path", { d: "M370 93 V181 M327 137 H413", class: "at-bars" }),
    drawn("ellipse", { cx: 385, cy: 346, rx: 330, ry: 42, class: "at-rug-edge" }),
    drawn("ellipse", { cx: 385, cy: 346, rx: 310, ry: 35, class: "at-rug" }));
  const toy = toys();
  place(toy, 168, 352);
  node.append(toy);
  return {
    node,
    box: "92 56 608 344",
    // The infant's and the caregiver's places, and how large the infant is beside them.
    places: (now) => ({
      infant: [mix(mix(428, 258, now.place), 516, now.held), mix(354, 340, now.held)],
      caregiver: [562 + 90 * (1 - now.present), 350],
    }),
  };
};
