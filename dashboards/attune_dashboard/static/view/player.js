// Playing a record of seconds: the picture is drawn once, and what has not been yet lies behind a
// curtain that moves on.
//
// Adds to the view: seek(second), step(by), start(), pause(), moved() after the moment has changed,
// named() after a state has; last(), the record's last second; range(), what a window shows;
// open(), once the page is there: a film that says so begins by itself, for some seconds.
const minutes = (s) => `${Math.floor(s / 60)}:${String(Math.floor(s % 60)).padStart(2, "0")}`;
const WINDOW_S = 60;
const NARROW_PX = 700;
const LONG_S = 400; // shown whole even where the window is narrow
const SPEEDS = [1, 2, 4, 10, 30, 60];

const playerPart = (view) => {
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  let speed = 1;
  let drawnPage = 0;
  let before = null;
  let until = Infinity; // where playing stops by itself
  let frames = [];

  const last = () => view.film.seconds - 1;
  const long = () => view.film.seconds > LONG_S || !view.film.counted;
  const limit = () => (view.you ? Math.max(0, view.passed - 1) : last());
  const windowed = () => view.film && !view.whole && view.film.seconds > WINDOW_S;
  const page = () => Math.floor(Math.max(0, Math.min(view.at, last())) / WINDOW_S);
  const range = () => {
    if (!windowed()) return null;
    const first = view.film.start + (page() * WINDOW_S - 0.5) * 1000;
    return [first, first + WINDOW_S * 1000];
  };

  const curtains = () => {
    view.over.replaceChildren();
    const full = view.place._fullLayout;
    if (!full?.xaxis) return;
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
      view.over.append(box);
    }
    moved();
  };
  const moved = () => {
    view.showScene();
    const shownRange = range();
    const first = shownRange ? (shownRange[0] - view.film.start) / 1000 : -0.5;
    const length = shownRange ? WINDOW_S : view.film.seconds;
    const shown = calm.matches ? Math.floor(view.at) : view.at;
    const open = !view.you && view.at >= last();
    const share = open ? 1 : Math.min(1, Math.max(0, (shown - first) / length));
    for (const box of view.over.children) {
      const curtain = box.firstChild;
      curtain.style.transform = `translateX(${share * box.attuneWidth}px)`;
      curtain.classList.toggle("at-open", open);
    }
  };

  const clock = make("span", { class: "at-clock" });
  const run = make("button", {
    type: "button", class: "at-button at-run", "data-what": "run",
    onclick: () => view.toggle(),
  });
  const rates = make("select", { "aria-label": "Speed", onchange: () => { speed = Number(rates.value); } },
    ...SPEEDS.map((s) => make("option", { value: s }, `${s}×`)));
  const seeker = make("input", {
    type: "range", min: 0, step: 1, value: 0, class: "at-seek", "aria-label": "Moment of the record",
    oninput: () => { seek(Number(seeker.value)); },
  });
  const span = make("button", { type: "button", class: "at-quiet", onclick: () => {
    view.whole = !view.whole;
    named();
    view.draw();
  } });
  const on = make("button", {
    type: "button", class: "at-button", "data-what": "step", onclick: () => step(1),
  }, "Step");
  const back = make("button", {
    type: "button", class: "at-button", "data-what": "reset", onclick: () => view.reset(),
  }, "Reset");

  const press = make("button", {
    type: "button", class: "at-button at-press", "data-what": "press",
    onclick: () => view.send("pressed", { second: view.at }),
  });

  const arrived = () => {
    if (windowed() && page() !== drawnPage) view.draw();
    moved();
    view.tell();
  };
  const step = (by) => { pause(); seek(Math.floor(view.at) + by); view.describe(); };
  const seek = (t) => {
    view.at = Math.max(0, Math.min(t, limit()));
    arrived();
  };
  const pause = () => {
    until = Infinity;
    view.running = false;
    view.outer.dataset.state = "paused";
    named();
  };
  const start = () => {
    if (!view.you && view.at >= last()) view.at = 0;
    if (view.you && view.passed >= view.film.seconds) return;
    view.running = true;
    before = null;
    view.outer.dataset.state = "running";
    named();
    requestAnimationFrame(frame);
  };
  const toggle = () => {
    if (!view.running) return start();
    pause();
    view.describe();
  };
  const open = () => {
    if (view.film.opening == null || view.film.second != null) return;
    view.at = view.film.opening;
    arrived();
    if (calm.matches) return view.describe();
    start();
    until = view.at + view.film.plays;
  };
  const named = () => {
    run.textContent = view.running ? "Pause" : "Run";
    span.textContent = view.whole ? "Show one minute" : "Show whole record";
    span.hidden = view.you || view.film.seconds <= WINDOW_S || !view.film.counted;
    rates.hidden = on.hidden = seeker.hidden = view.you;
    seeker.max = last();
    press.hidden = view.you || !view.film.press;
    press.textContent = view.film.press;
    view.seatNamed();
  };
  const frame = (now) => {
    if (!view.running || !view.el.isConnected) return;
    const gone = before == null ? 0 : Math.min(0.25, (now - before) / 1000);
    before = now;
    frames = [...frames.slice(-59), gone];
    const mean = frames.reduce((a, b) => a + b, 0) / frames.length;
    if (frames.length > 30 && mean > 0) view.outer.dataset.fps = String(Math.round(1 / mean));
    view.at = Math.min(view.at + gone * (view.you ? 1 : speed), limit());
    if (view.you) view.seatFrame(now);
    const ended = !view.you && view.at >= Math.min(until, last());
    if (ended) {
      view.at = Math.min(view.at, until);
      pause();
    }
    arrived();
    if (ended) view.describe();
    if (view.running) requestAnimationFrame(frame);
  };
  const showSecond = (k) => {
    const { first, seconds } = view.film;
    clock.textContent = `${minutes(first + k)} of ${minutes(first + seconds)}`;
    view.outer.dataset.second = String(k);
    seeker.value = k;
    seeker.setAttribute("aria-valuetext", minutes(first + k));
  };

  view.at = view.film.second ?? last();
  view.whole = view.el.clientWidth === 0 || view.el.clientWidth >= NARROW_PX || long();
  view.onDrawn.push(curtains);
  view.onWidth = (width, first) => {
    if (first && !long() && width < NARROW_PX) { view.whole = false; named(); }
  };
  view.atEnd.push(() => { view.running = false; });
  Object.assign(view, { last, range, moved, seek, step, pause, start, toggle, open, named, showSecond });
  const buttons = make("div", { class: "at-transport", role: "group", "aria-label": "Playing" },
    run, press, on, back, rates);
  return [buttons, make("div", { class: "at-time" }, clock, seeker, span)];
};
