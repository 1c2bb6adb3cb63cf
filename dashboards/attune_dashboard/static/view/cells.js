// A cell of a heat map, chosen by keyboard: the arrow keys move, Enter opens.
const cellsPart = (view) => {
  const box = make("div", { class: "at-cell" });
  const cells = make("div", {
    class: "at-cells", tabindex: "0", role: "application", "aria-roledescription": "map",
    "aria-label": "Map. The arrow keys choose a cell, Enter opens it.",
  }, box);
  let chosen = [0, 0];
  const chart = () => view.held.data.find((trace) => trace.type === "heatmap");
  const boxed = () => {
    const full = view.place._fullLayout;
    if (!full?.xaxis || !chart()) return;
    chosen = [[chart().x.length, full.xaxis], [chart().y.length, full.yaxis]].map(
      ([count], k) => Math.max(0, Math.min(chosen[k], count - 1)));
    const { xaxis: x, yaxis: y } = full;
    const [left, right] = [chosen[0] - 0.5, chosen[0] + 0.5].map((v) => x._offset + x.d2p(v));
    const [top, bottom] = [chosen[1] + 0.5, chosen[1] - 0.5].map((v) => y._offset + y.d2p(v));
    box.style.cssText = `left:${left}px;top:${top}px;width:${right - left}px;height:${bottom - top}px`;
  };
  cells.addEventListener("focus", boxed);
  cells.addEventListener("keydown", (event) => {
    const step = { ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] }[event.key];
    if (step) {
      chosen = [chosen[0] + step[0], chosen[1] + step[1]];
      boxed();
      const [i, j] = chosen;
      const text = String(chart().customdata?.[j]?.[i] ?? "").replace(/<[^>]*>/g, "; ");
      const value = chart().z[j][i];
      view.said.textContent = `${text}: ${value == null ? "no value" : Number(value.toPrecision(3))}`;
    } else if (event.key === "Enter" || event.key === " ") {
      view.send("click", { x: chosen[0], y: chosen[1] });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  view.stage.append(cells);
  view.onDrawn.push(boxed);
};
