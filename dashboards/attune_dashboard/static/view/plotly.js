// Plotly itself, from this server and once for all figures of a page.
const plotly = () => {
  window.attunePlotly ??= new Promise((done, failed) => {
    const script = make("script", { src: document.getElementById("at-plotly").href });
    script.onload = () => done(window.Plotly);
    script.onerror = () => failed(new Error("plotly.min.js cannot be loaded"));
    document.head.append(script);
  });
  return window.attunePlotly;
};

// What Plotly.relayout does, before anything is drawn.
const changed = (layout, changes) => {
  for (const [path, value] of Object.entries(changes ?? {})) {
    const steps = path.replaceAll("[", ".").replaceAll("]", "").split(".");
    const last = steps.pop();
    let at = layout;
    for (const step of steps) at = at[step] ??= {};
    at[last] = value;
  }
  return layout;
};
