"use strict";
// What the page shell lacks: a language, zooming by hand, and the reader's choice of light or dark.
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
})();
