// A soft sound of what is seen while it plays: a fuss, a cry, a laugh. Off at first; a tab remembers it.
//
// Adds to the view: hear(second as secondOf gives it). Gives the button.
const TONES = { // from and to in Hz, start and length in s, loudness
  cries: [[430, 560, 0, 0.3, 0.09], [560, 360, 0.3, 0.5, 0.09]],
  frets: [[340, 290, 0, 0.45, 0.05]],
  smiles: [[520, 640, 0, 0.11, 0.05], [560, 690, 0.18, 0.11, 0.05], [600, 740, 0.36, 0.12, 0.05]],
};
const SOUND_KEY = "attune-sound";

const soundPart = (view) => {
  let audio = null;
  let before = "";
  const kept = () => {
    try { return sessionStorage.getItem(SOUND_KEY) === "1"; } catch { return false; }
  };
  const keep = (on) => {
    try { sessionStorage.setItem(SOUND_KEY, on ? "1" : "0"); } catch { /* not kept */ }
  };
  let on = kept();
  const button = make("button", {
    type: "button", class: "at-quiet at-sound", "aria-pressed": String(on), onclick: () => {
      on = !on;
      keep(on);
      button.setAttribute("aria-pressed", String(on));
      if (!on) audio?.suspend();
    },
  }, "Sound");
  const tone = ([from, to, start, length, loud]) => {
    const at = audio.currentTime + start;
    const voice = audio.createOscillator();
    const soft = audio.createBiquadFilter();
    const level = audio.createGain();
    voice.type = "triangle";
    voice.frequency.setValueAtTime(from, at);
    voice.frequency.linearRampToValueAtTime(to, at + length);
    soft.type = "lowpass";
    soft.frequency.value = 1200;
    level.gain.setValueAtTime(0, at);
    level.gain.linearRampToValueAtTime(loud, at + length / 4);
    level.gain.linearRampToValueAtTime(0, at + length);
    voice.connect(soft).connect(level).connect(audio.destination);
    voice.start(at);
    voice.stop(at + length);
  };
  const hear = (seen) => {
    // A smile is heard as it begins; fussing as long as it lasts.
    const sound = seen.mood === "smiles" && before === "smiles" ? "" : TONES[seen.mood] ? seen.mood : "";
    before = seen.mood;
    const heard = on && view.running ? sound : "";
    button.dataset.heard = heard;
    if (!heard) return;
    audio ??= new AudioContext();
    if (audio.state === "suspended") audio.resume();
    TONES[heard].forEach(tone);
  };
  view.atEnd.push(() => audio?.close());
  view.hear = hear;
  return button;
};
