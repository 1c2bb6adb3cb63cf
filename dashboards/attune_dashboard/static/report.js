// Saves what stands on the page as one HTML file. The server makes it; plotly's script, which the
// browser has already, is put in here.
const MARK = "/* plotly.min.js */";
const seen = (node) => node.innerText.trim();

// Titles, words and tables of the page; figures are known to the server.
const read = () => {
  const main = document.querySelector("#at-main");
  const words = main.querySelectorAll(
    ".at-head .at-lead, .at-prose p, .at-rule, .at-words li, .at-list li");
  return {
    title: seen(main.querySelector("h1") ?? document.body).slice(0, 200),
    text: [...words].map(seen).filter(Boolean).join("\n\n"),
    tables: [...main.querySelectorAll(".at-table, .at-differ")].map((box) => ({
      title: box.getAttribute("aria-label") ?? "Table",
      columns: [...box.querySelectorAll("thead th")].map(seen),
      rows: [...box.querySelectorAll("tbody tr")].map((row) => [...row.children].map(seen)),
    })),
  };
};

function render({ model, el }) {
  let count = 0;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  said.className = "at-said";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "at-button at-screen";
  button.textContent = "Save this page as a file";
  button.addEventListener("click", () => {
    said.textContent = "Preparing …";
    model.set("sent", { n: ++count, what: "save", ...read() });
    model.save_changes();
  });
  const answered = async () => {
    const { n, html } = model.get("answer");
    if (n !== count || !html) return;
    const root = window.solara?.rootPath ?? "";
    const script = await (await fetch(`${root}/static/assets/plotly.min.js`)).text();
    const [before, after] = html.split(MARK);
    const whole = before + script.replaceAll("</script", "<\\/script") + after;
    const url = URL.createObjectURL(new Blob([whole], { type: "text/html" }));
    const link = document.createElement("a");
    link.href = url;
    const name = seen(document.querySelector("#at-main h1") ?? button).toLowerCase();
    link.download = `${name.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "page"}.html`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
    said.textContent = "Saved.";
  };
  model.on("change:answer", answered);
  el.append(button, said);
  return () => model.off("change:answer", answered);
}

export default { render };
