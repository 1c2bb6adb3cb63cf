// Eight numbers side by side (as many as two registers hold): GCC's and Clang's vector types.

#pragma once

#include <cmath>
#include <cstdint>
#if defined(__AVX2__)
#include <immintrin.h>
#endif

#if defined(__AVX512F__)
constexpr int BYTES = 64;
#elif defined(__AVX2__)
constexpr int BYTES = 32;
#else
constexpr int BYTES = 16;
#endif
constexpr int HALF = BYTES / 8, WIDTH = 2 * HALF;
#define INLINE [[gnu::always_inline]] inline

typedef double Doubles __attribute__((vector_size(BYTES)));
typedef std::int64_t Bits __attribute__((vector_size(BYTES)));
typedef std::uint64_t Unsigned __attribute__((vector_size(BYTES)));

// Two registers, so that the processor has something to do while it waits for one.
struct Mask {
    Bits a, b;
};
struct Words {
    Unsigned a, b;
    Words() = default;
    INLINE Words(Unsigned x, Unsigned y) : a(x), b(y) {}
    INLINE Words(std::uint64_t x) : a(Unsigned{} + x), b(Unsigned{} + x) {}
};
struct Lanes {
    Doubles a, b;
    Lanes() = default;
    INLINE Lanes(Doubles x, Doubles y) : a(x), b(y) {}
    INLINE Lanes(double x) : a(Doubles{} + x), b(Doubles{} + x) {}
};

#define OPERATOR(Kind, Result, op) \
    INLINE Result operator op(const Kind& x, const Kind& y) { return {x.a op y.a, x.b op y.b}; }
OPERATOR(Lanes, Lanes, +)
OPERATOR(Lanes, Lanes, -)
OPERATOR(Lanes, Lanes, *)
OPERATOR(Lanes, Lanes, /)
OPERATOR(Lanes, Mask, <)
OPERATOR(Lanes, Mask, <=)
OPERATOR(Lanes, Mask, >)
OPERATOR(Lanes, Mask, ==)
OPERATOR(Mask, Mask, &)
OPERATOR(Mask, Mask, |)
OPERATOR(Words, Words, &)
OPERATOR(Words, Words, |)
OPERATOR(Words, Words, ^)
OPERATOR(Words, Words, +)
OPERATOR(Words, Words, >>)
#undef OPERATOR

INLINE Mask operator~(const Mask& x) { return {~x.a, ~x.b}; }
INLINE Lanes operator-(const Lanes& x) { return {-x.a, -x.b}; }
INLINE Lanes& operator+=(Lanes& x, const Lanes& y) { return x = x + y; }
INLINE Lanes& operator-=(Lanes& x, const Lanes& y) { return x = x - y; }
INLINE Lanes& operator*=(Lanes& x, const Lanes& y) { return x = x * y; }

INLINE Lanes where(const Mask& m, const Lanes& yes, const Lanes& no) {
    return {m.a ? yes.a : no.a, m.b ? yes.b : no.b};
}
INLINE Lanes least(const Lanes& x, const Lanes& y) { return where(y < x, y, x); }
INLINE Lanes most(const Lanes& x, const Lanes& y) { return where(y > x, y, x); }
INLINE Lanes clip(const Lanes& x) { return least(1.0, most(0.0, x)); }
INLINE Lanes size_of(const Lanes& x) {
    const Unsigned rest = Unsigned{} + (~std::uint64_t(0) >> 1);
    return {(Doubles)((Unsigned)x.a & rest), (Doubles)((Unsigned)x.b & rest)};
}
INLINE bool anywhere(const Mask& m) {
    const Bits either = m.a | m.b;
    std::int64_t any = 0;
    for (int k = 0; k < HALF; ++k) any |= either[k];
    return any != 0;
}
INLINE Lanes exp_where(const Mask& m, const Lanes& x) {
    Lanes out = 1.0;
    for (int k = 0; k < HALF; ++k) {
        if (m.a[k]) out.a[k] = std::exp(x.a[k]);
        if (m.b[k]) out.b[k] = std::exp(x.b[k]);
    }
    return out;
}

// The product of two numbers below 2**32, for which processors have an instruction of its own.
INLINE Unsigned product_of(Unsigned x, Unsigned y) {
#if defined(__AVX512F__)
    return (Unsigned)_mm512_mul_epu32((__m512i)x, (__m512i)y);
#elif defined(__AVX2__)
    return (Unsigned)_mm256_mul_epu32((__m256i)x, (__m256i)y);
#else
    return x * y;
#endif
}
INLINE Words product(const Words& x, std::uint32_t y) {
    const Words other(y);
    return {product_of(x.a, other.a), product_of(x.b, other.b)};
}
INLINE Words low_half(const Words& p) { return p & 0xFFFFFFFFu; }
INLINE Words high_half(const Words& p) { return p >> 32u; }
INLINE Lanes number(const Words& word) {  // behind the exponent of 2**52 a word is a double
    const Words raised = word | 0x4330000000000000u;
    return Lanes((Doubles)raised.a, (Doubles)raised.b) - 0x1p52;
}
