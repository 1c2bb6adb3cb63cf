// A question, its answers as native radio buttons, and a button that commits one of them.
let made = 0;

function render({ model, el }) {
  const name = `at-ask-${++made}`;
  let count = 0;
  let chosen = null;
  let before = null;
  const draw = () => {
    const { question, answers, committed, closed } = JSON.parse(model.get("asked"));
    if (before !== null && committed === null) chosen = null; // cleared: a new round
    before = committed;
    const done = committed !== null || closed;
    const button = make("button", { type: "submit", class: "at-button at-run" }, "Commit");
    button.disabled = done || chosen === null;
    const said = make("p", { class: "at-note", role: "status" },
      committed !== null ? "Committed. It cannot be changed now." : closed ? "Predictions are closed." : "");
    const options = answers.map((answer, k) => make("label", {
      class: `at-answer${committed === k ? " at-committed" : ""}`,
    }, make("input", {
      type: "radio", name, value: k, disabled: done, checked: (committed ?? chosen) === k,
      onchange: () => { chosen = k; button.disabled = false; },
    }), make("span", {}, answer)));
    el.replaceChildren(make("form", {
      class: "at-ask",
      "data-committed": committed === null ? "no" : String(committed),
      onsubmit: (event) => {
        event.preventDefault();
        if (chosen === null || done) return;
        model.set("sent", { n: ++count, answer: chosen });
        model.save_changes();
      },
    }, make("fieldset", {}, make("legend", {}, question), ...options), button, said));
  };
  model.on("change:asked", draw);
  draw();
  return () => model.off("change:asked", draw);
}

export default { render };
