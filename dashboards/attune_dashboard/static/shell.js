"use strict";
// Runs before all else in a page. A page needs three things from its surroundings: the path under
// which it is served, a place to keep things, and a connection. What is missing is made up for, or
// said in a sentence.
(() => {
  const { prefix, path, host } = JSON.parse(document.currentScript.dataset.served);

  // --- sentences -------------------------------------------------------------------------------
  let box = null;
  const say = (text) => {
    box?.remove();
    box = null;
    if (!text) return;
    box = document.createElement("div");
    box.id = "at-trouble";
    box.setAttribute("role", "alert");
    box.style.cssText = "position: fixed; inset: 0 0 auto; z-index: 200000; padding: 1rem 1.5rem;"
      + "background: #fff8e1; color: #1d2329; border-bottom: 2px solid #d55e00;"
      + "font: 1rem/1.5 system-ui, sans-serif;";
    box.append(text);
    if (window.top !== window) {
      const link = document.createElement("a");
      Object.assign(link, { href: location.href, target: "_blank", rel: "noopener" });
      link.append("Open it in a tab of its own");
      box.append(" ", link, ".");
    }
    if (document.body) document.body.append(box);
    else addEventListener("DOMContentLoaded", () => { if (box) document.body.append(box); });
  };

  // --- a place to keep things ------------------------------------------------------------------
  // Browsers that keep nothing for this site throw where a page looks for what was kept.
  const memory = () => {
    const held = new Map();
    return {
      get length() { return held.size; },
      key: (k) => [...held.keys()][k] ?? null,
      getItem: (key) => held.get(String(key)) ?? null,
      setItem: (key, value) => { held.set(String(key), String(value)); },
      removeItem: (key) => { held.delete(String(key)); },
      clear: () => { held.clear(); },
    };
  };
  for (const name of ["localStorage", "sessionStorage"]) {
    try {
      window[name].getItem("attune");
    } catch {
      Object.defineProperty(window, name, { value: memory(), configurable: true });
    }
  }
  try {
    void document.cookie;
  } catch {
    Object.defineProperty(document, "cookie", { get: () => "", set: () => {}, configurable: true });
  }

  // --- the path under which it is served -------------------------------------------------------
  const plain = (text) => { try { return decodeURI(text); } catch { return text; } };
  const here = plain(location.pathname);
  const seen = plain(path);
  if (here !== plain(prefix) + seen && here.endsWith(seen)) {
    const found = location.pathname.slice(0, location.pathname.length - path.length);
    const kept = `attune-prefix=${found}`;
    const asked = document.cookie.split("; ").includes(kept);
    if (found && !asked) document.cookie = `${kept}; path=${found}/; SameSite=Lax`;
    if (found && !asked && document.cookie.split("; ").includes(kept)) {
      window.stop();
      location.reload();
      return;
    }
    say(`This page is served under ${found || "/"}, but the dashboard believes it is under `
      + `${prefix || "/"}. Whoever runs it can mend that by starting it with: `
      + `attune-sim dashboard --address ${location.origin}${found}`);
  }
  // The router forgets the prefix when it writes an address.
  for (const name of ["pushState", "replaceState"]) {
    const write = history[name].bind(history);
    history[name] = (state, title, url) => write(
      state, title, typeof url === "string" && /^\/(?!\/)/.test(url) ? prefix + url : url);
  }

  // --- a connection ----------------------------------------------------------------------------
  const PATIENCE_MS = 20_000;
  const shutIn = window.origin === "null";
  if (shutIn) {
    say("The page around this one restricts it (a sandbox without allow-same-origin), so it cannot "
      + "connect to the dashboard.");
  }
  let connected = false;
  const blocked = () => {
    if (connected || shutIn) return;
    if (location.host !== host) {
      say(`Your browser asked for ${location.host}, but the dashboard was asked for ${host}: `
        + "something in between does not pass on the Host header, so the connection is refused. "
        + "Whoever runs the dashboard can fix that there (in nginx: proxy_set_header Host "
        + "$http_host), or by starting it with: attune-sim dashboard --address "
        + `${location.origin}${prefix}`);
    } else {
      say("This page has loaded, but the connection it needs to the dashboard (a WebSocket) is "
        + "blocked, for example by a proxy, a firewall, a school's filter or a browser extension. Try "
        + "another network or browser, or ask whoever runs it to let WebSockets through.");
    }
  };
  const Socket = window.WebSocket;
  window.WebSocket = class extends Socket {
    constructor(...given) {
      super(...given);
      this.addEventListener("message", () => {
        if (!connected) say("");
        connected = true;
      }, { once: true });
      this.addEventListener("close", blocked);
      setTimeout(blocked, PATIENCE_MS);
    }
  };
  addEventListener("error", ({ target }) => {
    if (target instanceof HTMLScriptElement && !connected && !shutIn) {
      say(`A part of this page did not load: ${target.src}. Reload it, or try another network or `
        + "browser.");
    }
  }, true);
})();
