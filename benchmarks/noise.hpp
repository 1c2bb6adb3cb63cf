// The random numbers of a second, as in src/attune_sim/dyad/noise.py, for one word or lanes of them.
// Its constants (PURPOSES, PER_SD, ...) come from there, by rows.hpp.

#pragma once

#include "rows.hpp"

inline std::uint64_t product(std::uint32_t a, std::uint32_t b) { return std::uint64_t(a) * b; }
inline std::uint32_t low_half(std::uint64_t p) { return std::uint32_t(p); }
inline std::uint32_t high_half(std::uint64_t p) { return std::uint32_t(p >> 32); }
inline double number(std::uint32_t word) { return word; }

// Ten rounds of Philox4x32.
template <class W>
[[gnu::always_inline]] inline void philox(W& c0, W& c1, W& c2, W& c3, W k0, W k1) {
#pragma GCC unroll 10
    for (int round = 0; round < 10; ++round) {
        const auto p0 = product(c0, 0xD2511F53u), p1 = product(c2, 0xCD9E8D57u);
        c0 = high_half(p1) ^ c1 ^ k0;
        c1 = low_half(p1);
        c2 = high_half(p0) ^ c3 ^ k1;
        c3 = low_half(p0);
        k0 = low_half(k0 + 0x9E3779B9u);
        k1 = low_half(k1 + 0xBB67AE85u);
    }
}

template <class W>
[[gnu::always_inline]] inline auto uniform(W word) {
    return (number(word) + 0.5) * UNIT;
}

template <class W>
[[gnu::always_inline]] inline auto bell(W word) {
    const W low = (word & 255u) + ((word >> 8u) & 255u);
    const W high = ((word >> 16u) & 255u) + (word >> 24u);
    const auto above = number(low + high) - BYTES_MEAN;
    return above * PER_SD + above * PER_SD_REST;
}
