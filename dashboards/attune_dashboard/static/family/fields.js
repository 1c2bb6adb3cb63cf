// A family in fields: who cares, what happens and when. The same as on the timeline, and more.
let made = 0;
const CHANGE = "Choose …";

function render({ model, el }) {
  const prefix = `at-y${++made}-`;
  let state = JSON.parse(model.get("state"));
  let count = 0;
  let built = "";
  let setters = [];
  const open = new Set(["person 0"]);
  const send = (what, more = {}) => {
    model.set("sent", { n: ++count, what, ...more });
    model.save_changes();
  };
  const button = (text, onclick, kind = "at-button", more = {}) =>
    make("button", { type: "button", class: kind, onclick, ...more }, text);

  // A field is told when it is left, or at Enter; `read` gives what it shows.
  const field = (key, label, read, tell, more = {}) => {
    const id = prefix + key;
    const { note, kind = "number", ...rest } = more;
    const input = make("input", { id, type: kind, autocomplete: "off", step: "any", ...rest,
      ...(note ? { "aria-describedby": `${id}-note` } : {}),
      onchange: () => { if (input.checkValidity()) tell(kind === "number" && input.value !== "" ? Number(input.value) : input.value); else input.reportValidity(); } });
    setters.push(() => {
      const value = read();
      if (document.activeElement !== input || input.dataset.was !== String(value)) input.value = value ?? "";
      input.dataset.was = String(value);
    });
    return make("div", { class: "at-family-field" }, make("label", { for: id }, label), input,
      ...(note ? [make("span", { class: "at-note", id: `${id}-note` }, note)] : []));
  };
  const select = (key, label, options, read, tell) => {
    const id = prefix + key;
    const one = ([value, text]) => (Array.isArray(text)
      ? make("optgroup", { label: value }, ...text.map(one)) : make("option", { value }, text));
    const input = make("select", { id, onchange: () => tell(input.value) }, ...options.map(one));
    setters.push(() => { input.value = read(); });
    return make("div", { class: "at-field" }, make("label", { for: id }, label), input);
  };
  const details = (key, title, ...children) => {
    const summary = make("summary", {});
    const box = make("details", { class: "at-details", open: open.has(key), "data-key": key,
      ontoggle: () => { if (box.open) open.add(key); else open.delete(key); } }, summary, ...children);
    setters.push(() => { summary.textContent = title(); });
    return box;
  };

  const person = (k) => {
    const at = (what, key = "") => (value) => send(what, { caregiver: k, key, value });
    const here = () => state.people[k];
    return details(`person ${k}`, () => `${here().name}, ${Math.round(100 * here().share)}% of care at birth`,
      field(`name${k}`, "Name", () => here().name, at("name"), { kind: "text", maxlength: 60 }),
      field(`share${k}`, "Share of care at birth", () => here().share, at("share"), { min: 0, max: 1 }),
      ...state.levers.map((lever) => {
        const box = field(`lever${k}-${lever.name}`, lever.label, () => here().own[lever.name] ?? null,
          at("circumstance", lever.name), { min: lever.low, max: lever.high, title: lever.help });
        const input = box.querySelector("input");
        setters.push(() => { input.placeholder = here().usual[lever.name]; });
        return box;
      }),
      ...(state.people.length > 1 ? [button(`Remove ${here().name}`, () => send("leave", { caregiver: k }), "at-quiet")] : []));
  };

  const happening = (k) => {
    const here = () => state.events[k];
    const set = (key) => (value) => send("set", { event: k, key, value });
    const names = state.people.map((p) => p.name);
    const days = { min: 0, max: state.span, step: 1, required: true };
    return details(`event ${k}`, () => `${here().title || "a change"}: ${since(here().day)}`,
      field(`title${k}`, "Title", () => here().title, set("title"), { kind: "text", maxlength: 60 }),
      field(`day${k}`, "Begins on day", () => here().day, set("day"), days),
      field(`latest${k}`, "Or later, up to day", () => here().latest, set("latest"),
        { min: 0, step: 1, note: "Each family on a day of its own." }),
      field(`length${k}`, "Lasts for days", () => here().length, set("length"),
        { min: 1, step: 1, note: "Empty: for good." }),
      field(`rise${k}`, "Comes on over days", () => here().rise, set("rise"), { min: 0, step: 1 }),
      field(`fade${k}`, "Passes off over days", () => here().fade, set("fade"), { min: 0, step: 1 }),
      field(`befalls${k}`, "Share of families", () => here().share, set("share"), { min: 0.01, max: 1 }),
      select(`whom${k}`, "Whom it affects", [["", here().several ? "Several" : "Everyone"], ...names.map((n) => [n, n])],
        () => here().whom, set("whom")),
      ...here().amounts.map(([name, label], m) => field(`amount${k}-${name}`, label,
        () => here().amounts[m]?.[2], (value) => send("amount", { event: k, key: name, value }))),
      make("div", { class: "at-field" }, make("label", { for: `${prefix}more${k}` }, "Change something else"),
        make("select", { id: `${prefix}more${k}`, onchange: (e) => {
          if (e.target.value) send("amount", { event: k, key: e.target.value, value: e.target.value === "support" ? 0.2 : 1 });
          e.target.value = "";
        } }, make("option", { value: "" }, CHANGE),
        ...state.levers.filter((l) => !here().amounts.some(([n]) => n === l.name))
          .map((l) => make("option", { value: l.name }, l.label)))),
      ...(Object.keys(here().care).length
        ? [...names.map((n, m) => field(`care${k}-${m}`, `Care by ${n} from then on`, () => here().care[n],
          (value) => send("care", { event: k, key: n, value }), { min: 0, max: 1 })),
        button("Leave shares of care as they are", () => send("care", { event: k, key: "on", value: false }), "at-quiet")]
        : names.length > 1
          ? [button("Change who cares", () => send("care", { event: k, key: "on", value: true }), "at-quiet")] : []),
      button("Remove this event", () => send("remove", { event: k }), "at-quiet"));
  };

  const shapeOf = () => JSON.stringify([state.presets, state.people.map((p) => p.name), state.span,
    state.events.map((e) => [e.title, e.amounts.map(([n, l]) => [n, l]), Object.keys(e.care), e.several])]);
  const copied = make("span", { class: "at-note", role: "status" });
  const problem = make("p", { class: "at-problem", role: "status" });
  const file = make("input", { type: "file", accept: ".toml,text/plain", class: "at-visually-hidden", tabindex: "-1",
    "aria-label": "A scenario's TOML file",
    onchange: async () => {
      if (file.files[0]) send("load", { value: await file.files[0].slice(0, 100000).text() });
      file.value = "";
    } });
  const copy = (key, text) => button(text, async () => {
    try {
      await navigator.clipboard.writeText(state.code[key]);
      copied.textContent = `Copied: ${state.code[key].split("\n", 1)[0]} …`;
    } catch {
      copied.textContent = state.code[key]; // to be marked by hand
    }
  }, "at-quiet", { "aria-label": `Copy as ${text}` });

  const root = make("section", { class: "at-rail at-family", "aria-label": "Set up" });
  const build = () => {
    setters = [];
    const story = make("p", { class: "at-story" });
    const look = make("p", { class: "at-story" });
    setters.push(() => {
      story.textContent = state.story;
      look.textContent = state.look_for ? `Notice: ${state.look_for}` : "";
    });
    const names = () => state.people.map((p, k) => [String(k), p.name]);
    const whose = make("select", { id: `${prefix}to`, "aria-label": "To whom" },
      ...names().map(([value, text]) => make("option", { value }, text)));
    const kind = make("select", { id: `${prefix}kind`, "aria-label": "What happens" },
      ...state.kinds.map(([value, text]) => make("option", { value }, text)));
    const undo = button("Undo", () => send("undo"), "at-button", { "data-what": "undo" });
    setters.push(() => { undo.disabled = !state.can_undo; });
    root.replaceChildren(
      make("h2", { class: "at-rail-title" }, "Set up"),
      select("preset", "Scenario", state.presets, () => state.chosen, (value) => send("preset", { value })),
      story, look,
      ...(state.people.length > 1 ? [select("with", "Look at the bond with", names(),
        () => String(state.caregiver), (value) => send("caregiver", { value: Number(value) }))] : []),
      field("age", "Age looked at, in days", () => state.age, (value) => send("age", { value }),
        { min: 0, max: state.span, step: 1, required: true }),
      problem,
      ...(state.events.length > 1 ? [select("without", "Grey: the same families without",
        [["0", "all events"], ...state.events.map((e, k) => [String(k + 1), e.title || "a change"])],
        () => String(state.without), (value) => send("without", { value }))] : []),
      make("h3", { class: "at-half" }, "What happens"),
      ...state.events.map((_, k) => happening(k)),
      make("div", { class: "at-buttons at-place" }, kind, whose,
        button("Place it", () => {
          open.add(`event ${state.events.length}`);
          send("add", { value: kind.value, caregiver: Number(whose.value), day: state.age });
        }, "at-button", { "data-what": "add" })),
      make("h3", { class: "at-half" }, "Who cares"),
      ...state.people.map((_, k) => person(k)),
      button("Add a caregiver", () => send("person"), "at-quiet"),
      make("div", { class: "at-buttons" }, undo,
        button("Try another seed", () => send("luck"), "at-button", { "data-what": "luck" }),
        button("Load a file", () => file.click()), file),
      make("div", { class: "at-buttons at-copies" }, "Copy as: ", copy("toml", "scenario file"),
        copy("command", "command"), copied));
  };
  const draw = () => {
    const focus = document.activeElement?.id;
    const now = shapeOf();
    if (now !== built) { built = now; build(); }
    for (const set of setters) set();
    problem.textContent = state.problem ? `Not changed: ${state.problem}.` : "";
    if (focus && document.activeElement?.id !== focus && focus.startsWith(prefix)) document.getElementById(focus)?.focus();
    root.dataset.turn = String(Number(root.dataset.turn ?? 0) + 1);
  };
  const edit = (event) => {
    const box = root.querySelector(`[data-key="event ${event.detail}"]`);
    if (!box) return;
    box.open = true;
    box.querySelector(`#${prefix}day${event.detail}`)?.focus();
  };
  const renewed = () => { state = JSON.parse(model.get("state")); draw(); };
  el.append(root);
  window.addEventListener("at-edit-event", edit);
  model.on("change:state", renewed);
  draw();
  return () => {
    window.removeEventListener("at-edit-event", edit);
    model.off("change:state", renewed);
  };
}

export default { render };
