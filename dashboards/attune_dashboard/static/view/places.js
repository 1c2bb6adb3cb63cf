// Whose place a person can take, what they can do there, and what is said of it.
const PLACES = {
  caregiver: () => ({
    acts: [
      ["closer", "Come closer", "C"],
      ["back", "Back off", "B"],
      ["soothe", "Soothe", "S"],
      ["play", "Play", "P"],
      ["wait", "Wait", "W"],
    ],
    lasting: ["soothe", "play", "wait"], // until another one is chosen
    take: "Take the caregiver's place",
    leave: "Leave the caregiver's place",
    back: "Back to their own caregiver",
    hint: "What would you do? Watch the infant: they tell you. After a while they get hungry.",
    said: "You are in the caregiver's place for two minutes.",
    beside: "With the infant's own caregiver",
    again: "Once more with the same infant",
  }),
  partner: (film) => ({
    acts: [
      ["toward", "Turn toward", "T"],
      ["ask", "Ask", "A"],
      ["complain", "Complain", "C"],
      ["pause", "Pause", "P"],
      ["repair", "Meet them", "M"],
    ],
    lasting: ["toward", "ask", "complain", "pause", "repair"],
    take: `Take ${film.seat}'s place`,
    leave: `Leave ${film.seat}'s place`,
    back: "Back to the couple's own talk",
    hint: "What would you do? Watch the other. What you choose goes on until you choose again.",
    said: `You are in ${film.seat}'s place for two minutes.`,
    beside: "The couple's own",
    again: "Once more with the same couple",
  }),
};
const placeIn = (film) => PLACES[film.seat ? "partner" : "caregiver"](film);
