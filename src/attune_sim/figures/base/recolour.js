// A figure in the dark: each colour that the dark look has another one for, by how it begins.
const recoloured = (value, pairs) => {
  if (typeof value === "string") {
    const begins = Object.keys(pairs).find((one) => value.startsWith(one));
    return begins ? pairs[begins] + value.slice(begins.length) : value;
  }
  if (Array.isArray(value)) return value.map((v) => (typeof v === "number" ? v : recoloured(v, pairs)));
  if (value && typeof value === "object") {
    return Object.fromEntries(Object.entries(value).map(([key, v]) => [key, recoloured(v, pairs)]));
  }
  return value;
};
