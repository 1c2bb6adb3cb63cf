// Saves what stands on the page as one HTML file. The server makes it; plotly's script, which the
// browser has already, is put in here.
const MARK = "/* plotly.min.js */";
const seen = (node) => node.innerText.trim();

// Titles, words and tables of the page; figures are known to the server.
const read = () => {
  const main = document.querySelector("#at-main");
  const words = main.querySelectorAll(
    ".at-head .at-lead, .at-finding, .at-prose p, .at-rule, .at-words li, .at-list li");
  return {
    title: seen(main.querySelector("h1") ?? document.body).slice(0, 200),
    text: [...words].map(seen).filter(Boolean).join("\n\n"),
    tables: [...main.querySelectorAll(".at-table, .at-differ")].map((box) => {
      const rows = [...box.querySelectorAll("tbody tr")].map((row) => [...row.children].map(seen));
      const titles = [...box.querySelectorAll("thead th")].map(seen);
      return {
        title: box.getAttribute("aria-label") ?? "Table",
        columns: titles.length ? titles : (rows[0] ?? []).map(() => ""),
        rows,
      };
    }),
  };
};

function render({ model, el }) {
  let count = 0;
  const said = make("span", { role: "status", class: "at-said" });
  const button = make("button", { type: "button", class: "at-button at-screen", onclick: () => {
    said.textContent = "Preparing …";
    model.set("sent", { n: ++count, what: "save", ...read() });
    model.save_changes();
  } }, "Save this page as a file");
  const answered = async () => {
    const { n, html } = model.get("answer");
    if (n !== count || !html) return;
    const script = await (await fetch(document.getElementById("at-plotly").href)).text();
    const [before, after] = html.split(MARK);
    const whole = before + script.replaceAll("</script", "<\\/script") + after;
    const name = seen(document.querySelector("#at-main h1") ?? button).toLowerCase();
    const file = name.replace(/[^a-z0-9]+/g, "-").replace(/^-|-$/g, "").slice(0, 60) || "page";
    saveFile(`${file}.html`, whole, "text/html");
    said.textContent = "Saved.";
  };
  model.on("change:answer", answered);
  el.append(button, said);
  return () => model.off("change:answer", answered);
}

export default { render };
