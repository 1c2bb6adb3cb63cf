// Keys while a record is shown; bar.js lists them for people.
const keysPart = (view) => {
  const pressed = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (!view.place.isConnected || document.querySelector("dialog[open]")) return;
    const target = event.target;
    const typing = target.matches?.("select, textarea, input:not([type=range])");
    const elsewhere = target.matches?.("input[type=range]") && !view.outer.contains(target);
    const { key } = event;
    if (typing) return;
    if (key === " " && !target.closest?.(":is(button, summary, a):focus-visible")) {
      view.toggle();
    } else if (key === "r" || key === "R") {
      view.reset();
    } else if (view.you && view.actOf(key)) {
      view.act(view.actOf(key));
    } else if (!view.you && (key === "ArrowRight" || key === "ArrowLeft") && !elsewhere) {
      view.step(key === "ArrowRight" ? 1 : -1);
    } else return;
    event.preventDefault();
  };
  document.addEventListener("keydown", pressed);
  view.atEnd.push(() => document.removeEventListener("keydown", pressed));
};
