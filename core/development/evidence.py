"""How sure it is that something goes wrong too often. Pure.

Somebody bets against "of these cases at most the share `p0` goes wrong". They begin with 1 and
before each case stake a share `u` of what they have: a case that goes wrong multiplies it by
`1 + u (1 - p0) / p0`, one that goes well by `1 - u`. As long as at most `p0` go wrong, whatever
came before, no such bettor gains on average; so neither does the mean of them all, over `u` from
0 to 1:

    capital(n, bad; p0) = ∫₀¹ (1 + u (1 - p0) / p0)^bad (1 - u)^(n - bad) du
                        = B(bad + 1, n - bad + 1) P(Bin(n + 1, p0) ≤ bad)
                          / (p0^bad (1 - p0)^(n - bad + 1))

By Ville's inequality the chance that it *ever* reaches `1 / a` is at most `a`, however often one
looks and whenever one stops. What `p0` it contradicts is outside of a confidence sequence: the
capital falls with `p0`, so its edge is one number, `surely_over`.

Sources: J. Ville, Étude critique de la notion de collectif, 1939; H. Robbins, Statistical methods
related to the law of the iterated logarithm, Ann. Math. Statist. 41, 1970 (mixtures);
I. Waudby-Smith and A. Ramdas, Estimating means of bounded random variables by betting, J. R. Stat.
Soc. B 86, 2024.
"""

from bisect import bisect_left
from functools import lru_cache
from math import lgamma, log, log1p

HALVINGS = 40
# What a term adds below this share of the greatest is lost in a float anyway.
NOTHING = 1e-18


def log_capital(n: int, bad: int, p0: float) -> float:
    """Natural logarithm of the capital after `n` cases of which `bad` went wrong; 0 < p0 < 1."""
    if not 0 <= bad <= n or not 0 < p0 < 1:
        raise ValueError(f"{bad} of {n} against {p0}")
    good = n - bad
    beta = lgamma(bad + 1) + lgamma(good + 1) - lgamma(n + 2)
    return beta + _log_at_most(bad, n + 1, p0) - bad * log(p0) - (good + 1) * log1p(-p0)


def contradicts(n: int, bad: int, p0: float, chance: float) -> bool:
    """Whether "at most `p0`" is out, with so small a chance that this is ever said wrongly."""
    return log_capital(n, bad, p0) >= -log(chance)


@lru_cache(maxsize=1 << 16)
def least_bad(n: int, p0: float, chance: float) -> int:
    """How many of `n` it takes to contradict "at most `p0`"; n + 1 when no number does."""
    return bisect_left(range(n + 1), True, key=lambda bad: contradicts(n, bad, p0, chance))


def contradicts_from_above(n: int, bad: int, p0: float, chance: float) -> bool:
    """Whether "at least `p0`" is out: the same bet on the cases that went well."""
    return contradicts(n, n - bad, 1 - p0, chance)


def surely_over(n: int, bad: int, chance: float) -> float:
    """The lower edge: the greatest share that is contradicted, 0 when none is."""
    if bad == 0:
        return 0.0
    low, high = 0.0, bad / n
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        if contradicts(n, bad, middle, chance):
            low = middle
        else:
            high = middle
    return low


def _log_at_most(most: int, n: int, p: float) -> float:
    """Logarithm of the chance that a binomial count of `n` is at most `most`.

    The terms are taken from the greatest one to both sides, as shares of it.
    """
    if most >= n:
        return 0.0
    middle = min(most, int((n + 1) * p))
    odds, total = p / (1 - p), 1.0
    term = 1.0
    for count in range(middle, 0, -1):
        term *= count / ((n - count + 1) * odds)
        total += term
        if term < NOTHING:
            break
    term = 1.0
    for count in range(middle, most):
        term *= (n - count) * odds / (count + 1)
        total += term
        if term < NOTHING:
            break
    return min(0.0, _log_chance(middle, n, p) + log(total))


def _log_chance(count: int, n: int, p: float) -> float:
    ways = lgamma(n + 1) - lgamma(count + 1) - lgamma(n - count + 1)
    return ways + count * log(p) + (n - count) * log1p(-p)
