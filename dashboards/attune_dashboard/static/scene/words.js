// A second in words, for who does not see the scene.
const inWords = (seen, nobody) => {
  const looks = seen.toward ? `looks ${seen.present ? "at the caregiver" : "up"}` : "has turned away to a toy";
  const moods = { cries: "cries", frets: "frets a little", smiles: "smiles", calm: "is calm" };
  const reaches = seen.asks && seen.present && !seen.held ? ", reaches out" : "";
  const infant = `The infant ${looks}${reaches} and ${moods[seen.mood]}.`;
  let other = "The caregiver has left the room.";
  if (seen.present) {
    if (seen.alarm) other = "The caregiver does something alarming.";
    else if (seen.breaksOff) other = "The caregiver breaks off and turns away.";
    else if (seen.still) other = "The caregiver keeps a still face.";
    else if (seen.held) other = "The caregiver holds the infant.";
    else if (!seen.attending) other = "The caregiver looks elsewhere.";
    else if (seen.engagement >= 0.65) other = "The caregiver leans in, lively.";
    else if (seen.engagement >= 0.35) other = "The caregiver watches and responds.";
    else other = "The caregiver watches quietly.";
  }
  const stranger = seen.episode?.[3] ? " A stranger is there." : "";
  const touch = seen.present && seen.touch && !seen.held ? " They touch." : "";
  const heart = nobody ? ` Unseen: distress ${Math.round(100 * seen.distress)}%.` : "";
  return `${infant} ${other}${touch}${stranger}${heart}`;
};
