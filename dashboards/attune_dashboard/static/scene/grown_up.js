// A grown-up, sitting on the floor and facing left: the caregiver, or a stranger. The arms are a
// group of their own, so that they can lie over an infant on the lap.
const grownUpNow = (seen, at, calm) => {
  const off = seen.breaksOff;
  const attends = seen.attending * (1 - off);
  const warm = seen.attending * (seen.caregiver_engagement ?? 0);
  const crying = rise(0.05, 0.45, seen.display);
  return {
    attends: Math.max(attends, seen.still),
    engaged: warm * (1 - seen.alarm),
    concern: attends * crying,
    off,
    still: seen.still,
    alarm: seen.alarm,
    held: seen.held,
    sway: calm ? 0 : Math.sin(at * 1.1 + 1) * (1 - seen.still),
    blink: calm || (at * 0.23 + 0.4) % 1 > 0.03 ? 0 : 1,
  };
};

const grownUp = (look = "at-caregiver") => {
  const face = head(41, { hair: true, eyes: { apart: 0.4, size: 0.095 } });
  const neck = drawn("path", { class: "at-skin-shade at-limb-skin", "stroke-width": 24 });
  const body = drawn("path", { class: `${look}-body` });
  const collar = drawn("path", { class: `${look}-collar`, "stroke-width": 7 });
  const seat = drawn("ellipse", { cy: -16, rx: 50, ry: 17, class: "at-seat-of" });
  const legs = [
    "M32 -24 C84 -40 112 -14 74 -9 L-14 -9", "M-32 -24 C-84 -40 -112 -14 -74 -9 L14 -7",
  ].map((d) => drawn("path", { d, class: "at-trousers", "stroke-width": 30 }));
  const feet = [[-24, 1], [24, 3]].map(([cx, cy]) => (
    drawn("ellipse", { cx, cy, rx: 19, ry: 9.5, class: "at-sock" })));
  const arms = [0, 1].map(() => limb(`${look}-sleeve`, 24, 12));
  const shock = drawn("path", { class: "at-shock", "stroke-width": 5 });
  const back = drawn("g", {}, arms[1].node, neck, body, collar, seat, legs[0], feet[0], legs[1], feet[1], face.node, shock);
  const front = drawn("g", {}, arms[0].node);

  const pose = (x, y, now, gap) => {
    for (const part of [back, front]) place(part, x, y);
    const breath = 1.3 * now.sway;
    const l = mix(7, -8, now.attends) - 20 * now.engaged + 22 * now.off + 8 * now.alarm + 16 * now.held;
    const s = -158 + breath - 6 * now.alarm + 5 * now.off;
    set(body, {
      d: `M-52 -14 C-56 -62 ${text(-47 + l * 0.6)} -92 ${text(-46 + l)} ${text(s + 22)} Q${text(-43 + l)} ${text(s - 2)} ${text(-15 + l)} ${text(s - 6)} L${text(15 + l)} ${text(s - 6)} Q${text(43 + l)} ${text(s - 2)} ${text(46 + l)} ${text(s + 22)} C${text(47 + l * 0.6)} -92 56 -62 52 -14 Z`,
    });
    set(collar, { d: `M${text(-16 + l)} ${text(s - 5)} Q${text(l)} ${text(s + 9)} ${text(16 + l)} ${text(s - 5)}` });
    set(neck, { d: `M${text(l)} ${text(s + 6)} L${text(l * 1.1)} ${text(s - 16)}` });
    const pick = (rest, idle, warm, hold, off, alarm) => {
      let hand = between(idle, rest, now.attends);
      hand = between(hand, warm, rise(0.15, 0.95, now.engaged));
      hand = between(hand, off, now.off);
      hand = between(hand, alarm, now.alarm);
      return between(hand, hold, now.held);
    };
    const near = pick([-66, -44], [-30, -40], [-Math.min(122, gap - 62), -84 + 4 * now.sway], [-6, -46], [-6 + l, -88], [-98, -190]);
    const far = pick([44, -40], [38, -40], [-78, -66 - 3 * now.sway], [-70, -40], [30 + l, -70], [86, -184]);
    // Round an infant on the lap the upper arm is behind it.
    arms[0].pose(between([-36 + l, s + 20], [-84, -66], now.held), near, mix(22, 16, now.engaged) * (1 - 0.4 * now.off) * (1 - 1.5 * now.held));
    arms[1].pose([36 + l, s + 20], far, -26 + 10 * now.engaged);
    const warmth = now.engaged * (1 - 0.75 * now.concern);
    face.pose(l * 1.25 - 5 * now.engaged, s - 50, {
      yaw: mix(0.5, -0.5, now.attends) + 0.25 * now.off,
      pitch: mix(0.12, 0.2, now.attends) + 0.1 * now.held + 0.02 * now.sway,
      tilt: -5 * now.engaged - 3 * now.concern + 3 * now.off,
      smile: Math.max(warmth * (1 - (now.fuss ?? 0)), now.smile ?? 0),
      fuss: Math.max(0.5 * now.concern + 0.3 * now.off, now.fuss ?? 0), cry: now.cry ?? 0, wide: now.alarm, blink: now.blink,
      brows: now.engaged,
    });
    const ray = (turn) => {
      const [c, d] = [Math.cos(turn), Math.sin(turn)];
      return `M${text(l + 58 * c)} ${text(s - 50 + 58 * d)} l${text(20 * c)} ${text(20 * d)}`;
    };
    set(shock, { d: [-2.7, -2.15, -1.57, -1, -0.45].map(ray).join(" "), opacity: now.alarm });
  };
  return { back, front, pose };
};
