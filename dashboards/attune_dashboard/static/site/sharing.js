// Undoes site/sharing.py: what was kept once is the same object wherever it stands.
const unshared = ({ page, shared }) => {
  const known = [];
  const whole = (value) => {
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value)) return value.map(whole);
    if ("$" in value) {
      if (!Array.isArray(value.$)) return (known[value.$] ??= whole(shared[value.$]));
      const [first, step, count] = value.$;
      return Array.from({ length: count }, (_, k) => first + k * step);
    }
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, whole(inner)]));
  };
  return whole(page);
};
