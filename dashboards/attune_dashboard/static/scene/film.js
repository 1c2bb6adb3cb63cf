// A film as the scene needs it: what is seen at any moment, blended between two seconds.
const BINARY = new Set(["attending", "present", "alarm"]);

// What a second is to an eye, by the thresholds of the coders.
const secondOf = (film, k) => {
  const { camera, lines } = film;
  const value = (field, at = k) => camera[field]?.[at] ?? null;
  const present = value("present") === 1;
  const attending = present && value("attending") === 1;
  const episode = film.episodes.findLast(([start]) => start <= k) ?? null;
  const still = present && Boolean(episode?.[2]);
  const before = k > 0 && (episode?.[0] ?? 0) < k;
  const alarm = value("alarm") === 1;
  // A rejection, or a withdrawal: who attended is gone from one second to the next.
  const breaksOff = present && !still && before && !attending && !alarm
    && value("attending", k - 1) === 1 && value("caregiver_engagement") === 0
    && value("caregiver_engagement", k - 1) > 0;
  const near = present && value("distance") < lines.contact;
  const display = value("display");
  return {
    episode,
    present,
    still,
    attending,
    alarm,
    breaksOff,
    touch: near,
    held: near && attending && display > lines.upset,
    toward: value("infant_engagement") >= lines.gaze,
    asks: value("infant_engagement") > lines.bid,
    mood: display > lines.fussing ? "cries" : display > lines.upset ? "frets"
      : value("affect") >= lines.smiling ? "smiles" : "calm",
    wish: value("infant_engagement"),
    engagement: value("caregiver_engagement"),
    distance: value("distance"),
    distress: value("distress"),
  };
};

// Where the infant is between the toys and the caregiver, second by second. Nothing is recorded of it
// while the caregiver is away; it is then shown on its way to where the record goes on.
const BACK_AT = 0.8;
const BACK_S = 8;
const placesOf = (film) => {
  const { distance, present } = film.camera;
  let left = BACK_AT;
  let away = BACK_S;
  return distance.map((value, k) => {
    if (present[k] === 1) {
      left = value;
      away = 0;
      return value;
    }
    away += 1;
    return mix(left, BACK_AT, rise(0, BACK_S, away));
  });
};

// The same as numbers from 0 to 1 at a moment between two seconds.
const momentOf = (film, at, last) => {
  const k = Math.floor(at);
  const next = Math.min(k + 1, last);
  const share = at - k;
  const quick = rise(0.35, 1, share);
  const [a, b] = [secondOf(film, k), secondOf(film, next)];
  const out = {};
  for (const [field, values] of Object.entries(film.camera)) {
    const from = values[k] ?? values[next] ?? 0;
    const to = values[next] ?? from;
    out[field] = mix(from, to, BINARY.has(field) ? quick : share);
  }
  film.places ??= placesOf(film);
  out.place = mix(film.places[k], film.places[next], share);
  for (const field of ["held", "breaksOff", "still"]) out[field] = mix(+a[field], +b[field], quick);
  return out;
};
