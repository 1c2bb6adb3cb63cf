// Coded files of a researcher: chosen here, handed to the server on this machine, mapped, measured.
// Names of files stay in the browser.
function render({ model, el }) {
  const spec = JSON.parse(model.get("spec"));
  let count = 0;
  let loaded = [];
  const send = (what, more = {}) => {
    model.set("sent", { n: ++count, what, ...more });
    model.save_changes();
  };
  const [problem, fault] = [1, 2].map(() => make("p", { class: "at-problem", role: "status" }));
  const layout = () => Object.fromEntries(spec.layout.map(({ key }) => [key, fields[key].value]));

  const encoded = (file) => new Promise((done, fail) => {
    const reader = new FileReader();
    reader.onload = () => done(reader.result.slice(reader.result.indexOf(",") + 1));
    reader.onerror = () => fail(reader.error);
    reader.readAsDataURL(file);
  });
  const take = async (files) => {
    if (!files.length) return;
    const bytes = files.reduce((sum, file) => sum + file.size, 0);
    if (files.length > spec.most || bytes > spec.largest) {
      problem.textContent = `These are ${files.length} files with ${(bytes / 1e6).toFixed(1)} MB;`
        + ` this page takes ${spec.most} and ${spec.largest / 1e6} MB at once. The command line takes more.`;
      return;
    }
    problem.textContent = "Reading …";
    try {
      const contents = await Promise.all(files.map(encoded));
      loaded = files;
      send("files", { files: contents, ...layout() });
    } catch {
      problem.textContent = "A file could not be read; is it still where it was?";
    }
  };
  const input = make("input", {
    type: "file", multiple: true, class: "at-visually-hidden", tabindex: "-1",
    "aria-label": "Coded files",
    onchange: async () => { await take([...input.files]); input.value = ""; },
  });
  const names = make("p", { class: "at-note" });

  const fields = {};
  const rows = spec.layout.map(({ key, label, note }) => {
    const id = `at-coded-${key}`;
    fields[key] = make("input", { id, type: "text", autocomplete: "off", spellcheck: "false",
      "aria-describedby": `${id}-note`, onchange: () => { if (loaded.length) send("look", layout()); } });
    return make("div", { class: "at-field" }, make("label", { for: id }, label), fields[key],
      make("span", { class: "at-note", id: `${id}-note` }, note));
  });

  const about = make("details", { class: "at-details" },
    make("summary", {}, "Several dyads in a table, or no times"), ...rows);

  const text = make("textarea", { id: "at-coded-map", rows: "16", spellcheck: "false",
    autocomplete: "off", class: "at-coded-map", oninput: () => draw() });
  const map = make("input", {
    type: "file", accept: ".toml,text/plain", class: "at-visually-hidden", tabindex: "-1",
    "aria-label": "A mapping's TOML file",
    onchange: async () => {
      if (map.files[0]) text.value = await map.files[0].slice(0, 100001).text();
      map.value = "";
      draw();
    },
  });
  const button = (label, onclick, kind = "at-button") =>
    make("button", { type: "button", class: kind, onclick }, label);
  const run = button("Measure", () => {
    fault.textContent = "Measuring …";
    send("measure", { mapping: text.value });
  }, "at-button at-run");
  const anew = button("Begin anew", () => { text.value = given; draw(); });
  const yours = make("p", { class: "at-note", role: "status" });
  const saves = make("div", { class: "at-buttons" });
  el.append(make("section", { class: "at-rail at-coded", "aria-label": "Files and mapping" },
    make("h2", { class: "at-rail-title" }, "Files and mapping"),
    make("div", { class: "at-buttons" }, button("Load coded files", () => input.click()), input),
    names, problem, about,
    make("div", { class: "at-field" },
      make("label", { for: "at-coded-map" }, "Mapping: what the codes mean"), text, yours),
    make("div", { class: "at-buttons" }, run, button("Load a mapping", () => map.click()), map,
      button("Save the mapping", () => saveFile("map.toml", text.value, "text/plain")), anew),
    fault, saves));

  // What was written by hand stays when other files are loaded.
  let given = "";
  let version = 0;
  const draw = () => {
    const state = JSON.parse(model.get("state"));
    if (state.version !== version) {
      if (!text.value.trim() || text.value === given) text.value = state.mapping;
      version = state.version;
      given = state.mapping;
    }
    run.disabled = !state.loaded || !text.value.trim();
    anew.hidden = !given || text.value === given;
    yours.textContent = anew.hidden ? "" : "You changed the mapping, so loading files leaves it as"
      + " it is. Begin anew replaces it by a first one for these files.";
  };
  const heard = () => {
    const state = JSON.parse(model.get("state"));
    draw();
    problem.textContent = state.problem;
    fault.textContent = state.fault;
    if (spec.layout.some(({ key }) => state.problem.includes(`${key} = `))) about.open = true;
    names.textContent = loaded.map((file, k) => `${k + 1}: ${file.name}`).join(", ");
    saves.replaceChildren(...state.tables.map((name) =>
      button(`Save ${name}`, () => send("save", { name }))));
    el.firstChild.dataset.turn = `${state.turn}`;
  };
  const answered = () => {
    const { n, name, text: content } = model.get("answer");
    if (n === count && name) saveFile(name, content, "text/csv");
  };
  model.on("change:state", heard);
  model.on("change:answer", answered);
  heard();
  return () => { model.off("change:state", heard); model.off("change:answer", answered); };
}

export default { render };
