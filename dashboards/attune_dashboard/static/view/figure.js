// The picture, drawn with Plotly for its width and for light or dark; what stands over and below it.
//
// Adds to the view: place, over, stage, heading, caption; draw() draws what is held, take(figure)
// another one, and counts it in data-figure once it is seen; coloured(part) and template() give the look; width() its pixels.
const BESIDE_PX = 13; // that plotly keeps free beside the labels of an axis
const EDGE_PX = 12; // where a legend begins in a narrow figure: plotly widens the margin for less
const PAPER_PX = 700; // which A4 and Letter have room for between their margins
const figurePart = (view) => {
  const root = document.documentElement;
  const touch = matchMedia("(hover: none)");
  const place = make("div", { class: "at-figure", role: "img" });
  const over = make("div", { class: "at-over", "aria-hidden": "true" });
  const stage = make("div", { class: "at-stage" }, place, over);
  const caption = make("p", { class: "at-caption" });
  const heading = make("h2", { class: "at-figure-title" });
  let drawing = Promise.resolve();
  let seenWidth = 0; // told by the browser when it changes; to ask for it makes the page be laid out
  let onPaper = false;
  const width = () => (onPaper ? PAPER_PX : seenWidth || place.clientWidth);
  const narrow = () => width() < view.held.narrow;
  // Whether the axes stay as they are. Plotly takes a tap of a finger for a double click, too.
  const still = () => touch.matches || Boolean(view.film);
  const dark = () => root.dataset.theme === "dark";
  const template = () => view.held.templates[dark() ? "dark" : "light"];
  const coloured = (part) => (dark() ? recoloured(part, view.held.dark) : part);
  // Pixels that the legend takes beyond those kept free for it: where a figure is narrower than it was
  // made for, names that do not fit into one line go on in another, over the titles of panels.
  let crowded = 0;
  const overflow = () => {
    const free = view.held.legend?.[narrow() ? "narrow" : "wide"];
    const legend = free && place.querySelector("g.legend rect.bg");
    const taken = legend ? Math.ceil(legend.getBoundingClientRect().height) : 0;
    return legend && taken > free - 4 ? taken - free + 11 : 0;
  };
  // Plotly widens the left margin for the names of rows, and then draws all of it a second time.
  const ruler = document.createElement("canvas").getContext("2d");
  const leftOf = (layout) => {
    const { font, yaxis } = layout.template.layout;
    ruler.font = `${yaxis.tickfont.size}px ${font.family}`;
    const words = (text) => String(text).replace(/<[^>]*>/g, "").replace(/&\w+;/g, "&");
    const lines = Object.entries(layout)
      .filter(([key, axis]) => /^yaxis\d*$/.test(key) && axis.ticktext
        && !layout[key.replace("y", "x")]?.domain?.[0])
      .flatMap(([, axis]) => axis.ticktext.flatMap((text) => String(text).split("<br>")));
    const longest = Math.max(0, ...lines.map((line) => ruler.measureText(words(line)).width));
    return Math.max(layout.margin.l, Math.ceil(longest + yaxis.ticklabelstandoff + BESIDE_PX));
  };
  const laid = () => {
    const layout = structuredClone(coloured(view.held.layout));
    delete layout.title; // it stands outside the picture, where it can wrap
    layout.height -= view.held.heading;
    layout.margin.t -= view.held.heading;
    const kind = narrow() ? "narrow" : "wide";
    changed(layout, view.held.layouts?.[kind]);
    if (view.held.bare) { // the page has a legend of its own
      layout.showlegend = false;
      layout.height -= view.held.bare[kind];
      layout.margin.t -= view.held.bare[kind];
    }
    layout.height += crowded;
    layout.margin.t += crowded;
    layout.template = template();
    const { l, r } = Object.assign(layout.margin, { l: leftOf(layout) });
    if (narrow() && layout.legend?.x < 0) layout.legend.x = (EDGE_PX - l) / (width() - l - r);
    if (onPaper) layout.width = PAPER_PX;
    if (still()) layout.dragmode = false;
    const range = view.range?.();
    if (range) {
      layout.xaxis = { ...layout.xaxis, range };
      for (const key of Object.keys(layout)) {
        if (/^xaxis\d+$/.test(key)) layout[key] = { ...layout[key], range };
      }
    }
    layout.uirevision = 1;
    return layout;
  };
  // Plotly is told of what was moved without it when a pointer comes: it would say what was there before.
  let untold = null;
  const tellPlotly = () => {
    if (!untold) return;
    const tell = untold;
    untold = null;
    drawing = drawing.then(tell).catch(console.error);
  };
  for (const event of ["pointermove", "pointerdown"]) place.addEventListener(event, tellPlotly, true);
  // Where nothing but points of lines has moved, only these are drawn anew: axes and texts take longer.
  let drawnAs = null;
  let drawnFigure = null;
  let drawnNarrow = null;
  const put = async (Plotly, data, layout) => {
    const small = narrow();
    const rest = data.map(({ x, y, customdata, ...other }) => other);
    const as = JSON.stringify([width(), layout, rest]);
    if (as === drawnAs && view.held === drawnFigure) return false;
    const figure = view.held;
    const full = place._fullLayout;
    const steady = as === drawnAs && data.every((trace) => trace.type === "scatter")
      && Object.keys(full).every((key) => !/^[xy]axis\d*$/.test(key) || !full[key].autorange);
    drawnAs = null;
    untold = null;
    if (steady) {
      const points = data.map(({ x, y, customdata }) => ({ x, y, ...(customdata && { customdata }) }));
      const moved = { data: points, traces: points.map((_, k) => k) };
      const at = { mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false } };
      const tell = () => Plotly.animate(place, moved, at);
      if (!place.matches(":hover") && movePoints(place, data)) untold = tell;
      else await tell();
    } else {
      await Plotly.react(place, data, layout, {
        responsive: false, displayModeBar: false, displaylogo: false, scrollZoom: false,
        doubleClick: still() ? false : "reset",
      });
      // Where margins and legend change at once, the legend is left where the old margins put it.
      if (drawnNarrow !== null && drawnNarrow !== small) await Plotly.redraw(place);
    }
    drawnNarrow = small;
    drawnAs = as;
    drawnFigure = figure;
    return !steady;
  };
  const draw = () => {
    drawing = drawing.then(plotly).then(async (Plotly) => {
      if (!view.held || !view.el.isConnected) return;
      const layout = narrow() ? "narrow" : "wide";
      const anew = await put(Plotly, coloured(view.held.data), laid());
      if (anew && overflow() !== crowded) {
        crowded = overflow();
        await put(Plotly, coloured(view.held.data), laid());
      }
      place.dataset.layout = layout;
      if (!place.attuneClick) {
        place.attuneClick = true;
        place.on("plotly_click", (event) => {
          const point = event.points[0];
          if (view.film) view.seek((point.xaxis.d2c(point.x) - view.film.start) / 1000);
          else view.send("click", { x: point.x, y: point.y, z: point.z });
        });
      }
      if (anew) for (const told of view.onDrawn) told();
      else view.moved?.();
      stage.style.minHeight = "0";
      view.outer.dataset.ready = "yes";
    }).catch((error) => { console.error(error); view.said.textContent = String(error.message); });
    return drawing;
  };
  const take = (figure) => {
    view.held = figure;
    caption.textContent = figure.caption;
    heading.textContent = figure.title;
    heading.hidden = Boolean(view.film?.counted); // the page's own says as much
    place.setAttribute("aria-label", `${figure.title}. ${figure.caption}`);
    for (const told of view.onTaken) told();
    return draw().then(() => {
      view.outer.dataset.figure = String(Number(view.outer.dataset.figure ?? 0) + 1);
    });
  };

  const looks = new MutationObserver(() => draw());
  looks.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  const sizes = new ResizeObserver(() => {
    if (view.held && place.clientWidth && place.clientWidth !== seenWidth) {
      view.onWidth?.(place.clientWidth, !seenWidth);
      seenWidth = place.clientWidth;
      draw();
    }
  });
  sizes.observe(place);
  // The browser tells no new width when it prints. What begins here is drawn before it does.
  const print = ({ type }) => {
    onPaper = type === "beforeprint" && place.clientWidth > 0;
    draw();
  };
  for (const event of ["beforeprint", "afterprint"]) window.addEventListener(event, print);
  view.atEnd.push(() => {
    for (const event of ["beforeprint", "afterprint"]) window.removeEventListener(event, print);
    looks.disconnect();
    sizes.disconnect();
    window.Plotly?.purge(place);
  });
  Object.assign(view, { place, over, stage, heading, caption, draw, take, coloured, template });
};
