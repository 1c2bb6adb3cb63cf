// What a widget sends, by the name under which it was recorded (site/recorder.py); null: nothing of it.
const eventOf = (widget, values, sent) => {
  if (widget === "AskWidget") return `answer:${sent.answer}`;
  if (widget === "ViewWidget" && sent.what === "pressed") return `pressed:${Math.floor(sent.second)}`;
  if (widget === "KnobsWidget") {
    const moved = values.knobs.find((knob) => sent.values[knob.name] !== knob.value);
    return moved ? `values:${moved.name}:${moved.stops.indexOf(sent.values[moved.name])}` : "values:begin";
  }
  return null;
};

// The numbers of a figure as a file.
const csvOf = ({ file, numbers: { columns, rows } }) => {
  const cell = (value) => {
    const text = value === null ? "" : String(value);
    return /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  const lines = [columns, ...rows].map((row) => row.map(cell).join(","));
  return { what: "csv", name: `${file}.csv`, text: `${lines.join("\n")}\n` };
};
