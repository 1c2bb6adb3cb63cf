// A button that prints the page. Its figures are made ready for paper first: nothing of a promise
// runs between what a script calls and the printing.
const READY_MS = 100;
const print = () => {
  dispatchEvent(new Event("beforeprint"));
  setTimeout(() => window.print(), READY_MS);
};
function render({ model, el }) {
  el.append(make("button", {
    type: "button", class: "at-button at-screen", onclick: print,
  }, model.get("label")));
}

export default { render };
