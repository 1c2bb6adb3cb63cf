// A few sliders and a button that runs with their values: native elements only. A slider that has
// stops goes from one to the next, and takes the others back to where they begin.
let made = 0;

function render({ model, el }) {
  const prefix = `at-k${++made}-`;
  let count = 0;
  const knobs = JSON.parse(model.get("knobs"));
  const shown = (knob, value) => Number(value).toFixed(knob.whole ? 0 : knob.step < 0.002 ? 3 : 2);
  const sliders = knobs.map((knob) => {
    const { stops } = knob;
    const id = prefix + knob.name;
    const out = make("output", { for: id, class: "at-value" });
    const input = make("input", {
      type: "range", id, "aria-describedby": `${id}-help`,
      ...(stops ? { min: 0, max: stops.length - 1, step: 1 } : { min: knob.low, max: knob.high, step: knob.step }),
      oninput: () => {
        if (stops) for (const other of sliders) if (other !== slider) other.begin();
        tell();
      },
    });
    const value = () => (stops ? stops[Number(input.value)] : Number(input.value));
    const tell = () => {
      out.textContent = shown(knob, value());
      if (stops) input.setAttribute("aria-valuetext", out.textContent);
    };
    const begin = () => {
      input.value = stops ? stops.indexOf(knob.value) : knob.value;
      tell();
    };
    begin();
    const field = make("div", { class: "at-field at-slider" },
      make("div", { class: "at-label" }, make("label", { for: id }, knob.label), out),
      input, make("span", { class: "at-note", id: `${id}-help` }, knob.help));
    const slider = { name: knob.name, value, begin, field };
    return slider;
  });
  el.append(make("form", {
    class: "at-knobs",
    onsubmit: (event) => {
      event.preventDefault();
      const values = Object.fromEntries(sliders.map(({ name, value }) => [name, value()]));
      model.set("sent", { n: ++count, values });
      model.save_changes();
    },
  }, ...sliders.map(({ field }) => field),
  make("button", { type: "submit", class: "at-button at-run" }, "Run with these")));
}

export default { render };
