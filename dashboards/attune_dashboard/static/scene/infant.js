// The infant, sitting and facing right; the origin is where it sits.
//
// pose(x, y, now): now as `infantNow` gives it.
const infantNow = (seen, at, calm) => {
  const fuss = rise(0.05, 0.45, seen.display);
  const startle = seen.alarm;
  const look = rise(0.22, 0.44, seen.infant_engagement);
  return {
    look,
    reach: rise(0.5, 0.9, seen.infant_engagement) * (1 - 0.5 * fuss),
    engaged: seen.infant_engagement,
    fuss,
    cry: rise(0.2, 0.75, seen.display),
    smile: rise(0.08, 0.5, seen.affect) * (1 - fuss),
    startle,
    held: seen.held,
    sway: calm ? 0 : Math.sin(at * 1.7),
    shake: calm ? 0 : Math.sin(at * 15) * rise(0.3, 0.8, seen.display),
    blink: calm || (at * 0.29 + 0.3) % 1 > 0.035 ? 0 : 1,
  };
};

const infant = () => {
  const face = head(37, { hair: false, eyes: { apart: 0.47, size: 0.115 }, low: 0.12 });
  const body = drawn("path", { class: "at-infant-body" });
  const bib = drawn("path", { class: "at-infant-bib" });
  const legs = [0, 1].map(() => limb("at-infant-limb", 21, 11.5, "at-infant-foot"));
  const arms = [0, 1].map(() => limb("at-infant-sleeve", 16, 8.5));
  const inner = heart();
  const unseen = drawn("g", { class: "at-unseen" }, inner.node); // over all that is seen
  const node = drawn("g", { class: "at-infant-figure" },
    legs[0].node, arms[0].node, body, bib, legs[1].node, face.node, arms[1].node);

  const pose = (x, y, now, distress, at) => {
    place(node, x, y);
    const l = mix(-7, 11, now.look) + 4 * now.reach - 6 * now.startle - 10 * now.held;
    const bob = now.sway * 1.2;
    const top = -76 + bob;
    set(body, {
      d: `M0 6 C-62 6 -46 -40 ${text(-34 + l)} ${text(top + 6)} Q${text(-28 + l)} ${text(top - 3)} ${text(-15 + l)} ${text(top - 4)} L${text(15 + l)} ${text(top - 4)} Q${text(28 + l)} ${text(top - 3)} ${text(34 + l)} ${text(top + 6)} C46 -40 50 6 0 6 Z`,
    });
    const facing = mix(-6, 8, now.look);
    set(bib, {
      d: `M${text(-13 + l + facing)} ${text(top + 2)} Q${text(l + facing)} ${text(top + 36)} ${text(13 + l + facing)} ${text(top + 2)} Z`,
    });
    const kick = 3 * now.sway * now.reach + 3 * now.shake;
    legs[0].pose([10, -16], between([46, -20 - kick], [30, 4], now.held), -8);
    legs[1].pose([-4, -12], between([38, -6 + kick], [16, 12], now.held), -7);
    // Hands: at rest; to the caregiver; to the toy; clenched; flung out; round who holds.
    const pick = (rest, wish, toy, clench, fling, hold) => {
      let hand = between(toy, rest, now.look);
      hand = between(hand, wish, now.reach);
      hand = between(hand, [clench[0] + 2 * now.shake, clench[1] + 3 * now.shake], now.fuss * 0.9);
      hand = between(hand, fling, now.startle);
      return between(hand, hold, now.held);
    };
    const front = pick([30 + l, -30], [64 + l, -84 + 3 * now.sway], [-26, -24], [30 + l, -64], [62, -96], [36, -62]);
    const back = pick([6 + l, -26], [54 + l, -98 - 3 * now.sway], [-56, -20], [-30 + l, -62], [-56, -100], [40, -84]);
    arms[0].pose([-18 + l, top + 12], back, mix(9, -12, now.look));
    arms[1].pose([16 + l, top + 14], front, mix(8, -10, now.look));
    face.pose(l * 1.25, top - 34 + 2 * now.shake, {
      yaw: mix(-0.55, 0.48, now.look), pitch: mix(0.2, -0.1, now.look) - 0.12 * now.held + 0.04 * now.sway,
      tilt: mix(-5, 4, now.look) + 1.5 * now.shake,
      smile: now.smile, fuss: now.fuss, cry: now.cry, wide: now.startle, blink: now.blink,
      brows: now.reach * 0.6 + now.smile * 0.4,
    });
    inner.pose(x + l * 0.8 + facing * 0.5, y - 38, distress, at);
  };
  return { node, unseen, pose };
};
