"use strict";
// What the page shell lacks: a language, zooming by hand, the reader's choice of light or dark, and
// patience with a slow browser.
(() => {
  const root = document.documentElement;
  root.lang = "en";
  document.querySelector("meta[name=viewport]").content = "width=device-width, initial-scale=1";
  const dark = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => {
    try { return localStorage.getItem("attune-theme"); } catch { return null; }
  };
  const show = () => { root.dataset.theme = kept() || (dark.matches ? "dark" : "light"); };
  dark.addEventListener("change", show);
  show();
  let onScreen = null; // while the page is light for paper
  addEventListener("beforeprint", () => {
    onScreen ??= root.dataset.theme;
    root.dataset.theme = "light";
  });
  addEventListener("afterprint", () => {
    root.dataset.theme = onScreen ?? root.dataset.theme;
    onScreen = null;
  });
  // The components' frame waits two seconds for one to begin, and then passes no change on to it, or
  // complains of one that has left the page meanwhile. Here it waits as long as it takes.
  const TO_BEGIN_MS = 2_000, PATIENCE_MS = 60_000;
  const timeout = AbortSignal.timeout.bind(AbortSignal);
  AbortSignal.timeout = (ms) =>
    ms === TO_BEGIN_MS ? new AbortController().signal : timeout(Math.max(ms, PATIENCE_MS));
})();
