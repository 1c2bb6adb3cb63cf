// Ages as people say them.
const MONTH = 365.25 / 12;
const inMonths = (day) => {
  if (day < 60) return `${Math.round(day / 7)} weeks`;
  return `${Math.round(day / MONTH)} months`;
};
const said = (day) => {
  if (day < 1) return "birth";
  return day < 14 ? `day ${day}` : `day ${day}, ${inMonths(day)}`;
};
const since = (day) => (day < 1 ? "from birth" : said(day));
