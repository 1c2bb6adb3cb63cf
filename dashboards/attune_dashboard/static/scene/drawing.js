// What all drawn things share: SVG elements, blending of numbers, limbs.
const drawn = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  set(node, attributes);
  node.append(...children);
  return node;
};
const text = (value) => (typeof value === "number" ? String(Math.round(value * 100) / 100) : value);
const set = (node, attributes) => {
  for (const [key, value] of Object.entries(attributes)) {
    const wanted = text(value);
    if (node.getAttribute(key) !== wanted) node.setAttribute(key, wanted);
  }
};
const place = (node, x, y, more = "") => {
  set(node, { transform: `translate(${text(x)} ${text(y)}) ${more}` });
};

const held01 = (x) => Math.min(1, Math.max(0, x));
const mix = (a, b, share) => a + (b - a) * share;
const between = (a, b, share) => a.map((value, k) => mix(value, b[k], share));
// From 0 at low to 1 at high, without a corner.
const rise = (low, high, x) => {
  const t = held01((x - low) / (high - low));
  return t * t * (3 - 2 * t);
};

// An arm or a leg: a thick line that bends, and what is at its end.
const limb = (look, width, end, endLook = "at-skin") => {
  const line = drawn("path", { class: `at-limb ${look}`, "stroke-width": width });
  const hand = drawn("circle", { r: end, class: endLook });
  return {
    node: drawn("g", {}, hand, line),
    pose: ([x, y], [to, down], bend) => {
      const [dx, dy] = [to - x, down - y];
      const length = Math.hypot(dx, dy) || 1;
      const middle = [(x + to) / 2 - (dy / length) * bend, (y + down) / 2 + (dx / length) * bend];
      // The sleeve ends a little before the hand, along its last direction.
      const [hx, hy] = [to - middle[0], down - middle[1]];
      const reach = Math.hypot(hx, hy) || 1;
      set(line, { d: `M${[x, y].map(text)} Q${middle.map(text)} ${text(to)} ${text(down)}` });
      set(hand, { cx: to + (hx / reach) * end * 0.75, cy: down + (hy / reach) * end * 0.75 });
    },
  };
};
