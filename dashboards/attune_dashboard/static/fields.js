// A few lists and sliders that tell at once, a slider when it rests: native elements only.
let made = 0;
const REST_MS = 250;

function render({ model, el }) {
  const prefix = `at-f${++made}-`;
  let count = 0;
  let timer = null;
  const send = (key, value) => {
    model.set("sent", { n: ++count, key, value });
    model.save_changes();
  };
  const set = {};
  const field = (f) => {
    const id = prefix + f.key;
    const note = make("span", { class: "at-note", id: `${id}-note` }, f.note);
    if (f.options.length) {
      const input = make("select", { id, "aria-describedby": `${id}-note`,
        onchange: () => send(f.key, input.value) },
      ...f.options.map(([value, text]) => make("option", { value }, text)));
      set[f.key] = (value) => { input.value = value; };
      return make("div", { class: "at-field" }, make("label", { for: id }, f.label), input, note);
    }
    if (f.typed) {
      const input = make("input", { type: "number", id, class: "at-value", min: f.low, max: f.high,
        step: f.step || "any", required: true, "aria-describedby": `${id}-note`,
        onchange: () => { if (input.reportValidity()) send(f.key, input.value); } });
      set[f.key] = (value) => { input.value = value; };
      return make("div", { class: "at-field at-typed" },
        make("label", { for: id }, f.label), input, note);
    }
    const out = make("output", { for: id, class: "at-value" });
    const input = make("input", { type: "range", id, min: f.low, max: f.high, step: f.step,
      "aria-describedby": `${id}-note`,
      oninput: () => {
        out.textContent = String(Number(input.value));
        clearTimeout(timer);
        timer = setTimeout(() => send(f.key, String(Number(input.value))), REST_MS);
      } });
    set[f.key] = (value) => {
      if (document.activeElement !== input) input.value = value;
      out.textContent = String(Number(input.value));
    };
    return make("div", { class: "at-field at-slider" },
      make("div", { class: "at-label" }, make("label", { for: id }, f.label), out), input, note);
  };
  const heading = model.get("heading");
  el.append(make("section", { class: "at-rail", "aria-label": heading },
    make("h2", { class: "at-rail-title" }, heading), ...JSON.parse(model.get("fields")).map(field)));
  const draw = () => {
    for (const f of JSON.parse(model.get("fields"))) set[f.key]?.(f.value);
  };
  model.on("change:fields", draw);
  draw();
  return () => { clearTimeout(timer); model.off("change:fields", draw); };
}

export default { render };
