// The everyday second in C++, one family at a time, with branches: see limit.py and README.md.
//
// The same verbs in the same order of arithmetic as src/attune_sim/dyad/interaction.py, so that the
// numbers can be compared bit for bit. rows.hpp is written by limit.py.

#include "noise.hpp"
#include "rows.hpp"

#include <cmath>
#include <vector>

namespace {

using Word = std::uint32_t;

double least(double a, double b) { return b < a ? b : a; }  // as Python compares
double most(double a, double b) { return b > a ? b : a; }
double clip(double x) { return least(1.0, most(0.0, x)); }

struct Noise {
    explicit Noise(std::int64_t seconds)
        : words(4 * seconds), numbers(8 * seconds), width(seconds) {}
    std::vector<Word> words;
    std::vector<double> numbers;
    std::int64_t width;
    double* row(int channel) { return numbers.data() + channel * width; }
};

void fill(Noise& noise, const Infant& infant, std::int64_t which, std::int64_t time) {
    const std::int64_t seconds = noise.width;
    Word* __restrict w = noise.words.data();
    for (int half = 0; half < 2; ++half) {
        const Word own = which * PURPOSES + SECONDS + half, when = time;
        const Word who = infant.number, low = infant.key_low, high = infant.key_high;
        for (std::int64_t t = 0; t < seconds; ++t) {
            Word a = t, b = when, c = own, d = who;
            philox(a, b, c, d, low, high);
            w[t] = a;
            w[seconds + t] = b;
            w[2 * seconds + t] = c;
            w[3 * seconds + t] = d;
        }
        for (int k = 0; k < 4; ++k) {
            double* __restrict out = noise.row(4 * half + k);
            const Word* from = w + k * seconds;
            if (half == 0)
                for (std::int64_t t = 0; t < seconds; ++t) out[t] = bell(from[t]);
            else
                for (std::int64_t t = 0; t < seconds; ++t) out[t] = uniform(from[t]);
        }
    }
}

double turning_toward(const Infant& infant, const Bond& bond, const Mechanism& m) {
    double away = m.turning_away_cut * infant.turning_away_now;
    away *= least(1.0, m.looking_away_rise * infant.distress);
    away *= 1.0 - m.watchfulness * bond.expected_alarm;
    const double waited = infant.unanswered * infant.unanswered;
    const double gave_up = m.give_up * waited / (waited + m.give_up_s * m.give_up_s);
    return (1.0 - away) * (1.0 - gave_up);
}

void wish(Infant& infant, const Mechanism& m, double u, double z) {
    if (u < m.turn_rate) infant.toward = 1.0 - infant.toward;
    double mean = infant.toward == 1.0 ? m.wish_toward : m.wish_away;
    mean += (m.distress_wish - mean) * infant.distress;
    infant.wish = clip(infant.wish + m.wish_pace * (mean - infant.wish) + m.wish_noise * z);
}

double answer_chance(const Infant& infant, const Bond& bond, const Caregiver& caregiver,
                     const Mechanism& m) {
    const double contingency = caregiver.loudness_contingency;
    const double any = caregiver.responsiveness_today * least(1.0, bond.heard / m.clear_display);
    double loud = bond.heard * bond.heard;
    loud *= loud;
    const double mixed = (1.0 - contingency) * any + contingency * loud;
    double bid = 0.0;
    if (infant.shown > bond.engagement + m.tolerance) {
        bid = m.solicitation * infant.clarity * infant.shown;
        bid *= caregiver.responsiveness_today;
    }
    return m.answer_rate * mixed + bid;
}

void attend(const Infant& infant, Bond& bond, const Caregiver& caregiver, const Mechanism& m,
            double u) {
    bond.heard += (infant.display - bond.heard) / m.cry_lag;
    if (bond.attending == 1.0) {
        if (u < m.attention_rate * (1.0 - bond.availability)) bond.attending = 0.0;
    } else {
        const double answer = answer_chance(infant, bond, caregiver, m);
        if (u < caregiver.undivided * (m.attention_rate * bond.availability + answer)) bond.attending = 1.0;
    }
}

void respond(Bond& bond, const Caregiver& caregiver, const Mechanism& m, double let_in, double u,
             double z) {
    const double engagement = bond.engagement;
    if (bond.attending != 1.0) {
        const double sinks = m.sinking_pace * (m.idle_engagement - engagement);
        bond.engagement = clip(engagement + (sinks + m.unsteadiness * z));
        return;
    }
    const double more = m.intrusive_offer + m.intrusive_pursuit * (1.0 - let_in);
    const double offered = least(1.0, bond.seen + caregiver.intrusiveness * more);
    const double unsteady = m.unsteadiness + caregiver.misreading;
    if (std::fabs(engagement - offered) > m.tolerance && u < caregiver.repair_rate_today) {
        bond.engagement = clip(offered + m.repair_unsteadiness * unsteady * z);
        return;
    }
    const double pace = least(1.0, caregiver.following + m.intrusive_pace * caregiver.intrusiveness);
    bond.engagement = clip(engagement + (pace * (offered - engagement) + unsteady * z));
}

void provoke(Infant& infant, Bond& bond, const Caregiver& caregiver, const Mechanism& m, double u) {
    const double alarm =
        caregiver.alarming_moments_today / 60.0 * (m.alarm_when_calm + m.alarm_by_display * infant.display);
    double frightened = 0.0, hurt = 0.0;
    if (u < alarm) {
        frightened = 1.0;
        hurt = m.alarm_size;
    } else if (bond.attending == 1.0) {
        const double cry = infant.display > m.clear_display ? infant.display : 0.0;
        const double rejection = caregiver.rejection_today * most(cry, 2.0 * infant.shown - 1.0);
        const double withdrawal = caregiver.withdrawal_today * infant.display;
        if (u - alarm < rejection) {
            hurt = m.rejection_distress;
            bond.attending = bond.engagement = 0.0;
        } else if (u - alarm < rejection + withdrawal) {
            frightened = infant.distress;
            bond.attending = bond.engagement = 0.0;
        }
    }
    bond.alarms += frightened;
    bond.recoil_now += m.recoil * frightened;
    infant.distress += hurt * (1.0 - infant.distress);
}

void compare(Infant& infant, Bond& bond, const Mechanism& m, double mismatch) {
    bond.day_seconds += 1.0;
    if (std::fabs(mismatch) <= m.tolerance) {
        bond.day_attuned += 1.0;
        if (bond.matched == 0.0 && bond.rupture_s > 0.0) {
            bond.day_repairs += 1.0;
            bond.day_repair_s += bond.rupture_s;
        }
        bond.rupture_s = 0.0;
        bond.matched = 1.0;
        // Two who have both turned away may match, but nobody has answered.
        infant.unanswered = bond.attending == 1.0 ? 0.0 : infant.unanswered + 1.0;
    } else {
        if (bond.matched == 1.0) bond.day_ruptures += 1.0;
        bond.rupture_s += 1.0;
        bond.matched = 0.0;
        infant.unanswered += 1.0;
    }
}

void enjoy(Infant& infant, const Bond& bond, const Mechanism& m) {
    const double shared = bond.matched == 1.0 ? infant.shown * (1.0 - infant.distress) : 0.0;
    infant.affect += m.affect_pace * (shared - infant.affect);
    infant.affect = least(infant.affect, 1.0 - infant.distress);
}

void feel(Infant& infant, const Bond& bond, const Mechanism& m, double mismatch, double strain) {
    const double d = infant.distress, size = std::fabs(mismatch);
    double rise = m.need_distress * infant.need + m.cry_cost * infant.display;
    rise += infant.reactivity_today * strain;
    if (bond.rupture_s > 0.0) {
        const double waited = bond.rupture_s * bond.rupture_s;
        const double ramp = waited / (waited + m.borne_s * m.borne_s);
        const double occupied = (1.0 - infant.toward) * (1.0 - d);
        const double missed = 1.0 - (1.0 - m.turned_away_misses) * occupied;
        rise += infant.reactivity_today * m.mismatch_distress * size * ramp * missed;
    }
    if (mismatch > m.tolerance)
        rise += infant.reactivity_today * m.overstimulation * (mismatch - m.tolerance);
    const bool fitting = bond.attending == 1.0 && size <= m.fitting_tolerance;
    double relief;
    if (fitting) {
        relief = infant.soothability * m.soothing * (1.0 - infant.turning_away_now);
        infant.need -= m.need_relief * infant.need;
    } else {
        relief = infant.self_regulation * infant.capacity;
        relief *= 1.0 + m.turning_away_relief * infant.turning_away_now;
    }
    infant.need -= m.need_fading * infant.need;
    infant.distress = clip(d + rise * (1.0 - d) - relief * d);
    if (d > m.overload)
        infant.overloaded += 1.0;
    else if (!fitting && infant.distress < d)
        infant.calmed_alone += 1.0;
}

void move(const Infant& infant, Bond& bond, const Mechanism& m, double z) {
    const double x = bond.distance;
    const double toward = m.approach * infant.closeness * most(0.0, infant.shown - m.approach_from);
    double away = m.exploration_pull * most(0.0, m.approach_from - infant.shown);
    bond.recoil_now *= m.recoil_kept;
    double fear = m.fear_strength * bond.expected_alarm;
    if (fear > 0.0) fear *= std::exp(-x / m.fear_reach);
    away += (fear + bond.recoil_now) * (m.fear_when_calm + infant.distress);
    double step = infant.mobility * (away - toward) + m.movement_noise * z;
    if (bond.attending == 1.0 && infant.display > m.hard_crying && x < m.pick_up_reach)
        step -= m.pick_up_step;
    bond.distance = clip(x + step);
}

}  // namespace

extern "C" void alone(Infant* infants, Bond* bonds, const Caregiver* caregivers,
                      const Mechanism* mechanisms, const std::int64_t* which,
                      std::int64_t families, std::int64_t time, std::int64_t seconds) {
    Noise noise(seconds);
    for (std::int64_t i = 0; i < families; ++i) {
        Infant infant = infants[i];
        Bond& own = bonds[infant.first_bond + which[i]];
        Bond bond = own;
        const Caregiver& caregiver = caregivers[bond.caregiver];
        const Mechanism& m = mechanisms[i];
        fill(noise, infant, which[i], time);
        for (std::int64_t t = 0; t < seconds; ++t) {
            wish(infant, m, noise.row(TURN)[t], noise.row(WISH)[t]);
            const double let_in = turning_toward(infant, bond, m);
            infant.shown = let_in * infant.wish;
            infant.display =
                least(1.0, infant.clarity * infant.display_gain_now * infant.distress);
            attend(infant, bond, caregiver, m, noise.row(ATTENTION)[t]);
            respond(bond, caregiver, m, let_in, noise.row(REPAIR)[t], noise.row(TRACKING)[t]);
            provoke(infant, bond, caregiver, m, noise.row(PROVOCATION)[t]);
            const double mismatch = let_in * bond.engagement - infant.shown;
            compare(infant, bond, m, mismatch);
            enjoy(infant, bond, m);
            feel(infant, bond, m, mismatch, 0.0);
            move(infant, bond, m, noise.row(MOVEMENT)[t]);
            bond.seen = infant.shown;
            infant.distress_sum += infant.distress;
            bond.day_distress += infant.distress;
            bond.day_display += infant.display;
        }
        infants[i] = infant;
        own = bond;
    }
}
