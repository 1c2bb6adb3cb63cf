// The bar on top: real links to the pages, the link to this state, looks, and the list of keys.
const KEYS = [
  ["Space", "run or pause"],
  ["→", "one second forward"],
  ["←", "one second back"],
  ["C B S P W", "come closer, back off, soothe, play, wait, in the caregiver's place", true],
  ["T A C P M", "turn toward, ask, complain, pause, meet them, in a partner's place", true],
  ["R", "back to the start"],
  ["?", "show this list"],
];

function render({ model, el }) {
  let count = 0;
  const root = document.documentElement;
  const prefix = window.solara?.rootPath ?? "";
  const nav = make("nav", { class: "at-nav", "aria-label": "Pages" });
  const said = make("span", { class: "at-said", role: "status" });
  const theme = make("button", { type: "button", class: "at-quiet", onclick: () => {
    root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
    try { localStorage.setItem("attune-theme", root.dataset.theme); } catch { /* not kept */ }
  } });
  const name = () => { theme.textContent = root.dataset.theme === "dark" ? "Light" : "Dark"; };
  const themes = new MutationObserver(name); // the system's own look may change too
  themes.observe(root, { attributes: true, attributeFilter: ["data-theme"] });
  const send = (what) => {
    model.set("sent", { n: ++count, what });
    model.save_changes();
  };
  const projector = make("button", {
    type: "button", class: "at-quiet at-projector", onclick: () => send("projector"),
  }, "Projector");
  const link = make("button", { type: "button", class: "at-quiet", hidden: location.protocol === "file:", onclick: async () => {
    address();
    const url = new URL(location.href);
    const view = document.querySelector(".at-main-column .at-view[data-second]");
    if (view && model.get("here") === "/") url.searchParams.set("t", view.dataset.second);
    try {
      await navigator.clipboard.writeText(url.href);
      said.textContent = "Link copied";
    } catch {
      said.textContent = "Copy the link from the address bar";
    }
    setTimeout(() => { said.textContent = ""; }, 3000);
  } }, "Copy link");
  const keys = make("dialog", { class: "at-dialog", "aria-labelledby": "at-keys" },
    make("h2", { id: "at-keys" }, "Keys"),
    make("dl", {}, ...KEYS.filter(([, , place]) => !place || model.get("sits")).flatMap(([key, what]) => [
      make("dt", {}, make("kbd", {}, key)), make("dd", {}, what),
    ])),
    make("form", { method: "dialog" }, make("button", { class: "at-button" }, "Close")));
  const help = make("button", {
    type: "button", class: "at-quiet", "aria-label": "Keys", onclick: () => keys.showModal(),
  }, "?");
  const words = make("dialog", { class: "at-dialog at-words", "aria-labelledby": "at-words" },
    make("h2", { id: "at-words" }, "Words"),
    make("dl", { tabindex: "0" }, ...JSON.parse(model.get("words")).flatMap(([term, meaning]) => [
      make("dt", {}, term), make("dd", {}, meaning),
    ])),
    make("form", { method: "dialog" }, make("button", { class: "at-button" }, "Close")));
  const glossary = make("button", {
    type: "button", class: "at-quiet", onclick: () => words.showModal(),
  }, "Words");
  const pressed = (event) => {
    if (event.key === "Escape" && document.activeElement?.matches(".at-term, .at-help")) {
      document.activeElement.blur(); // the explanation goes
      return;
    }
    if (event.key !== "?" || words.open || event.target.closest("input:not([type=range]), textarea")) return;
    keys.open ? keys.close() : keys.showModal();
  };
  document.addEventListener("keydown", pressed);
  // Where the window is narrow the controls stand far below the figure.
  const jump = make("button", { type: "button", class: "at-button at-jump", onclick: () => {
    const head = document.querySelector(".at-rail .at-rail-title");
    if (!head) return;
    head.tabIndex = -1;
    head.focus({ preventScroll: true });
    head.scrollIntoView({ block: "start" });
  } }, "Set up");
  const follow = (event, go) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    address(); // whoever comes back finds what was left
    go();
    scrollTo(0, 0);
  };
  el.append(make("header", { class: "at-bar" },
    make("a", { class: "at-skip", href: "#at-main" }, "Skip to the page"),
    make("a", {
      class: "at-name", href: model.get("home") || `${prefix}/`, title: "To the beginning",
      onclick: (event) => follow(event, () => send("begin")),
    }, "attune-sim"), jump, nav,
    make("div", { class: "at-looks" }, said, link, projector, theme, glossary, help), keys, words));

  const centre = () => { // the page's own link in view, where the links are wider than a phone
    const now = nav.querySelector("[aria-current]");
    if (!now) return;
    const off = now.getBoundingClientRect().left - nav.getBoundingClientRect().left;
    nav.scrollLeft += off - (nav.clientWidth - now.offsetWidth) / 2;
  };
  const widths = new ResizeObserver(centre); // it changes when a page brings its controls
  widths.observe(nav);

  // The address follows a little later, as to write it takes a browser longer than all the rest here;
  // and not too often, as some refuse it after a hundred times in half a minute.
  const [SOON_MS, APART_MS] = [100, 300];
  let writing = null;
  let written = -APART_MS;
  const address = () => {
    clearTimeout(writing);
    writing = null;
    const path = prefix + model.get("here");
    const own = model.get("own");
    if (location.pathname === path && location.search !== own) {
      written = performance.now();
      history.replaceState(history.state, "", model.get("here") + own + location.hash);
    }
  };
  const soon = () => {
    writing ??= setTimeout(address, Math.max(SOON_MS, APART_MS - performance.now() + written));
  };
  let shown = null; // the page whose links stand there
  const draw = () => {
    const search = model.get("search");
    const here = model.get("here");
    const pages = model.get("pages");
    if (shown !== here) {
      shown = here;
      nav.replaceChildren(...pages.map(([path, label]) => make("a", {
        ...(path === here || (path !== "/" && here.startsWith(`${path}/`)) ? { "aria-current": "page" } : {}),
        onclick: (event) => follow(event, () => {
          if (path === model.get("here")) send("settings"); // the router would see nothing new
          else window.solara.router.push(path + model.get("search"));
        }),
      }, label)));
      centre();
    }
    pages.forEach(([path], k) => { nav.children[k].href = prefix + path + search; });
    root.toggleAttribute("data-projector", model.get("projector"));
    projector.setAttribute("aria-pressed", String(model.get("projector")));
    document.title = model.get("title");
    soon();
  };
  model.on("change", draw);
  draw();
  name();
  return () => {
    clearTimeout(writing);
    themes.disconnect();
    widths.disconnect();
    document.removeEventListener("keydown", pressed);
    model.off("change", draw);
  };
}

export default { render };
