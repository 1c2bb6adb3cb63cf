// What a widget holds, in place of the model that a server would share with it.
class Model {
  constructor({ h, j }, onSent) {
    this.values = { ...h, ...j };
    this.texts = new Set(Object.keys(j)); // those that it takes as JSON text
    this.listeners = new Map();
    this.onSent = onSent;
  }

  get(name) {
    return this.texts.has(name) ? JSON.stringify(this.values[name]) : this.values[name];
  }

  set(name, value) {
    this.texts.delete(name);
    this.values[name] = value;
  }

  save_changes() {
    this.onSent(this.values.sent);
  }

  on(events, listener) {
    for (const event of events.split(" ")) {
      if (!this.listeners.has(event)) this.listeners.set(event, new Set());
      this.listeners.get(event).add(listener);
    }
  }

  off(event, listener) {
    this.listeners.get(event)?.delete(listener);
  }

  // As a server does: first all values, then who listens to them. A film without its figure is news
  // to a figure, too.
  take({ h, j }) {
    const given = { ...h, ...j };
    const others = Object.keys(given).filter((name) => given[name] !== this.values[name]);
    Object.assign(this.values, given);
    this.texts = new Set(Object.keys(j));
    if (others.includes("film") && !others.includes("figure")) others.push("figure");
    for (const name of others) this.tell(`change:${name}`);
    if (others.length) this.tell("change");
  }

  tell(event) {
    for (const listener of [...(this.listeners.get(event) ?? [])]) listener();
  }
}
