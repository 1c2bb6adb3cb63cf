// The numbers of the figure as a table, for readers who do not see the picture. Gives it.
const numbersPart = (view) => {
  const table = make("div", { class: "at-scroll", tabindex: "0", role: "region", "aria-label": "Numbers" });
  const filled = () => {
    if (!part.open) return; // thousands of cells, anew with each figure, that nobody sees
    const { columns, rows } = view.held.numbers;
    const cell = (v) => (v == null ? "–" : typeof v === "number" ? String(Number(v.toPrecision(4))) : v);
    table.replaceChildren(make("table", {},
      make("thead", {}, make("tr", {}, ...columns.map((c) => make("th", { scope: "col" }, c)))),
      make("tbody", {}, ...rows.slice(0, 300).map((row) => make("tr", {},
        ...row.map((v) => make("td", {}, cell(v))))))));
  };
  const part = make("details", { class: "at-details", ontoggle: filled },
    make("summary", {}, "The numbers of this figure"), table);
  view.onTaken.push(filled);
  return part;
};
