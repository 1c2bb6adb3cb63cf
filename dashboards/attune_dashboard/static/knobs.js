// A few sliders and a button that runs with their values: native elements only.
let made = 0;

function render({ model, el }) {
  const prefix = `at-k${++made}-`;
  let count = 0;
  const knobs = JSON.parse(model.get("knobs"));
  const shown = (knob, value) => Number(value).toFixed(knob.whole ? 0 : knob.step < 0.002 ? 3 : 2);
  const inputs = {};
  const fields = knobs.map((knob) => {
    const id = prefix + knob.name;
    const out = make("output", { for: id, class: "at-value" }, shown(knob, knob.value));
    const input = make("input", {
      type: "range", id, min: knob.low, max: knob.high, step: knob.step, value: knob.value,
      "aria-describedby": `${id}-help`,
      oninput: () => { out.textContent = shown(knob, input.value); },
    });
    inputs[knob.name] = input;
    return make("div", { class: "at-field at-slider" },
      make("div", { class: "at-label" }, make("label", { for: id }, knob.label), out),
      input, make("span", { class: "at-note", id: `${id}-help` }, knob.help));
  });
  el.append(make("form", {
    class: "at-knobs",
    onsubmit: (event) => {
      event.preventDefault();
      const values = Object.fromEntries(
        Object.entries(inputs).map(([name, input]) => [name, Number(input.value)]));
      model.set("sent", { n: ++count, values });
      model.save_changes();
    },
  }, ...fields, make("button", { type: "submit", class: "at-button at-run" }, "Run with these")));
}

export default { render };
