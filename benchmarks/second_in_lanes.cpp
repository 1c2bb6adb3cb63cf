// The everyday second in C++, several families side by side: see limit.py and README.md.

#include "lanes.hpp"
#include "noise.hpp"
#include "rows.hpp"

#include <algorithm>

namespace {

// A row's float columns in lanes; one lane from a row, and what a second changes back to it.
#define COLUMN(name) Lanes name;
#define TAKE(name) reinterpret_cast<double*>(&side.name)[k] = row.name;
#define GIVE(name) row.name = reinterpret_cast<const double*>(&side.name)[k];
#define SIDE(Kind, FLOATS)                        \
    struct Kind##s {                              \
        FLOATS(COLUMN)                            \
    };                                            \
    [[gnu::noinline]] void take(Kind##s& side, int k, const Kind& row) { FLOATS(TAKE) }
SIDE(Infant, INFANT_FLOATS)
SIDE(Bond, BOND_FLOATS)
SIDE(Caregiver, CAREGIVER_FLOATS)
SIDE(Mechanism, MECHANISM_FLOATS)
[[gnu::noinline]] void give(const Infants& side, int k, Infant& row) { INFANT_SECOND(GIVE) }
[[gnu::noinline]] void give(const Bonds& side, int k, Bond& row) { BOND_SECOND(GIVE) }

struct Counters {
    Words time, own, who, low, high;
};

template <class T>
void set(T& words, int k, std::uint64_t value) {
    reinterpret_cast<std::uint64_t*>(&words)[k] = value;
}

INLINE Lanes turning_toward(const Infants& infant, const Bonds& bond, const Mechanisms& m) {
    Lanes away = m.turning_away_cut * infant.turning_away_now;
    away *= least(1.0, m.looking_away_rise * infant.distress);
    away *= 1.0 - m.watchfulness * bond.expected_alarm;
    const Lanes waited = infant.unanswered * infant.unanswered;
    const Lanes gave_up = m.give_up * waited / (waited + m.give_up_s * m.give_up_s);
    return (1.0 - away) * (1.0 - gave_up);
}

INLINE void wish(Infants& infant, const Mechanisms& m, Lanes u, Lanes z) {
    infant.toward = where(u < m.turn_rate, 1.0 - infant.toward, infant.toward);
    Lanes mean = where(infant.toward == 1.0, m.wish_toward, m.wish_away);
    mean += (m.distress_wish - mean) * infant.distress;
    infant.wish = clip(infant.wish + m.wish_pace * (mean - infant.wish) + m.wish_noise * z);
}

INLINE void attend(const Infants& infant, Bonds& bond, const Caregivers& caregiver,
                   const Mechanisms& m, Lanes u) {
    bond.heard += (infant.display - bond.heard) / m.cry_lag;
    const Mask goes = u < m.attention_rate * (1.0 - bond.availability);
    const Lanes contingency = caregiver.loudness_contingency;
    const Lanes any = caregiver.responsiveness_today * least(1.0, bond.heard / m.clear_display);
    Lanes loud = bond.heard * bond.heard;
    loud *= loud;
    const Lanes mixed = (1.0 - contingency) * any + contingency * loud;
    Lanes bid = m.solicitation * infant.clarity * infant.shown;
    bid *= caregiver.responsiveness_today;
    const Mask bids = infant.shown > bond.engagement + m.tolerance;
    const Lanes answer = m.answer_rate * mixed + where(bids, bid, 0.0);
    const Mask comes = u < caregiver.undivided * (m.attention_rate * bond.availability + answer);
    const Mask attending = bond.attending == 1.0;
    bond.attending = where((attending & ~goes) | (~attending & comes), 1.0, 0.0);
}

INLINE void respond(Bonds& bond, const Caregivers& caregiver, const Mechanisms& m, Lanes let_in,
                    Lanes u, Lanes z) {
    const Lanes engagement = bond.engagement;
    const Lanes more = m.intrusive_offer + m.intrusive_pursuit * (1.0 - let_in);
    const Lanes offered = least(1.0, bond.seen + caregiver.intrusiveness * more);
    const Lanes unsteady = m.unsteadiness + caregiver.misreading;
    const Mask repairs = (size_of(engagement - offered) > m.tolerance) & (u < caregiver.repair_rate_today);
    const Lanes repaired = offered + m.repair_unsteadiness * unsteady * z;
    const Lanes pace = least(1.0, caregiver.following + m.intrusive_pace * caregiver.intrusiveness);
    const Lanes followed = engagement + (pace * (offered - engagement) + unsteady * z);
    const Lanes sinks = m.sinking_pace * (m.idle_engagement - engagement);
    const Lanes sunk = engagement + (sinks + m.unsteadiness * z);
    const Lanes turned = where(repairs, repaired, followed);
    bond.engagement = clip(where(bond.attending == 1.0, turned, sunk));
}

INLINE void provoke(Infants& infant, Bonds& bond, const Caregivers& caregiver, const Mechanisms& m,
                    Lanes u) {
    const Lanes alarm =
        caregiver.alarming_moments_today / 60.0 * (m.alarm_when_calm + m.alarm_by_display * infant.display);
    const Lanes cry = where(infant.display > m.clear_display, infant.display, 0.0);
    const Lanes rejection = caregiver.rejection_today * most(cry, 2.0 * infant.shown - 1.0);
    const Lanes withdrawal = caregiver.withdrawal_today * infant.display;
    const Mask alarms = u < alarm;
    const Mask turned = (bond.attending == 1.0) & ~alarms;
    const Mask rejects = turned & (u - alarm < rejection);
    const Mask withdraws = turned & ~rejects & (u - alarm < rejection + withdrawal);
    const Lanes frightened = where(alarms, 1.0, where(withdraws, infant.distress, 0.0));
    bond.alarms += frightened;
    bond.recoil_now += m.recoil * frightened;
    const Lanes hurt = where(alarms, m.alarm_size, where(rejects, m.rejection_distress, 0.0));
    infant.distress += hurt * (1.0 - infant.distress);
    bond.attending = where(rejects | withdraws, 0.0, bond.attending);
    bond.engagement = where(rejects | withdraws, 0.0, bond.engagement);
}

INLINE void compare(Infants& infant, Bonds& bond, const Mechanisms& m, Lanes mismatch) {
    const Mask attuned = size_of(mismatch) <= m.tolerance;
    const Mask ruptures = ~attuned & (bond.matched == 1.0);
    const Mask repairs = attuned & (bond.matched == 0.0) & (bond.rupture_s > 0.0);
    bond.day_seconds += 1.0;
    bond.day_attuned += where(attuned, 1.0, 0.0);
    bond.day_ruptures += where(ruptures, 1.0, 0.0);
    bond.day_repairs += where(repairs, 1.0, 0.0);
    bond.day_repair_s += where(repairs, bond.rupture_s, 0.0);
    bond.rupture_s = where(attuned, 0.0, bond.rupture_s + 1.0);
    bond.matched = where(attuned, 1.0, 0.0);
    const Mask answered = attuned & (bond.attending == 1.0);
    infant.unanswered = where(answered, 0.0, infant.unanswered + 1.0);
}

INLINE void enjoy(Infants& infant, const Bonds& bond, const Mechanisms& m) {
    const Lanes shared = where(bond.matched == 1.0, infant.shown * (1.0 - infant.distress), 0.0);
    infant.affect += m.affect_pace * (shared - infant.affect);
    infant.affect = least(infant.affect, 1.0 - infant.distress);
}

INLINE void feel(Infants& infant, const Bonds& bond, const Mechanisms& m, Lanes mismatch,
                 Lanes strain) {
    const Lanes d = infant.distress, size = size_of(mismatch);
    Lanes rise = m.need_distress * infant.need + m.cry_cost * infant.display;
    rise += infant.reactivity_today * strain;
    const Lanes waited = bond.rupture_s * bond.rupture_s;
    const Lanes ramp = where(waited > 0.0, waited / (waited + m.borne_s * m.borne_s), 0.0);
    const Lanes occupied = (1.0 - infant.toward) * (1.0 - d);
    const Lanes missed = 1.0 - (1.0 - m.turned_away_misses) * occupied;
    rise += infant.reactivity_today * m.mismatch_distress * size * ramp * missed;
    rise += infant.reactivity_today * m.overstimulation * most(0.0, mismatch - m.tolerance);
    Lanes alone = infant.self_regulation * infant.capacity;
    alone *= 1.0 + m.turning_away_relief * infant.turning_away_now;
    const Lanes comfort = infant.soothability * m.soothing * (1.0 - infant.turning_away_now);
    const Mask fitting = (bond.attending == 1.0) & (size <= m.fitting_tolerance);
    infant.need -= where(fitting, m.need_relief, 0.0) * infant.need;
    infant.need -= m.need_fading * infant.need;
    infant.distress = clip(d + rise * (1.0 - d) - where(fitting, comfort, alone) * d);
    const Mask overloaded = d > m.overload, calms = infant.distress < d;
    infant.calmed_alone += where(calms & ~fitting & ~overloaded, 1.0, 0.0);
    infant.overloaded += where(overloaded, 1.0, 0.0);
}

INLINE void move(const Infants& infant, Bonds& bond, const Mechanisms& m, Lanes z) {
    const Lanes x = bond.distance;
    const Lanes toward = m.approach * infant.closeness * most(0.0, infant.shown - m.approach_from);
    Lanes away = m.exploration_pull * most(0.0, m.approach_from - infant.shown);
    bond.recoil_now *= m.recoil_kept;
    Lanes fear = m.fear_strength * bond.expected_alarm;
    const Mask fears = fear > 0.0;
    if (anywhere(fears)) fear *= exp_where(fears, -x / m.fear_reach);
    away += (fear + bond.recoil_now) * (m.fear_when_calm + infant.distress);
    Lanes step = infant.mobility * (away - toward) + m.movement_noise * z;
    const Mask crying = infant.display > m.hard_crying;
    const Mask picked_up = (bond.attending == 1.0) & crying & (x < m.pick_up_reach);
    step -= where(picked_up, m.pick_up_step, 0.0);
    bond.distance = clip(x + step);
}

INLINE void second(Infants& infant, Bonds& bond, const Caregivers& caregiver, const Mechanisms& m,
                   const Lanes* luck, Lanes strain) {
    wish(infant, m, luck[TURN], luck[WISH]);
    const Lanes let_in = turning_toward(infant, bond, m);
    infant.shown = let_in * infant.wish;
    infant.display = least(1.0, infant.clarity * infant.display_gain_now * infant.distress);
    attend(infant, bond, caregiver, m, luck[ATTENTION]);
    respond(bond, caregiver, m, let_in, luck[REPAIR], luck[TRACKING]);
    provoke(infant, bond, caregiver, m, luck[PROVOCATION]);
    const Lanes mismatch = let_in * bond.engagement - infant.shown;
    compare(infant, bond, m, mismatch);
    enjoy(infant, bond, m);
    feel(infant, bond, m, mismatch, strain);
    move(infant, bond, m, luck[MOVEMENT]);
    bond.seen = infant.shown;
    infant.distress_sum += infant.distress;
    bond.day_distress += infant.distress;
    bond.day_display += infant.display;
}

[[gnu::noinline]] void live(Infants& infants, Bonds& bonds, const Caregivers& caregiver,
                            const Mechanisms& m, const Counters& of, std::int64_t seconds) {
    Infants infant = infants;
    Bonds bond = bonds;
    for (std::int64_t t = 0; t < seconds; ++t) {
        Words a(t), b = of.time, c = of.own, d = of.who;
        philox(a, b, c, d, of.low, of.high);
        Words e(t), f = of.time, g = of.own + 1u, h = of.who;
        philox(e, f, g, h, of.low, of.high);
        const Lanes luck[] = {bell(a),    bell(b),    bell(c),    bell(d),
                              uniform(e), uniform(f), uniform(g), uniform(h)};
        second(infant, bond, caregiver, m, luck, 0.0);
    }
    infants = infant;
    bonds = bond;
}

}  // namespace

extern "C" void side_by_side(Infant* infants, Bond* bonds, const Caregiver* caregivers,
                             const Mechanism* mechanisms, const std::int64_t* which,
                             std::int64_t families, std::int64_t time, std::int64_t seconds) {
    Infants infant;
    Bonds bond;
    Caregivers caregiver;
    Mechanisms mechanism;
    Counters of;
    for (std::int64_t first = 0; first < families; first += WIDTH) {
        const int members = std::min<std::int64_t>(WIDTH, families - first);
        for (int k = 0; k < WIDTH; ++k) {
            const std::int64_t i = first + (k < members ? k : 0);
            const Bond& own = bonds[infants[i].first_bond + which[i]];
            take(infant, k, infants[i]);
            take(bond, k, own);
            take(caregiver, k, caregivers[own.caregiver]);
            take(mechanism, k, mechanisms[i]);
            set(of.time, k, time);
            set(of.own, k, which[i] * PURPOSES + SECONDS);
            set(of.who, k, infants[i].number);
            set(of.low, k, infants[i].key_low);
            set(of.high, k, infants[i].key_high);
        }
        live(infant, bond, caregiver, mechanism, of, seconds);
        for (int k = 0; k < members; ++k) {
            const std::int64_t i = first + k;
            give(infant, k, infants[i]);
            give(bond, k, bonds[infants[i].first_bond + which[i]]);
        }
    }
}
