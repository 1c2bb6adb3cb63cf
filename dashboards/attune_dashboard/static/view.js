// Draws a figure with Plotly (from this server, once) and, if it is a record of seconds, plays it:
// the picture is drawn once, and what has not been yet lies behind a curtain that moves on.
const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== false) node.setAttribute(key, value === true ? "" : value);
  }
  node.append(...children);
  return node;
};

const plotly = () => {
  window.attunePlotly ??= new Promise((done, failed) => {
    const script = make("script", { src: `${window.solara?.rootPath ?? ""}/static/assets/plotly.min.js` });
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

const minutes = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
const percent = (x) => (x == null || Number.isNaN(x) ? "–" : `${Math.round(100 * x)} %`);
const WINDOW_S = 60;
const SPEEDS = [1, 2, 4, 10, 30, 60];
const MARKS = { rupture: "▨", repair: "▼", distress: "~", alarm: "✕", episode: "§", place: "→" };
const MOST_TOLD = 60;

function render({ model, el }) {
  const root = document.documentElement;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  const touch = matchMedia("(hover: none)");
  let count = 0;
  const send = (what, more = {}) => {
    model.set("sent", { n: ++count, what, ...more });
    model.save_changes();
  };

  const place = make("div", { class: "at-figure", role: "img" });
  const over = make("div", { class: "at-over", "aria-hidden": "true" });
  const stage = make("div", { class: "at-stage" }, place, over);
  const caption = make("p", { class: "at-caption" });
  const heading = make("h2", { class: "at-figure-title" });
  const said = make("div", { class: "at-visually-hidden", role: "status" });
  const outer = make("section", { class: "at-view", "data-ready": "no" });
  el.append(outer);

  // --- the figure -------------------------------------------------------------------------------
  let held = null;
  let drawing = Promise.resolve();
  let seenWidth = 0; // told by the browser when it changes; to ask for it makes the page be laid out
  const width = () => seenWidth || place.clientWidth;
  const narrow = () => width() < held.narrow;
  const dark = () => root.dataset.theme === "dark";
  const template = () => held.templates[dark() ? "dark" : "light"];
  const coloured = (part) => (dark() ? recoloured(part, held.dark) : part);
  const laid = () => {
    const layout = structuredClone(coloured(held.layout));
    delete layout.title; // it stands outside the picture, where it can wrap
    layout.height -= held.heading;
    layout.margin.t -= held.heading;
    const width = narrow() ? "narrow" : "wide";
    changed(layout, held.layouts?.[width]);
    if (held.bare) { // the page has a legend of its own
      layout.showlegend = false;
      layout.height -= held.bare[width];
      layout.margin.t -= held.bare[width];
    }
    layout.template = template();
    if (touch.matches || film) layout.dragmode = false;
    const range = shownRange();
    if (range) {
      layout.xaxis = { ...layout.xaxis, range };
      for (const key of Object.keys(layout)) {
        if (/^xaxis\d+$/.test(key)) layout[key] = { ...layout[key], range };
      }
    }
    layout.uirevision = 1;
    return layout;
  };
  // Where nothing but points of lines has moved, only these are drawn anew: axes and texts take longer.
  let drawnAs = null;
  const put = async (Plotly, data, layout) => {
    const rest = data.map(({ x, y, customdata, ...other }) => other);
    const as = JSON.stringify([width(), layout, rest]);
    const full = place._fullLayout;
    const steady = as === drawnAs && data.every((trace) => trace.type === "scatter")
      && Object.keys(full).every((key) => !/^[xy]axis\d*$/.test(key) || !full[key].autorange);
    drawnAs = null;
    if (steady) {
      const points = data.map(({ x, y, customdata }) => ({ x, y, ...(customdata && { customdata }) }));
      const moved = { data: points, traces: points.map((_, k) => k) };
      const at = { mode: "immediate", transition: { duration: 0 }, frame: { duration: 0, redraw: false } };
      await Plotly.animate(place, moved, at);
    } else {
      await Plotly.react(place, data, layout, {
        responsive: false, displayModeBar: false, displaylogo: false, scrollZoom: false,
      });
    }
    drawnAs = as;
  };
  const draw = () => {
    drawing = drawing.then(plotly).then(async (Plotly) => {
      if (!held || !el.isConnected) return;
      place.dataset.layout = narrow() ? "narrow" : "wide";
      await put(Plotly, coloured(held.data), laid());
      if (!place.attuneClick) {
        place.attuneClick = true;
        place.on("plotly_click", (event) => {
          const point = event.points[0];
          if (film) seek((point.x - film.start) / 1000);
          else send("click", { x: point.x, y: point.y, z: point.z });
        });
      }
      curtains();
      if (model.get("pick")) boxed();
      stage.style.minHeight = "0";
      outer.dataset.ready = "yes";
      outer.dataset.drawn = String(Number(outer.dataset.drawn ?? 0) + 1);
    }).catch((error) => { console.error(error); said.textContent = String(error.message); });
    return drawing;
  };
  const take = (figure) => {
    held = figure;
    caption.textContent = figure.caption;
    heading.textContent = figure.title;
    heading.hidden = Boolean(film);
    place.setAttribute("aria-label", `${figure.title}. ${figure.caption}`);
    filled();
    return draw();
  };

  // --- a cell of a heat map, by keyboard -------------------------------------------------------------
  const box = make("div", { class: "at-cell" });
  const cells = make("div", {
    class: "at-cells", tabindex: "0", role: "application", "aria-roledescription": "map",
    "aria-label": "Map. The arrow keys choose a cell, Enter opens it.",
  }, box);
  let chosen = [0, 0];
  const chart = () => held.data.find((trace) => trace.type === "heatmap");
  const boxed = () => {
    const full = place._fullLayout;
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
      said.textContent = `${text}: ${value == null ? "nothing known" : Number(value.toPrecision(3))}`;
    } else if (event.key === "Enter" || event.key === " ") {
      send("click", { x: chosen[0], y: chosen[1] });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  });

  // --- saving -----------------------------------------------------------------------------------
  const download = (name, content, type) => {
    const url = URL.createObjectURL(new Blob([content], { type }));
    make("a", { href: url, download: name }).click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
  };
  const save = async (format) => {
    const Plotly = await plotly();
    const hidden = make("div", { style: "position:absolute;left:-9999px;width:1280px" });
    document.body.append(hidden);
    try {
      const layout = { ...structuredClone(coloured(held.layout)), template: template(), width: 1280 };
      await Plotly.newPlot(hidden, coloured(held.data), layout, { staticPlot: true });
      await Plotly.downloadImage(hidden, {
        format, filename: held.file, width: 1280, height: layout.height,
        scale: format === "png" ? 2 : 1,
      });
    } finally {
      Plotly.purge(hidden);
      hidden.remove();
    }
  };
  const saving = make("div", { class: "at-saving" }, "Save: ",
    ...["png", "svg"].map((format) => make("button", {
      type: "button", class: "at-quiet", onclick: () => save(format),
    }, format.toUpperCase())),
    make("button", { type: "button", class: "at-quiet", onclick: () => send("csv") }, "CSV"));

  // --- the numbers as a table, for readers who do not see the picture ------------------------------
  const table = make("div", { class: "at-scroll", tabindex: "0", role: "region", "aria-label": "Numbers" });
  const filled = () => {
    const { columns, rows } = held.numbers;
    const cell = (v) => (v == null ? "–" : typeof v === "number" ? String(Number(v.toPrecision(4))) : v);
    table.replaceChildren(make("table", {},
      make("thead", {}, make("tr", {}, ...columns.map((c) => make("th", { scope: "col" }, c)))),
      make("tbody", {}, ...rows.slice(0, 300).map((row) => make("tr", {},
        ...row.map((v) => make("td", {}, cell(v))))))));
  };
  const numbers = make("details", { class: "at-details" },
    make("summary", {}, "The numbers of this figure"), table);

  // --- playing ----------------------------------------------------------------------------------
  const given = (key) => JSON.parse(model.get(key));
  let film = given("film");
  if (film && !film.seconds) film = null;
  let at = film ? film.second ?? film.seconds - 1 : 0;
  let running = false;
  let you = false;
  let asked = 0; // in the caregiver's place: seconds asked for
  let passed = 0; // and answered
  let speed = 1;
  let whole = true;
  let told = -1;
  let toldCount = -1;

  const last = () => film.seconds - 1;
  const limit = () => (you ? Math.max(0, passed - 1) : last());
  const windowed = () => film && !whole && film.seconds > WINDOW_S;
  const page = () => Math.floor(Math.max(0, Math.min(at, last())) / WINDOW_S);
  const shownRange = () => {
    if (!windowed()) return null;
    const first = film.start + (page() * WINDOW_S - 0.5) * 1000;
    return [first, first + WINDOW_S * 1000];
  };
  let drawnPage = 0;

  const curtains = () => {
    over.replaceChildren();
    const full = place._fullLayout;
    if (!film || !full?.xaxis) return;
    drawnPage = page();
    for (const key of Object.keys(full)) {
      if (!/^yaxis\d*$/.test(key)) continue;
      const y = full[key];
      const x = full[key.replace("y", "x")];
      if (!x?._length) continue;
      const box = make("div", { class: "at-panel" });
      box.style.cssText = `left:${x._offset}px;top:${y._offset - 1}px;width:${x._length}px;height:${y._length + 2}px`;
      box.attuneWidth = x._length;
      box.append(make("div", { class: "at-curtain" }));
      over.append(box);
    }
    if (you && over.firstChild) over.firstChild.append(make("div", { class: "at-hand" }));
    moved();
  };
  const moved = () => {
    const range = shownRange();
    const first = range ? (range[0] - film.start) / 1000 : -0.5;
    const length = range ? WINDOW_S : film.seconds;
    const shown = calm.matches ? Math.floor(at) : at;
    const open = !you && at >= last();
    const share = open ? 1 : Math.min(1, Math.max(0, (shown - first) / length));
    for (const box of over.children) {
      const curtain = box.firstChild;
      curtain.style.transform = `translateX(${share * box.attuneWidth}px)`;
      curtain.classList.toggle("at-open", open);
      const hand = curtain.nextSibling;
      if (hand) {
        // The engagement axis runs from -0.02 or -0.1 to 1.13.
        const y = place._fullLayout.yaxis;
        const [low, high] = y.range;
        const down = y._length * (1 - (Number(engagement.value) - low) / (high - low));
        hand.style.transform = `translate(${share * box.attuneWidth}px, ${down}px)`;
      }
    }
  };

  const clock = make("span", { class: "at-clock" });
  const run = make("button", { type: "button", class: "at-button at-run", "data-what": "run" });
  const rates = make("select", { "aria-label": "Speed", onchange: () => { speed = Number(rates.value); } },
    ...SPEEDS.map((s) => make("option", { value: s }, `${s}×`)));
  const seeker = make("input", {
    type: "range", min: 0, step: 1, value: 0, class: "at-seek", "aria-label": "Moment of the record",
    oninput: () => { seek(Number(seeker.value)); },
  });
  const span = make("button", { type: "button", class: "at-quiet", onclick: () => {
    whole = !whole;
    named();
    draw();
  } });
  const sit = make("button", { type: "button", class: "at-button at-sit", "data-what": "sit" });
  const engagement = make("input", {
    type: "range", min: 0, max: 1, step: 0.05, value: 0.5, id: `at-hand-${Math.random().toString(36).slice(2)}`,
    oninput: () => { moved(); levelled(); },
  });
  const level = make("output", { for: engagement.id });
  const levelled = () => { level.textContent = Number(engagement.value).toFixed(2); };
  const on = make("button", { type: "button", class: "at-button", "data-what": "step", onclick: () => step(1) }, "Step");
  const hand = make("div", { class: "at-place", hidden: true },
    make("label", { for: engagement.id }, "Your engagement"), engagement, level,
    make("p", { class: "at-note" },
      "Slider, or the keys ↑ and ↓. Follow the infant's line, and stay within the band."));

  const step = (by) => { pause(); seek(Math.round(at) + by); };
  const seek = (t) => {
    at = Math.max(0, Math.min(t, limit()));
    if (windowed() && page() !== drawnPage) draw();
    moved();
    tell();
  };
  const pause = () => {
    running = false;
    outer.dataset.state = "paused";
    named();
  };
  const start = () => {
    if (!you && at >= last()) at = 0;
    if (you && passed >= film.seconds) return;
    running = true;
    before = null;
    outer.dataset.state = "running";
    named();
    requestAnimationFrame(frame);
  };
  const named = () => {
    run.textContent = running ? "Pause" : "Run";
    span.textContent = whole ? "One minute" : "Whole record";
    span.hidden = !film || film.seconds <= WINDOW_S;
    sit.textContent = you ? "Give the place back" : "Take the caregiver's place";
    sit.hidden = !film?.can_sit;
    rates.hidden = on.hidden = you;
    hand.hidden = !you;
    seeker.hidden = you;
  };
  const SECOND_MS = 200; // at least, between two seconds asked for: the server refuses a rush
  let askedAt = -Infinity;
  let before = null;
  let frames = [];
  const frame = (now) => {
    if (!running || !el.isConnected || !film) return;
    const gone = before == null ? 0 : Math.min(0.25, (now - before) / 1000);
    before = now;
    frames = [...frames.slice(-59), gone];
    const mean = frames.reduce((a, b) => a + b, 0) / frames.length;
    if (frames.length > 30 && mean > 0) outer.dataset.fps = String(Math.round(1 / mean));
    if (you) {
      // The next second is asked for when this one begins to be seen; the line grows meanwhile.
      at = Math.min(at + gone, limit());
      const soon = now - askedAt < SECOND_MS;
      if (asked === passed && passed < film.seconds && at >= passed - 1.5 && !soon) {
        asked += 1;
        askedAt = now;
        send("second", { engagement: Number(engagement.value) });
      }
      if (passed >= film.seconds && at >= limit()) { pause(); ended(); }
    } else {
      at = Math.min(at + gone * speed, last());
      if (at >= last()) pause();
    }
    if (windowed() && page() !== drawnPage) draw();
    moved();
    tell();
    if (running) requestAnimationFrame(frame);
  };
  run.addEventListener("click", () => (running ? pause() : start()));

  // --- what has been so far: tally and words ------------------------------------------------------
  const tally = make("dl", { class: "at-tally" });
  const rows = {};
  for (const kind of film ? ["attuned", "rupture", "repair"] : []) {
    const [label, value] = [make("span"), make("span")];
    const notes = [make("span", { class: "at-note" }), make("span", { class: "at-note" })];
    const tip = make("span", {
      class: "at-tip", role: "tooltip", id: `${engagement.id}-${kind}`,
    }, film.glossary[kind]);
    const help = make("button", {
      type: "button", class: "at-help", "aria-label": `What is: ${kind}`, "aria-describedby": tip.id,
    }, "i");
    tally.append(make("div", { class: `at-count at-${kind}` },
      make("dt", {}, label, make("span", { class: "at-tipped" }, help, tip)),
      make("dd", {}, value, ...notes)));
    rows[kind] = (...texts) => {
      [label, value, ...notes].forEach((node, k) => {
        if (node.textContent !== texts[k]) node.textContent = texts[k];
      });
    };
  }
  const story = make("ol", { class: "at-events", tabindex: "0", "aria-label": "What happens, in words" });
  const counts = (t, sums) => {
    const k = Math.max(0, Math.min(t, sums.attuned.length - 1));
    const coded = sums.coded[k];
    return {
      attuned: coded ? sums.attuned[k] / coded : null,
      chance: sums.chance,
      ruptures: sums.ruptures[k],
      repair: sums.repairs[k] ? sums.repair_s[k] / sums.repairs[k] : null,
    };
  };
  const tell = () => {
    const k = Math.floor(at);
    clock.textContent = `${minutes(k)} of ${minutes(film.seconds)}`;
    if (k === told) return;
    told = k;
    outer.dataset.second = String(k);
    seeker.value = k;
    seeker.setAttribute("aria-valuetext", minutes(k));
    const now = counts(you ? passed - 1 : k, film.tally);
    const beside = you && film.typical ? counts(passed - 1, film.typical) : null;
    const seconds = (x) => (x == null ? "–" : `${x.toFixed(1)} s`);
    const own = (text) => (beside ? `with its own caregiver: ${text(beside)}` : "");
    rows.attuned(
      you ? "Attuned, with you" : "Attuned so far", percent(now.attuned),
      now.chance == null ? "" : `by chance, ${you ? "so far" : "whole record"}: ${percent(now.chance)}`,
      own((c) => percent(c.attuned)));
    rows.rupture("Ruptures", String(now.ruptures), "", own((c) => c.ruptures));
    rows.repair("Repaired after, mean", seconds(now.repair), "", own((c) => seconds(c.repair)));
    const happened = film.events.filter(([t]) => t <= k);
    if (happened.length !== toldCount) {
      toldCount = happened.length;
      story.replaceChildren(...happened.slice(-MOST_TOLD).reverse().map(([t, kind, text]) => make("li",
        { class: `at-event at-${kind}` },
        make("span", { class: "at-when" }, minutes(t)),
        make("span", { class: "at-mark", "aria-hidden": "true" }, MARKS[kind] ?? "·"), text)));
      if (!happened.length) story.replaceChildren(make("li", { class: "at-note" }, "Nothing yet."));
    }
  };
  const ended = () => {
    said.textContent = "The three minutes are over. The tally stands beside that of the infant's own caregiver.";
  };

  // --- a person takes the caregiver's place -------------------------------------------------------
  const takePlace = () => {
    pause();
    you = true;
    whole = false;
    asked = passed = 0;
    at = 0;
    told = toldCount = -1;
    engagement.value = 0.5;
    levelled();
    send("sit");
    named();
    (el.clientWidth < 700 ? stage : outer).scrollIntoView({ block: "start" });
    engagement.focus({ preventScroll: true });
    said.textContent = "You are in the caregiver's place. Run begins; the keys up and down set your engagement.";
  };
  const leavePlace = () => {
    pause();
    you = false;
    film = given("film");
    at = last();
    told = toldCount = -1;
    named();
    take(given("figure")).then(tell);
  };
  sit.addEventListener("click", () => (you ? leavePlace() : takePlace()));

  const answered = () => {
    const answer = model.get("answer");
    if (answer.what === "csv") download(answer.name, answer.text, "text/csv");
    if (!you) return;
    if (answer.what === "sat") {
      film = JSON.parse(answer.film);
      told = toldCount = -1;
      take(JSON.parse(answer.figure)).then(() => { tell(); start(); });
    }
    if (answer.what === "wait") asked = passed; // ask again
    if (answer.what === "second") {
      passed = answer.elapsed;
      film = { ...film, tally: answer.tally, events: answer.events };
      held = { ...held, data: answer.data };
      told = -1;
      draw();
    }
  };

  // --- keys -------------------------------------------------------------------------------------
  const pressed = (event) => {
    if (!film || event.ctrlKey || event.metaKey || event.altKey) return;
    if (!place.isConnected || document.querySelector("dialog[open]")) return;
    const target = event.target;
    const typing = target.matches?.("select, textarea, input:not([type=range])");
    const inControls = target.matches?.("input[type=range]") && target !== seeker;
    const key = event.key;
    if (key === " " && !typing && !target.closest?.(":is(button, summary, a):focus-visible")) {
      running ? pause() : start();
    } else if ((key === "r" || key === "R") && !typing) {
      if (you) takePlace(); else { seek(0); pause(); }
    } else if (you && (key === "ArrowUp" || key === "ArrowDown") && !typing && (!inControls || target === engagement)) {
      engagement.value = Number(engagement.value) + (key === "ArrowUp" ? 0.05 : -0.05);
      moved();
      levelled();
    } else if (!you && (key === "ArrowRight" || key === "ArrowLeft") && !typing && !inControls) {
      step(key === "ArrowRight" ? 1 : -1);
    } else return;
    event.preventDefault();
  };

  // --- putting it together ------------------------------------------------------------------------
  const back = make("button", { type: "button", class: "at-button", "data-what": "reset", onclick: () => {
    if (you) takePlace(); else { pause(); seek(0); }
  } }, "Reset");
  if (film) {
    outer.append(
      make("div", { class: "at-transport", role: "group", "aria-label": "Playing" },
        run, on, back, rates, sit),
      make("div", { class: "at-time" }, clock, seeker, span),
      tally);
    whole = el.clientWidth === 0 || el.clientWidth >= 700 || film.seconds > 400;
    seeker.max = last();
    document.addEventListener("keydown", pressed);
  }
  if (model.get("pick")) stage.append(cells);
  outer.append(heading, stage, hand, caption);
  if (film) outer.append(make("h2", { class: "at-small" }, "What happens"), story);
  outer.append(make("div", { class: "at-foot" }, saving), numbers, said);
  outer.dataset.state = "paused";
  named();

  const renewed = () => {
    const other = given("film");
    if (you) { you = false; pause(); }
    if (other?.seconds) {
      const atEnd = !film || (at >= last() && !running);
      film = other;
      seeker.max = last();
      at = atEnd ? last() : Math.min(at, last());
      told = toldCount = -1;
    }
    take(given("figure")).then(() => { if (film) tell(); });
    named();
  };
  model.on("change:figure", renewed);
  model.on("change:answer", answered);
  const looks = new MutationObserver(() => draw());
  looks.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  const sizes = new ResizeObserver(() => {
    if (held && place.clientWidth && place.clientWidth !== seenWidth) {
      if (!seenWidth && film && film.seconds <= 400 && place.clientWidth < 700) { whole = false; named(); }
      seenWidth = place.clientWidth;
      draw();
    }
  });
  sizes.observe(place);
  take(given("figure"));
  if (film) tell();
  return () => {
    running = false;
    document.removeEventListener("keydown", pressed);
    looks.disconnect();
    sizes.disconnect();
    model.off("change:figure", renewed);
    model.off("change:answer", answered);
    window.Plotly?.purge(place);
  };
}

export default { render };
