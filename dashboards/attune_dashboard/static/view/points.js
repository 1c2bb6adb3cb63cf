// Moves the points of lines, areas and marks whose axes stay, in what Plotly has drawn. Plotly itself
// takes longer, because it also works out what a pointer would find there (figure.js).
//
// Gives whether all of them were moved; if not, none was, and Plotly has to.
const movePoints = (place, data) => {
  const full = place._fullLayout;
  const axis = (name) => full[`${name[0]}axis${name.slice(1)}`];
  const pixels = (trace, { xaxis, yaxis }) => {
    const [x, y] = [axis(xaxis), axis(yaxis)];
    return trace.y.map((value, k) => (
      value == null || trace.x[k] == null ? null : [x.d2p(trace.x[k]), y.d2p(value)]));
  };
  const path = (points, closed) => {
    let drawn = "";
    let pen = "M"; // down, "L", until the next gap
    const lift = () => {
      if (closed && pen === "L") drawn += "Z";
      pen = "M";
    };
    for (const point of points) {
      if (point) {
        drawn += `${pen}${point[0].toFixed(2)},${point[1].toFixed(2)}`;
        pen = "L";
      } else lift();
    }
    lift();
    return drawn;
  };
  const moves = data.map((trace, k) => {
    const { uid, mode, fill, line, xaxis, yaxis } = place._fullData[k] ?? {};
    const group = place.querySelector(`.scatterlayer .trace${uid}`);
    if (!group || !Array.isArray(trace.x) || !Array.isArray(trace.y)) return null;
    const points = pixels(trace, { xaxis, yaxis });
    if (mode === "markers") {
      const there = points.filter(Boolean);
      const marks = [...group.querySelectorAll("path.point")];
      if (there.length && !marks.length) return null;
      return () => {
        while (marks.length < there.length) {
          marks.push(marks[0].parentNode.appendChild(marks[0].cloneNode()));
        }
        marks.forEach((mark, n) => {
          if (n < there.length) mark.setAttribute("transform", `translate(${there[n].map((p) => p.toFixed(2))})`);
          else mark.remove();
        });
      };
    }
    const area = fill === "toself";
    const strokes = [...group.querySelectorAll(area ? "path.js-fill" : "path.js-line")];
    const plain = mode === "lines" && line.shape === "linear" && (area ? !line.width : fill === "none");
    if (!plain || !strokes.length) return null;
    return () => {
      strokes.forEach((stroke, n) => stroke.setAttribute("d", n ? "M0,0" : path(points, area)));
    };
  });
  if (moves.includes(null)) return false;
  for (const move of moves) move();
  return true;
};
