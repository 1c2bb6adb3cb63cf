// Undoes site/packing.py: a text from its length in bytes and from base64 of these bytes, deflated
// (RFC 1951). The browser's own DecompressionStream came a year after all else that these pages need
// (Safari 15.4), and a tablet that has been given no newer one since is what a school has.
const LONGEST = 15; // bits of a code
const ALL = (1 << LONGEST) - 1;
const FIXED = [...Array(288).keys()].map((k) => (k < 144 ? 8 : k < 256 ? 9 : k < 280 ? 7 : 8));
const ORDER = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15]; // of lengths of lengths
const END = 256;

// Where each step of a scale begins, and how many bits tell how far within it.
const scaleOf = (first, bits) => {
  let begin = first;
  return bits.map((more) => {
    const step = { begin, more };
    begin += 1 << more;
    return step;
  });
};
const LENGTHS = scaleOf(3, [...Array(28).keys()].map((k) => Math.max(0, (k >> 2) - 1)));
LENGTHS.push({ begin: 258, more: 0 });
const DISTANCES = scaleOf(1, [...Array(30).keys()].map((k) => Math.max(0, (k >> 1) - 1)));

// A code from the length in bits of each symbol (0: that symbol does not occur): for whatever bits come
// next, the symbol that they begin with, and its length. Codes of one length are numbers in a row, those
// of the next one go on from twice their end; their bits come highest first.
const codeOf = (lengths) => {
  const table = new Uint16Array(1 << LONGEST);
  let code = 0;
  for (let size = 1; size <= LONGEST; size += 1) {
    code *= 2;
    lengths.forEach((length, symbol) => {
      if (length !== size) return;
      let bits = 0;
      for (let k = 0; k < size; k += 1) bits |= ((code >> k) & 1) << (size - 1 - k);
      for (; bits < table.length; bits += 1 << size) table[bits] = (symbol << 4) | size;
      code += 1;
    });
  }
  return table;
};

const inflated = (bytes, length) => {
  const out = new Uint8Array(length);
  let filled = 0;
  let at = 0; // bits read
  const ahead = () => {
    const k = at >> 3;
    return ((bytes[k] | (bytes[k + 1] << 8) | (bytes[k + 2] << 16)) >> (at & 7)) & ALL;
  };
  const passed = (count) => {
    at += count;
    if (at > 8 * bytes.length) throw new Error("this page's data is cut off");
  };
  const number = (count) => {
    const value = ahead() & ((1 << count) - 1);
    passed(count);
    return value;
  };
  const symbol = (code) => {
    const found = code[ahead()];
    if (!found) throw new Error("this page's data is damaged");
    passed(found & 15);
    return found >> 4;
  };
  const measure = ({ begin, more }) => begin + number(more);
  const stored = () => {
    at = 8 * Math.ceil(at / 8);
    const count = number(8) | (number(8) << 8);
    passed(16); // the same once more, for whoever wants to compare
    out.set(bytes.subarray(at >> 3, (at >> 3) + count), filled);
    passed(8 * count);
    filled += count;
  };
  const codes = () => {
    const [literals, distances, told] = [number(5) + 257, number(5) + 1, number(4) + 4];
    const own = Array(ORDER.length).fill(0);
    for (const place of ORDER.slice(0, told)) own[place] = number(3);
    const code = codeOf(own);
    const lengths = [];
    while (lengths.length < literals + distances) {
      const found = symbol(code);
      if (found < 16) lengths.push(found);
      else if (found === 16) lengths.push(...Array(number(2) + 3).fill(lengths.at(-1)));
      else lengths.push(...Array(found === 17 ? number(3) + 3 : number(7) + 11).fill(0));
    }
    return [codeOf(lengths.slice(0, literals)), codeOf(lengths.slice(literals))];
  };
  const coded = ([literal, distance]) => {
    for (let found; (found = symbol(literal)) !== END;) {
      if (found < END) {
        out[filled] = found;
        filled += 1;
      } else {
        const count = measure(LENGTHS[found - END - 1]);
        const back = measure(DISTANCES[symbol(distance)]);
        for (const end = filled + count; filled < end; filled += 1) out[filled] = out[filled - back];
      }
    }
  };
  for (let last = 0; !last;) {
    last = number(1);
    const kind = number(2);
    if (kind === 0) stored();
    else coded(kind === 1 ? [codeOf(FIXED), codeOf(Array(30).fill(5))] : codes());
  }
  if (filled !== length) throw new Error("this page's data is damaged");
  return out;
};

const unpacked = (length, data) => {
  const bytes = Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0));
  return new TextDecoder().decode(inflated(bytes, length));
};
