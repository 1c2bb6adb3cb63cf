// Buttons that save the figure, for print, and its numbers. Gives them.
const savingPart = (view) => {
  const save = async (format) => {
    const Plotly = await plotly();
    const hidden = make("div", { style: "position:absolute;left:-9999px;width:1280px" });
    document.body.append(hidden);
    try {
      const layout = { ...structuredClone(view.coloured(view.held.layout)), template: view.template(), width: 1280 };
      await Plotly.newPlot(hidden, view.coloured(view.held.data), layout, { staticPlot: true });
      await Plotly.downloadImage(hidden, {
        format, filename: view.held.file, width: 1280, height: layout.height,
        scale: format === "png" ? 2 : 1,
      });
    } finally {
      Plotly.purge(hidden);
      hidden.remove();
    }
  };
  return make("div", { class: "at-saving" }, "Save: ",
    ...["png", "svg"].map((format) => make("button", {
      type: "button", class: "at-quiet", onclick: () => save(format),
    }, format.toUpperCase())),
    make("button", { type: "button", class: "at-quiet", onclick: () => view.send("csv") }, "CSV"));
};
