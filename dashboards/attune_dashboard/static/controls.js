// The controls of one scenario, made from the declarations of its parameters: native elements only.
let made = 0;

// A field that leaves of all settings those whose name or meaning holds what is typed.
function search(groups, id) {
  const found = make("span", { class: "at-note", role: "status" });
  const input = make("input", { type: "search", id, class: "at-search", oninput: () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { box, items, open } of groups) {
      let some = 0;
      for (const [node, item] of items) {
        const text = `${item.label} ${item.name} ${item.help}`.toLowerCase();
        node.hidden = !words.every((word) => text.includes(word));
        some += !node.hidden;
      }
      box.hidden = !some;
      box.open = words.length ? true : open;
      count += some;
    }
    found.textContent = words.length ? `${count} settings` : "";
  } });
  return make("div", { class: "at-field" }, make("label", { for: id }, "Search settings"), input, found);
}

function render({ model, el }) {
  const spec = JSON.parse(model.get("spec"));
  const prefix = `at-c${++made}-`;
  let count = 0;
  let pending = null;
  let timer = null;
  let busy = false;
  let last = 0;
  const send = (what, more = {}) => {
    model.set("sent", { n: ++count, what, ...more });
    model.save_changes();
    last = performance.now();
  };
  // While a slider moves: at most ten messages a second, none while the server works on one, and
  // the last one always goes.
  const flush = () => {
    if (!pending || timer || (busy && performance.now() - last < 1000)) return;
    timer = setTimeout(() => {
      timer = null;
      const message = pending;
      pending = null;
      busy = true;
      send(...message);
      setTimeout(flush, 1000); // in case nothing changes by it
    }, Math.max(0, 100 - (performance.now() - last)));
  };
  const soon = (what, more) => {
    pending = [what, more];
    flush();
  };
  const fields = {};
  const shown = (item, value) => {
    const digits = item.whole ? 0 : item.step < 0.002 ? 3 : 2;
    return Number(value).toFixed(digits);
  };

  // Options are pairs of value and text; where the second is a list, a group of them.
  const options = (pairs) => pairs.map(([value, text]) => (Array.isArray(text)
    ? make("optgroup", { label: value }, ...options(text))
    : make("option", { value }, text)));
  const select = (key, label, pairs) => {
    const id = prefix + key;
    const input = make("select", { id, onchange: () => send(key, { value: input.value }) },
      ...options(pairs));
    fields[key] = { set: (value) => { input.value = value; } };
    return make("div", { class: "at-field" }, make("label", { for: id }, label), input);
  };

  const slider = (key, item, what = "value") => {
    const id = prefix + key;
    const out = make("input", {
      type: "number", class: "at-value", min: item.low, max: item.high, step: item.whole ? 1 : "any",
      "aria-label": `${item.label}, as a number`,
      onchange: () => { if (out.value !== "") send(what, { name: key, value: Number(out.value) }); },
    });
    const note = make("span", { class: "at-note", id: `${id}-note` });
    const tip = make("span", { class: "at-tip", role: "tooltip", id: `${id}-tip` }, item.help);
    const input = make("input", {
      type: "range", id, min: item.low, max: item.high, step: item.step,
      "aria-describedby": `${id}-note`,
      oninput: () => {
        out.value = shown(item, input.value);
        soon(what, { name: key, value: Number(input.value) });
      },
    });
    const help = make("button", {
      type: "button", class: "at-help", "aria-label": `What does this mean: ${item.label}`,
      "aria-describedby": `${id}-tip`,
    }, "i");
    const back = make("button", {
      type: "button", class: "at-back", "aria-label": `${item.label}: reset to preset`,
      title: "Reset to preset", onclick: () => send("clear", { name: key }),
    }, "↺");
    back.hidden = true;
    let held = "";
    let at = null;
    fields[key] = {
      set: (value, text, changed) => {
        const now = `${value} ${text} ${changed}`;
        if (now === held && document.activeElement !== input && Number(input.value) === at) return;
        held = now;
        if (document.activeElement !== input || Math.abs(input.value - value) > 2 * item.step) {
          input.value = value;
          at = Number(input.value);
          out.value = shown(item, value);
        }
        note.textContent = text || "";
        back.hidden = !changed;
      },
    };
    return make("div", { class: "at-field at-slider" },
      make("div", { class: "at-label" },
        make("label", { for: id }, item.label), make("span", { class: "at-tipped" }, help, tip),
        back, out, item.unit_short ?? ""),
      input, note, ...(spec.bench ? [make("span", { class: "at-note at-meaning" }, item.help)] : []));
  };

  const button = (what, text, kind = "at-button") => make("button", {
    type: "button", class: kind, "data-what": what, onclick: () => send(what),
  }, text);

  const parts = [make("h2", { class: "at-rail-title" }, spec.heading)];
  parts.push(select("scenario", "Scenario", spec.presets));
  const story = make("p", { class: "at-story" });
  const look = make("p", { class: "at-story" });
  if (spec.story) parts.push(story, look);
  if (spec.views.length) parts.push(select("view", "Situation", spec.views));
  for (const [key, label, options] of spec.extra) parts.push(select(key, label, options));
  const caregivers = make("div", {});
  parts.push(caregivers);
  if (spec.age) parts.push(slider("age", spec.age, "age"));
  const undo = button("undo", "Undo");
  const reset = button("reset", "Reset to preset");
  const luck = button("luck", "Try another seed");
  const seed = make("input", {
    type: "number", id: `${prefix}seed`, class: "at-value", min: 0, step: 1,
    onchange: () => { if (seed.value !== "") send("seed", { value: seed.value }); },
  });
  const seeded = make("div", { class: "at-label at-seed" },
    make("label", { for: seed.id }, "Random seed"), seed);
  seeded.hidden = !spec.luck;
  parts.push(make("div", { class: "at-buttons" },
    ...(spec.luck ? [luck] : []), undo, reset), seeded);
  const groups = spec.groups.map((group) => {
    const items = group.items.map((item) => [slider(item.name, item), item]);
    const box = make("details", { class: "at-details", open: group.open },
      make("summary", {}, group.title), ...items.map(([node]) => node));
    return { box, items, open: group.open };
  });
  if (spec.bench) parts.push(search(groups, `${prefix}search`));
  parts.push(...groups.map((group) => group.box));
  const file = make("input", {
    type: "file", accept: ".toml,text/plain", class: "at-visually-hidden", tabindex: "-1",
    "aria-label": "A scenario's TOML file",
    onchange: async () => {
      if (file.files[0]) send("load", { value: await file.files[0].slice(0, 100000).text() });
      file.value = "";
    },
  });
  const copied = make("span", { class: "at-note", role: "status" });
  const copies = make("div", { class: "at-buttons at-copies" }, "Copy as: ",
    ...[["spec", "SPEC"], ["command", "command"], ["python", "Python"]].map(([key, text]) => make("button", {
      type: "button", class: "at-quiet", "aria-label": `Copy as ${text}`, onclick: async () => {
        const code = JSON.parse(model.get("state")).code[key];
        try {
          await navigator.clipboard.writeText(code);
          copied.textContent = `Copied: ${code.split("\n", 1)[0]} …`;
        } catch {
          copied.textContent = code; // to be marked by hand
        }
      },
    }, text)), copied);
  const problem = make("p", { class: "at-problem", role: "status" });
  parts.push(make("div", { class: "at-buttons" },
    make("button", { type: "button", class: "at-button", onclick: () => {
      const { scenario, toml } = JSON.parse(model.get("state"));
      saveFile(`${scenario}.toml`, toml, "text/plain");
    } }, "Save scenario"),
    make("button", { type: "button", class: "at-button", onclick: () => file.click() },
      "Load a file"), file), problem, copies);
  el.append(make("section", { class: "at-rail", "aria-label": spec.heading }, ...parts));

  let names = "";
  const draw = () => {
    const state = JSON.parse(model.get("state"));
    problem.textContent = state.problem ? `Not changed: ${state.problem}.` : "";
    const list = el.querySelector(`#${prefix}scenario`);
    list.querySelector("[value=own]")?.remove();
    if (state.own) list.append(make("option", { value: "own" }, `Your file: ${state.own}`));
    fields.scenario.set(state.scenario);
    fields.view?.set(state.view);
    for (const [key] of spec.extra) fields[key].set(state[key]);
    fields.age?.set(state.age);
    story.textContent = state.story;
    look.textContent = state.look_for ? `Notice: ${state.look_for}` : "";
    if (names !== state.caregivers.join()) {
      names = state.caregivers.join();
      caregivers.replaceChildren(...(state.caregivers.length > 1 ? [
        select("caregiver", "Caregiver", state.caregivers.map((c, k) => [k, c])),
      ] : []));
    }
    if (state.caregivers.length > 1) fields.caregiver.set(state.caregiver);
    for (const group of spec.groups) {
      for (const { name } of group.items) {
        fields[name].set(state.values[name], state.notes[name], state.changed.includes(name));
      }
    }
    undo.disabled = !state.can_undo;
    reset.disabled = !state.changed.length;
    seed.value = state.seed;
  };
  const renewed = () => {
    busy = false;
    draw();
    flush();
  };
  model.on("change:state", renewed);
  draw();
  return () => { clearTimeout(timer); model.off("change:state", renewed); };
}

export default { render };
