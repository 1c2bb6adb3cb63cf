"use strict";
// Draws the figures of this page; in one column where it is narrow, light or dark as the reader has it.
(() => {
  const held = JSON.parse(document.getElementById("figures").textContent);
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const touch = matchMedia("(hover: none)");
  const template = () => held.templates[dark.matches ? "dark" : "light"];
  const figure = (number) => {
    const { layouts, ...drawn } = held.figures[number];
    return structuredClone(dark.matches ? recoloured(drawn, held.dark) : drawn);
  };
  const width = (place) => (place.clientWidth < held.narrow ? "narrow" : "wide");

  // Plotly's own title cannot wrap, so it stands outside the picture, but in what is saved.
  const save = (number, format) => {
    const { data, saved, file } = figure(number);
    const place = document.createElement("div");
    place.style.cssText = "position:absolute;left:-9999px;width:1280px";
    document.body.append(place);
    const layout = { ...saved, template: template(), width: 1280 };
    Plotly.newPlot(place, data, layout, { staticPlot: true })
      .then(() => Plotly.downloadImage(place, {
        format, filename: file, width: 1280, height: layout.height,
        scale: format === "png" ? 2 : 1,
      }))
      .finally(() => { Plotly.purge(place); place.remove(); });
  };

  const button = (number, format, icon) => ({
    name: `save-${format}`,
    title: `Save as ${format.toUpperCase()}`,
    icon,
    click: () => save(number, format),
  });

  const places = [...document.querySelectorAll(".figure")];
  const draw = (place, number) => {
    const { data, layout } = figure(number);
    layout.template = template();
    if (touch.matches) layout.dragmode = false; // a finger scrolls the page
    place.dataset.layout = width(place);
    const saving = [
      button(number, "png", Plotly.Icons.camera), button(number, "svg", Plotly.Icons.disk),
    ];
    const zooming = ["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d"];
    return Plotly.newPlot(place, data, layout, {
      responsive: true,
      displaylogo: false,
      modeBarButtons: touch.matches ? [saving] : [saving, zooming],
      displayModeBar: touch.matches ? true : "hover",
      doubleClick: touch.matches ? false : "reset", // Plotly takes a tap for one
    }).then(() => arrange(place, number)).then(() => { place.dataset.ready = "yes"; });
  };

  const arrange = (place, number) => {
    const layouts = held.figures[number].layouts;
    place.dataset.layout = width(place);
    return layouts ? Plotly.relayout(place, layouts[place.dataset.layout]) : undefined;
  };

  places.forEach((place, number) => {
    draw(place, number);
    new ResizeObserver(() => {
      if (place.dataset.ready && place.dataset.layout !== width(place)) arrange(place, number);
    }).observe(place);
  });
  dark.addEventListener("change", () => {
    places.forEach(draw); // traces have other colours too
  });
})();
