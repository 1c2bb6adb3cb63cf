// Days of life on one axis: who cares how much, and what happens. Events are dragged, or moved by keys;
// the figure below has the same axis, and this one takes its place from it.
const SVG = "http://www.w3.org/2000/svg";
const LEFT = 64, RIGHT = 24, AREA = 22, WEEK = 7, REST_MS = 350;
const STEPS = [1, 3, 6, 12, 24, 36, 60]; // months between two marks of the axis

const shape = (tag, attributes = {}, ...children) => {
  const node = document.createElementNS(SVG, tag);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value !== null) node.setAttribute(key, value);
  }
  node.append(...children);
  return node;
};

function render({ model, el }) {
  let state = JSON.parse(model.get("state"));
  let count = 0;
  let timer = null;
  let pending = false; // moved here, and not told yet
  let box = { left: LEFT, width: 0 };
  const send = (what, more = {}) => {
    model.set("sent", { n: ++count, what, ...more });
    model.save_changes();
  };
  const clamp = (day) => Math.max(0, Math.min(state.span, Math.round(day)));
  const x = (day) => box.left + (box.width * Math.min(day, state.span)) / state.span;
  const dayAt = (px) => clamp(((px - box.left) / box.width) * state.span);

  const svg = shape("svg", { class: "at-life", role: "group", "aria-label": "What happens, over days of life" });
  const age = make("input", { type: "range", min: 0, step: 1, class: "at-age-range",
    "aria-label": "Age that is looked at",
    oninput: () => { showAge(Number(age.value)); soon("age", { value: Number(age.value) }); } });
  const told = make("span", { class: "at-age-told" });
  const jump = make("button", { type: "button", class: "at-quiet", onclick: () => {
    document.getElementById("at-moments")?.scrollIntoView({ block: "start" });
  } }, "See their moments then");
  el.append(make("section", { class: "at-timeline", "aria-label": "Timeline" }, svg, age,
    make("p", { class: "at-age" }, told, jump)));

  const soon = (what, more) => {
    pending = true;
    clearTimeout(timer);
    timer = setTimeout(() => { pending = false; send(what, more); }, REST_MS);
  };
  const showAge = (day) => {
    state.age = day;
    told.textContent = `Looked at: ${said(day)}.`;
    age.setAttribute("aria-valuetext", said(day));
    svg.querySelector(".at-now")?.setAttribute("transform", `translate(${x(day)} 0)`);
  };

  // Where the figure's axis begins and ends; without a figure, where it will.
  const measure = () => {
    const width = svg.clientWidth || el.clientWidth || 600;
    const place = el.closest(".at-main-column")?.querySelector(".at-course .at-figure");
    const axis = place?._fullLayout?.xaxis;
    const shift = axis ? place.getBoundingClientRect().left - svg.getBoundingClientRect().left : 0;
    box = axis?._length
      ? { left: axis._offset + shift, width: axis._length }
      : { left: LEFT, width: Math.max(100, width - LEFT - RIGHT) };
    return width;
  };

  const ends = (event) => Math.min(event.until ?? state.span, state.span);
  const label = (event) => (event.whom.length && event.whom.length < state.people.length
    ? `${event.title} (${event.whom.join(", ")})` : event.title);
  // Rows in which no two events lie over each other.
  const rows = (letter) => {
    const full = [];
    return state.events.map((event) => {
      const from = Math.min(x(event.day), textAt(event, letter)) - 12;
      const to = Math.max(x(ends(event)), textAt(event, letter) + letter * label(event).length) + 10;
      let row = full.findIndex((taken) => taken.every(([a, b]) => to < a || from > b));
      if (row < 0) row = full.push([]) - 1;
      full[row].push([from, to]);
      return row;
    });
  };
  const textAt = (event, letter) => {
    const end = box.left + box.width + RIGHT;
    return Math.max(4, Math.min(x(event.day) + 12, end - letter * label(event).length));
  };

  const move = (k, day, now) => {
    const event = state.events[k];
    const by = clamp(day) - event.day;
    event.day += by;
    if (event.latest !== null) event.latest += by;
    if (event.until !== null) event.until += by;
    draw(k);
    if (now) send("day", { event: k, value: event.day });
    else soon("day", { event: k, value: event.day });
  };
  const pressed = (k) => (event) => {
    const by = { ArrowRight: 1, ArrowLeft: -1, ArrowUp: WEEK, ArrowDown: -WEEK, PageUp: 4 * WEEK, PageDown: -4 * WEEK };
    const { key } = event;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (key in by) move(k, state.events[k].day + by[key] * (event.shiftKey && !key.startsWith("Page") ? WEEK : 1));
    else if (key === "Home") move(k, 0);
    else if (key === "End") move(k, state.span);
    else if (key === "Enter") window.dispatchEvent(new CustomEvent("at-edit-event", { detail: k }));
    else if (key === "Delete" || key === "Backspace") {
      if (!event.repeat) send("remove", { event: k }); // one for each press: it leaves when that is heard
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const dragged = (k) => (down) => {
    if (down.button) return;
    const start = state.events[k].day;
    const grip = down.clientX - x(start);
    let moved = false;
    const moving = (event) => {
      if (Math.abs(event.clientX - down.clientX) > 3) moved = true;
      if (moved) move(k, dayAt(event.clientX - grip), false);
      clearTimeout(timer); // it is told when it is let go
    };
    const done = (event) => {
      removeEventListener("pointermove", moving);
      removeEventListener("pointerup", done);
      removeEventListener("pointercancel", done);
      pending = false;
      if (event.type === "pointercancel") move(k, start, false);
      else if (moved) send("day", { event: k, value: state.events[k].day });
      else window.dispatchEvent(new CustomEvent("at-edit-event", { detail: k }));
    };
    pending = true;
    addEventListener("pointermove", moving);
    addEventListener("pointerup", done);
    addEventListener("pointercancel", done);
  };

  const eventShape = (event, k, y, letter, bottom) => {
    const valued = `${since(event.day)}${event.until === null ? ", for good" : `, until day ${event.until}`}`;
    const node = shape("g", {
      class: "at-happening", tabindex: "0", role: "slider", "data-event": k, "aria-label": label(event),
      "aria-valuemin": 0, "aria-valuemax": state.span, "aria-valuenow": event.day, "aria-valuetext": valued,
      onkeydown: pressed(k), onpointerdown: dragged(k),
    },
    shape("title", {}, `${label(event)}: ${valued}. Drag, or use the arrow keys; Enter edits, Delete removes.`),
    shape("rect", { class: "at-grip", x: x(event.day) - 12, y: y - 13, width: Math.max(24, x(ends(event)) - x(event.day) + 12), height: 26 }),
    ...(event.latest > event.day ? [shape("rect", { class: "at-between", x: x(event.day), y: y - 7,
      width: x(event.latest) - x(event.day), height: 14, rx: 7 })] : []),
    shape("line", { class: "at-lasts", x1: x(event.day), x2: x(ends(event)), y1: y + 9, y2: y + 9 }),
    shape("line", { class: "at-drop", x1: x(event.day), x2: x(event.day), y1: y, y2: bottom }),
    shape("circle", { cx: x(event.day), cy: y, r: 7 }),
    shape("text", { x: textAt(event, letter), y: y + 4 }, label(event)));
    return node;
  };

  const lane = (person, base) => {
    const points = state.days.map((day, k) => `${x(day)},${base - AREA * person.care[k]}`);
    return shape("g", { class: "at-lane" },
      shape("line", { class: "at-base", x1: x(0), x2: x(state.span), y1: base, y2: base }),
      shape("polygon", { points: [`${x(0)},${base}`, ...points, `${x(state.span)},${base}`].join(" "),
        style: `fill:${person.colour}` }),
      shape("polyline", { points: points.join(" "), style: `stroke:${person.colour}` }));
  };
  // In the fewest words that fit.
  const laneLabel = (person, y, letter) => {
    const [from, to] = [person.care[0], person.care.at(-1)].map((share) => `${Math.round(100 * share)}%`);
    const full = from === to ? `${person.name}: ${from} of care` : `${person.name}: ${from} of care at birth, ${to} at the end`;
    const short = from === to ? `${person.name} ${from}` : `${person.name} ${from}, then ${to}`;
    return shape("text", { class: "at-whose", x: x(0) + 4, y }, full.length * letter < box.width - 8 ? full : short);
  };

  const draw = (focused = null) => {
    const width = measure();
    const letter = parseFloat(getComputedStyle(svg).fontSize) * 0.56 || 7;
    const inRow = rows(letter);
    const line = Math.max(16, letter * 2.5); // of text, in pixels
    const row = Math.max(28, line + 10);
    const above = 8 + row * (1 + Math.max(-1, ...inRow));
    const laneHeight = line + AREA + 4;
    const base = (k) => above + laneHeight * (k + 1) - 2;
    const height = above + laneHeight * state.people.length + line + 8;
    svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    svg.setAttribute("height", height);
    const most = box.width < 420 ? 5 : 9;
    const step = STEPS.find((months) => state.span / (months * MONTH) <= most) ?? STEPS.at(-1);
    const ticks = [];
    for (let m = 0; m * MONTH <= state.span; m += step) {
      ticks.push(shape("text", { class: "at-tick", x: x(m * MONTH), y: height - 6,
        "text-anchor": m ? "middle" : "start" }, m ? (step < 12 ? `${m} mo` : `${m / 12} y`) : "birth"));
    }
    svg.replaceChildren(
      ...state.people.map((person, k) => lane(person, base(k))),
      shape("g", { class: "at-now", "aria-hidden": "true" }, shape("line", { y1: 0, y2: height - line - 4 })),
      ...ticks,
      ...state.events.map((event, k) => eventShape(event, k, 16 + row * inRow[k], letter, height - line - 4)),
      ...state.people.map((person, k) => laneLabel(person, base(k) - AREA - 5, letter)));
    age.max = state.span;
    age.value = state.age;
    age.style.marginLeft = `${box.left - 8}px`;
    age.style.width = `${box.width + 16}px`;
    showAge(state.age);
    if (focused !== null) svg.querySelector(`[data-event="${focused}"]`)?.focus({ preventScroll: true });
  };

  const renewed = () => {
    if (pending) return;
    const at = document.activeElement?.closest?.(".at-happening");
    state = JSON.parse(model.get("state"));
    draw(at && svg.contains(at) ? Math.min(Number(at.dataset.event), state.events.length - 1) : null);
    svg.dataset.turn = String(Number(svg.dataset.turn ?? 0) + 1);
  };
  let seen = "";
  const sizes = new ResizeObserver(() => {
    const now = `${el.clientWidth}`;
    if (now !== seen) { seen = now; draw(); }
  });
  sizes.observe(el);
  const column = el.closest(".at-main-column") ?? document.body;
  const figures = new MutationObserver(() => {
    const { left, width } = box;
    measure();
    if (left !== box.left || width !== box.width) draw(focusedEvent());
  });
  const focusedEvent = () => {
    const at = document.activeElement?.closest?.(".at-happening");
    return at && svg.contains(at) ? Number(at.dataset.event) : null;
  };
  figures.observe(column, { subtree: true, attributes: true, attributeFilter: ["data-figure", "data-ready"] });
  model.on("change:state", renewed);
  draw();
  return () => {
    clearTimeout(timer);
    sizes.disconnect();
    figures.disconnect();
    model.off("change:state", renewed);
  };
}

export default { render };
