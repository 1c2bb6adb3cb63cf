// A button that prints the page.
function render({ model, el }) {
  el.append(make("button", {
    type: "button", class: "at-button at-screen", onclick: () => window.print(),
  }, model.get("label")));
}

export default { render };
