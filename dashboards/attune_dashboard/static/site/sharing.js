// Undoes site/sharing.py: what was kept once is the same object wherever it stands.
const unshared = ({ page, shared }) => {
  const known = [];
  const whole = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(whole);
    if ("$" in value) {
      if (!Array.isArray(value.$)) return (known[value.$] ??= whole(shared[value.$]));
      const [first, step, steps] = value.$;
      const at = (k) => (k === null ? null : first + k * step);
      return Array.isArray(steps) ? steps.map(at) : Array.from({ length: steps }, (_, k) => at(k));
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, whole(inner)]));
  };
  return whole(page);
};
