// A page that was recorded (site/recorder.py): it shows one of its states, and what is done leads to
// another one. Which one it is stands behind the address, so that it is there again after a reload.
window.attune = { widgets: {} };
window.solara = { rootPath: "", router: { push: (address) => { location.assign(address); } } }; // for the bar

const asked = new URLSearchParams(location.search);
document.documentElement.toggleAttribute("data-embed", asked.has("embed"));

// A part of the page, drawn at a place; parts within it are drawn by name.
const drawPart = (name, parts, place) => {
  const states = parts[name];
  const kept = name === "page" && states.length > 1;
  let here = 0;
  let waiting = [];
  const show = () => {
    fill(place, states[here].tree);
    for (let begun; (begun = waiting).length;) {
      waiting = [];
      for (const begin of begun) begin();
    }
    place.dataset.state = String(here);
  };
  const went = () => {
    if (document.activeElement !== document.body) return;
    const head = place.querySelector("section h2") ?? place.querySelector("h1"); // what was pressed has gone
    if (!head) return;
    head.tabIndex = -1;
    head.focus();
  };
  const fill = drawing({
    go: (event) => {
      const next = states[here].on[event] ?? states[0].on[event];
      if (typeof next === "string") location.assign(next);
      if (typeof next !== "number") return;
      const pressed = document.activeElement !== document.body;
      here = next;
      show();
      if (pressed) went();
      if (kept) history.replaceState(null, "", `#${here}`);
    },
    sent: ({ what }, model) => {
      if (what === "begin") location.assign(model.get("home"));
      if (what === "projector") {
        model.set("projector", !model.get("projector"));
        keep("attune-projector", model.get("projector") ? "yes" : "");
        model.tell("change");
      }
    },
    part: (inner, at) => drawPart(inner, parts, at),
    later: (begin) => { waiting.push(begin); },
  });
  const wanted = Number(location.hash.slice(1));
  if (kept && Number.isInteger(wanted) && states[wanted]) here = wanted;
  show();
};

const keep = (key, value) => {
  try { sessionStorage.setItem(key, value); } catch { /* not kept */ }
};
const keptOf = (key) => {
  try { return sessionStorage.getItem(key); } catch { return null; }
};

window.attune.page = (length, data) => {
  const parts = unshared(JSON.parse(unpacked(length, data)));
  for (const { tree } of parts.frame) {
    const bar = tree[0]?.c?.find((node) => node.w === "BarWidget");
    if (bar) bar.h = { ...bar.h, projector: keptOf("attune-projector") === "yes" };
  }
  drawPart("frame", parts, document.getElementById("at-root"));
};
