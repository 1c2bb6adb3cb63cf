// Ages as people say them.
const MONTH = 365.25 / 12;
const inMonths = (day) => {
  if (day < 60) return `${Math.round(day / 7)} weeks`;
  const months = Math.round(day / MONTH);
  const [years, rest] = [Math.floor(months / 12), months % 12];
  if (years < 3) return `${months} months`;
  return rest ? `${years} years and ${rest} ${rest === 1 ? "month" : "months"}` : `${years} years`;
};
const said = (day) => {
  if (day < 1) return "birth";
  return day < 14 ? `day ${day}` : `day ${day}, ${inMonths(day)}`;
};
const since = (day) => (day < 1 ? "from birth" : said(day));
