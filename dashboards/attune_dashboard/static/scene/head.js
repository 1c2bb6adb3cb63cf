// A head as a ball that turns: what is on it moves round and is hidden behind it.
//
// pose({ yaw, pitch, tilt, smile, fuss, cry, wide, brows, blink }): yaw and pitch in radians, to the
// right and down; the rest from 0 to 1.
const CURLS = [[-2.75, 0.3], [-2.35, 0.4], [-1.9, 0.42], [-1.45, 0.44], [-1, 0.42], [-0.6, 0.38], [-0.25, 0.3]];
const head = (radius, { hair, eyes, low = 0 }) => {
  const r = radius;
  const ears = [-1, 1].map(() => drawn("ellipse", { rx: r * 0.15, ry: r * 0.2, class: "at-skin-shade" }));
  const ball = drawn("ellipse", { rx: r * 1.01, ry: r, class: "at-skin" });
  const crop = drawn("path", { class: "at-hair" });
  const curl = drawn("path", { class: "at-curl", "stroke-width": r * 0.085 });
  const cheeks = [-1, 1].map(() => drawn("ellipse", { class: "at-cheek" }));
  const eye = [-1, 1].map(() => ({
    open: drawn("ellipse", { class: "at-feature" }),
    light: drawn("circle", { r: r * 0.032, class: "at-light" }),
    shut: drawn("path", { class: "at-line", "stroke-width": r * 0.075 }),
  }));
  const brows = [-1, 1].map(() => drawn("path", { class: "at-line", "stroke-width": r * 0.07 }));
  const nose = drawn("path", { class: "at-nose", "stroke-width": r * 0.065 });
  const mouth = drawn("path", { class: "at-mouth", "stroke-width": r * 0.062 });
  const tears = [-1, 1].map(() => drawn("path", { class: "at-tear" }));
  const curls = CURLS.map(() => drawn("circle", { class: "at-hair" }));
  const node = drawn("g", {}, ...(hair ? curls : []), ball, ...ears, ...cheeks, nose, mouth,
    ...eye.flatMap((e) => [e.open, e.light, e.shut]), ...brows, ...tears, hair ? crop : curl);

  const pose = (x, y, f) => {
    place(node, x, y, `rotate(${text(f.tilt ?? 0)})`);
    // Where something at a longitude and latitude is seen, and how narrow.
    const at = (longitude, latitude) => {
      const lon = longitude + f.yaw;
      const lat = latitude + f.pitch;
      return [r * Math.sin(lon) * Math.cos(lat * 0.6), r * Math.sin(lat), Math.max(0, Math.cos(lon))];
    };
    const shown = (element, seen) => set(element, { opacity: seen > 0.08 ? 1 : 0 });
    ears.forEach((ear, k) => {
      const [ex, ey] = at(k ? 1.5 : -1.5, 0.05);
      const behind = Math.cos((k ? 1.5 : -1.5) + f.yaw) < -0.25;
      set(ear, { cx: ex * 1.02, cy: ey, opacity: behind ? 0 : 1 });
    });
    if (hair) { // from the brow, lower at the nape
      const side = Math.sin(f.yaw);
      curls.forEach((one, k) => {
        const [angle, size] = CURLS[k];
        set(one, {
          cx: r * (0.92 * Math.cos(angle) - 0.16 * side), cy: r * (0.88 * Math.sin(angle) + 0.02), r: r * size,
        });
      });
      const edge = (way) => r * (-0.02 + 0.4 * way * -side);
      const brow = r * (-0.62 + 0.3 * Math.sin(f.pitch));
      const [left, right] = [edge(-1), edge(1)];
      set(crop, {
        d: `M${text(-r * 1.05)} ${text(left)} C${text(-r * 1.2)} ${text(-r * 0.75)} ${text(-r * 0.65)} ${text(-r * 1.22)} 0 ${text(-r * 1.17)} C${text(r * 0.65)} ${text(-r * 1.22)} ${text(r * 1.2)} ${text(-r * 0.75)} ${text(r * 1.05)} ${text(right)} C${text(r * 0.9)} ${text(right - r * 0.15)} ${text(r * (0.85 + 0.2 * side))} ${text(brow + r * 0.22)} ${text(r * (0.5 + 0.3 * side))} ${text(brow)} Q${text(r * 0.4 * side)} ${text(brow - r * 0.1)} ${text(r * (-0.5 + 0.3 * side))} ${text(brow)} C${text(r * (-0.85 + 0.2 * side))} ${text(brow + r * 0.22)} ${text(-r * 0.9)} ${text(left - r * 0.15)} ${text(-r * 1.05)} ${text(left)} Z`,
      });
    }
    const [cx, cy] = at(0.05, -1.15);
    set(curl, { d: `M${text(cx - r * 0.1)} ${text(cy + r * 0.04)} c${text(r * 0.05)} ${text(-r * 0.34)} ${text(r * 0.4)} ${text(-r * 0.22)} ${text(r * 0.22)} ${text(-r * 0.02)}` });
    const closing = Math.max(f.blink ?? 0, rise(0.45, 0.8, f.cry));
    eye.forEach((e, k) => {
      const side = k ? 1 : -1;
      const [ex, ey, seen] = at(side * eyes.apart, -0.06 + low);
      const size = eyes.size * (1 + 0.3 * f.wide);
      set(e.open, {
        cx: ex, cy: ey, rx: r * size * Math.max(0.25, seen), ry: r * size * 1.3 * Math.max(0.1, 1 - closing),
        opacity: seen > 0.08 && closing < 0.8 ? 1 : 0,
      });
      set(e.light, { cx: ex + r * 0.03, cy: ey - r * size * 0.55, opacity: seen > 0.3 && closing < 0.3 ? 0.9 : 0 });
      const w = r * 0.14 * seen;
      const arch = f.cry > 0.3 ? -0.09 : 0.07;
      set(e.shut, {
        d: `M${text(ex - w)} ${text(ey)} q${text(w)} ${text(r * arch)} ${text(2 * w)} 0`,
        opacity: seen > 0.08 && closing >= 0.8 ? 1 : 0,
      });
      const [bx, by] = at(side * eyes.apart, -0.36 + low - 0.1 * f.brows - 0.12 * f.wide);
      const inner = r * (-0.13 * f.fuss);
      const bw = r * 0.17 * seen;
      // The inner end rises in distress.
      set(brows[k], {
        d: `M${text(bx - bw)} ${text(by + (k ? inner : -inner * 0.6))} Q${text(bx)} ${text(by - r * 0.07)} ${text(bx + bw)} ${text(by + (k ? -inner * 0.6 : inner))}`,
      });
      shown(brows[k], seen);
      const [hx, hy, hs] = at(side * 0.68, 0.32 + low);
      set(cheeks[k], {
        cx: hx, cy: hy, rx: r * 0.19 * Math.max(0.2, hs), ry: r * 0.14,
        opacity: hs > 0.5 ? 0.28 + 0.45 * Math.max(f.smile, f.fuss) : 0,
      });
      const [tx, ty, ts] = at(side * (eyes.apart + 0.12), 0.16 + low);
      set(tears[k], {
        d: `M${text(tx)} ${text(ty)} c${text(r * 0.1)} ${text(r * 0.17)} ${text(r * 0.06)} ${text(r * 0.26)} 0 ${text(r * 0.26)} s${text(-r * 0.1)} ${text(-r * 0.09)} 0 ${text(-r * 0.26)}`,
        opacity: ts > 0.08 ? rise(0.6, 0.85, f.cry) : 0,
      });
    });
    const [nx, ny, ns] = at(0, 0.16 + low);
    set(nose, { d: `M${text(nx - r * 0.07)} ${text(ny)} q${text(r * 0.07)} ${text(r * 0.08)} ${text(r * 0.14)} 0` });
    shown(nose, ns);
    const [mx, my, ms] = at(0, 0.5 + low * 0.8);
    const w = r * (0.2 + 0.16 * f.smile + 0.05 * f.cry) * Math.max(0.35, ms);
    const open = Math.max(rise(0.6, 1, f.smile) * 0.55, rise(0.25, 0.8, f.cry), f.wide * 0.7);
    const curve = r * (0.05 + 0.26 * f.smile - 0.24 * f.fuss - 0.05 * f.wide);
    const crying = rise(0, 0.2, f.cry);
    const upper = mix(curve * (1 - 0.8 * open), curve - r * 0.3 * open, crying);
    const lower = curve + r * mix(0.44, 0.42, crying) * open;
    const corner = r * (-0.04 * f.smile + 0.07 * f.fuss);
    set(mouth, {
      d: `M${text(mx - w)} ${text(my + corner)} Q${text(mx)} ${text(my + upper)} ${text(mx + w)} ${text(my + corner)} Q${text(mx)} ${text(my + lower)} ${text(mx - w)} ${text(my + corner)} Z`,
      opacity: ms > 0.08 ? 1 : 0,
    });
  };
  return { node, pose };
};
