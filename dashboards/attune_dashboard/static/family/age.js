// Ages as people say them.
const MONTH = 365.25 / 12;
const inMonths = (day) => {
  if (day < 14) return day === 1 ? "1 day" : `${day} days`;
  if (day < 60) return `${Math.round(day / 7)} weeks`;
  return `${Math.round(day / MONTH)} months`;
};
const said = (day) => (day < 14 ? inMonths(day) : `day ${day}, ${inMonths(day)}`);
