// Draws the nodes of site/tree.py, and what is other in them later, without touching the rest.
const kindOf = (node) => {
  if (typeof node === "string") return "text";
  // Two rooms cannot change into each other.
  if (node.w) return `widget ${node.w} ${node.j.film?.room ?? ""}`;
  const made = node.html === undefined ? "nodes" : "html"; // of which it consists
  return `${node.t} ${made} ${node.a["data-press"] ?? node.a["data-part"] ?? ""}`;
};

// page: go(event) for what is pressed or sent; part(name, place) for what stands at a place.
const drawing = (page) => {
  const named = (element, attributes, before = {}) => {
    for (const name of Object.keys(before)) if (!(name in attributes)) element.removeAttribute(name);
    for (const [name, value] of Object.entries(attributes)) {
      if (element.getAttribute(name) !== value) element.setAttribute(name, value);
    }
  };
  const widget = (node) => {
    const el = make("div", { class: "at-widget" });
    const model = new Model(node, (sent) => {
      if (sent.what === "csv") {
        model.set("answer", csvOf(model.values.figure));
        model.tell("change:answer");
      } else {
        const event = eventOf(node.w, model.values, sent);
        if (event) page.go(event); else page.sent(sent, model);
      }
    });
    el.attuneModel = model;
    // It measures itself, so it begins when it is on the page.
    page.later(() => { el.attuneEnd = attune.widgets[node.w].render({ model, el }); });
    return el;
  };
  const create = (node) => {
    if (typeof node === "string") return document.createTextNode(node);
    if (node.w) {
      const el = widget(node);
      el.attuneNode = node;
      return el;
    }
    const element = make(node.t);
    element.attuneNode = node;
    named(element, node.a);
    if (node.a["data-press"] !== undefined) element.addEventListener("click", () => page.go(element.attuneNode.a["data-press"]));
    if (node.html !== undefined) element.innerHTML = node.html;
    else element.append(...node.c.map(create));
    if (node.a["data-part"]) page.later(() => page.part(node.a["data-part"], element));
    return element;
  };
  const end = (element) => {
    for (const one of [element, ...(element.querySelectorAll?.("*") ?? [])]) one.attuneEnd?.();
    element.remove();
  };
  const update = (element, node) => {
    const before = element.attuneNode;
    if (before === node) return;
    element.attuneNode = node;
    if (typeof node === "string") {
      if (element.textContent !== node) element.textContent = node;
    } else if (node.w) {
      element.attuneModel.take(node);
    } else {
      named(element, node.a, before.a);
      if (node.html !== undefined) {
        if (node.html !== before.html) element.innerHTML = node.html;
      } else if (!node.a["data-part"]) fill(element, node.c);
    }
  };
  // Children of the same kind stay, in their order; what has gone is ended.
  const fill = (element, nodes) => {
    const left = [...element.childNodes];
    const chosen = nodes.map((node) => {
      const kind = kindOf(node);
      const at = left.findIndex((child) => (
        kindOf(child.nodeType === Node.TEXT_NODE ? "" : child.attuneNode) === kind));
      return at < 0 ? null : left.splice(0, at + 1).at(-1);
    });
    const staying = new Set(chosen);
    for (const child of [...element.childNodes]) if (!staying.has(child)) end(child);
    let cursor = element.firstChild;
    nodes.forEach((node, k) => {
      const child = chosen[k] ?? create(node);
      if (child === cursor) cursor = cursor.nextSibling;
      else element.insertBefore(child, cursor);
      if (chosen[k]) update(child, node);
    });
  };
  return fill;
};
