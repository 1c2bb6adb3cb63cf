// A button that prints the page.
function render({ model, el }) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "at-button at-screen";
  button.textContent = model.get("label");
  button.addEventListener("click", () => window.print());
  el.append(button);
}

export default { render };
