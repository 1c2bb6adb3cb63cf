// An infant and a caregiver on the stage, in the room of a film.
const ROOMS = { play: playRoom, laboratory };

const dyad = (film) => {
  const room = ROOMS[film.room]();
  const [baby, adult] = [infant(), grownUp()];
  return {
    nodes: [room.node, adult.back, baby.node, adult.front, baby.unseen],
    box: room.box,
    show: (film, at, last, calm) => {
      const now = momentOf(film, at, last);
      const { infant: [x, y], caregiver: [left, down] } = room.places(now);
      baby.pose(x, y, infantNow(now, at, calm), now.distress, at);
      adult.pose(left, down, grownUpNow(now, at, calm), left - x);
      for (const part of [adult.back, adult.front]) set(part, { opacity: now.present });
      room.show?.(now, film, at, calm);
    },
    told: (film, k, nobody) => {
      const seen = secondOf(film, k);
      return {
        words: inWords(seen, nobody),
        episode: film.episodes.length > 1 || film.first ? seen.episode?.[1] ?? "" : "",
        data: {
          gaze: seen.toward ? "toward" : "away",
          mood: seen.mood,
          caregiver: !seen.present ? "absent" : seen.still ? "still" : seen.attending ? "attends" : "elsewhere",
          event: seen.alarm ? "alarm" : seen.breaksOff ? "breaks-off" : seen.held ? "held" : "",
          engagement: seen.engagement ?? "",
          wish: seen.wish,
          distance: seen.distance,
          distress: seen.distress,
        },
      };
    },
  };
};
