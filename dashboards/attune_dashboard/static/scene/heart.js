// What no camera records: the infant's distress, as a heart that fills, and beats the faster.
let hearts = 0;
const HEART = "M0 14 C-30 -6 -19 -28 -5 -21 Q-1 -19 0 -14 Q1 -19 5 -21 C19 -28 30 -6 0 14 Z";

const heart = () => {
  const id = `at-heart-${++hearts}`;
  const level = drawn("rect", { x: -22, width: 44, class: "at-heart-level" });
  const beating = drawn("g", {},
    drawn("path", { d: HEART, class: "at-heart" }),
    drawn("g", { "clip-path": `url(#${id})` }, level),
    drawn("path", { d: HEART, class: "at-heart-edge" }));
  const share = drawn("text", { y: 31, class: "at-heart-share" });
  const node = drawn("g", {}, drawn("clipPath", { id }, drawn("path", { d: HEART })), beating, share);
  let beat = 0;
  let last = 0;
  return {
    node,
    pose: (x, y, distress, at) => {
      place(node, x, y);
      set(level, { y: 14 - 38 * distress, height: 38 * distress + 1 });
      const gone = at - last;
      last = at;
      beat = gone > 0 && gone < 1 ? beat + gone * (1.1 + 1.6 * distress) : 0;
      const phase = beat % 1;
      set(beating, { transform: `scale(${text(1 + 0.13 * Math.exp(-12 * phase * phase) * (beat ? 1 : 0))})` });
      share.textContent = `${Math.round(100 * distress)}%`;
    },
  };
};
