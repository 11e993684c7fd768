"""Makes reference.json, the values that reference.test.ts pins, with scipy and statsmodels. On Debian 12:

    apt-get install python3-scipy python3-statsmodels
    /usr/bin/python3 src/core/statistics/reference/make_reference.py > src/core/statistics/reference/reference.json
    npm run format

Incomplete beta: scipy.stats.beta (Boost) and not scipy.special.betainc of scipy 1.10 (Cephes), which is off by 1e-10 at
parameters of 1e5.
"""
import json
import sys

import numpy
import pandas
import scipy
import statsmodels
from scipy import stats
from statsmodels.formula.api import ols
from statsmodels.stats.anova import anova_lm
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.inter_rater import fleiss_kappa
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

SHAPES = [(0.1, 0.1), (0.5, 0.5), (0.1, 50), (1, 1), (2, 3), (10, 91), (30, 1), (250, 750), (1e3, 1e3), (9e4, 1.1e5)]
SHARES = [1e-12, 1e-6, 0.005, 0.025, 0.2, 0.5, 0.8, 0.975, 0.995]
Z = [-37, -20, -8, -5, -3.5, -3, -2.5, -1, -0.1, 0, 1e-9, 0.5, 1.96, 3, 4, 8]


def beta():
    rows = []
    for a, b in SHAPES:
        for x in [0.001, 0.01, 0.1, 0.3, a / (a + b), 0.5, 0.7, 0.9, 0.999]:
            rows.append([x, a, b, stats.beta.cdf(x, a, b)])
    return rows


def inverse_beta():
    return [[p, a, b, stats.beta.ppf(p, a, b)] for a, b in SHAPES for p in SHARES]


def intervals(method):
    counts = [(0, 10), (1, 10), (10, 10), (3, 20), (10, 100), (137, 2717), (5000, 10000), (9999, 10000)]
    return [
        [k, n, level, *proportion_confint(k, n, 1 - level, method=method)] for k, n in counts for level in (0.9, 0.95, 0.99)
    ]


def permutation():
    samples = [
        [0.1, -0.2, 0.3, 0.4, 0.15, 0.05],
        [1, 1, -1, 1, 0, 1, 1, 0, 1],
        [0.5, 0.25, -0.125, 0.75, 0.3, 0.2, -0.1, 0.6, 0.4, -0.35],
    ]
    rows = []
    for x in samples:
        found = stats.permutation_test(
            (numpy.array(x),), lambda v, axis: numpy.mean(v, axis=axis), permutation_type="samples",
            n_resamples=numpy.inf, vectorized=True,
        )
        rows.append({"differences": x, "pValue": found.pvalue})
    return rows


def bootstrap():
    random = numpy.random.default_rng(7)
    values = numpy.round(random.exponential(1, 25), 3)
    rows = []
    for method in ("percentile", "BCa"):
        for level in (0.9, 0.99):
            found = stats.bootstrap(
                (values,), numpy.mean, n_resamples=399, confidence_level=level, method=method,
                random_state=numpy.random.default_rng(11),
            )
            rows.append({"method": method, "level": level, "interval": list(found.confidence_interval)})
    return {"values": values.tolist(), "replicates": found.bootstrap_distribution.tolist(), "intervals": rows}


def two_sample_bca():
    """The two-way interval's acceleration sums over factors as scipy's sums over samples."""
    random = numpy.random.default_rng(5)
    x, y = numpy.round(random.exponential(1, 12), 3), numpy.round(random.exponential(2, 8), 3)
    found = stats.bootstrap(
        (x, y), lambda a, b, axis=-1: numpy.mean(a, axis=axis) - numpy.mean(b, axis=axis), n_resamples=399,
        method="BCa", random_state=numpy.random.default_rng(13),
    )
    return {
        "x": x.tolist(), "y": y.tolist(), "replicates": found.bootstrap_distribution.tolist(),
        "interval": list(found.confidence_interval),
    }


def adjusted():
    rows = []
    for p in ([0.01, 0.04, 0.03, 0.005], [0.5], [1, 1, 0.2], [0.001, 0.001, 0.9, 0.04, 0.03, 0.02]):
        rows.append({"p": p, "holm": multipletests(p, method="holm")[1].tolist()})
    return rows


def kappa():
    table = [[0, 0, 5], [1, 3, 1], [2, 2, 1], [5, 0, 0], [0, 4, 1], [3, 1, 1]]
    return {"table": table, "kappa": fleiss_kappa(numpy.array(table))}


def henderson(rows, columns, values):
    """Components that equate quadratic forms with their expectations, by dense matrices instead of sums of squares."""
    def dummies(names):
        return numpy.array([[float(name == level) for level in sorted(set(names))] for name in names])

    y, n = numpy.array(values), len(values)
    pairs = [f"{row}|{column}" for row, column in zip(rows, columns)]
    factors = [dummies(rows), dummies(columns), dummies(pairs), numpy.eye(n)]
    row, column, pair, all_ = [z @ numpy.linalg.pinv(z) for z in factors]
    mean = numpy.full((n, n), 1 / n)
    forms = [row - mean, column - mean, pair - row - column + mean, all_ - pair]
    expected = [[numpy.trace(form @ z @ z.T) for z in factors] for form in forms]
    return numpy.linalg.solve(expected, [y @ form @ y for form in forms]).tolist()


def variance_components():
    random = numpy.random.default_rng(17)
    a, b, ab = random.normal(0, 1, 9), random.normal(0, 0.7, 6), random.normal(0, 0.5, (9, 6))
    cells = [(i, j) for i in range(9) for j in range(6) for _ in range(int(random.integers(0, 4)))]
    values = [round(float(2 + a[i] + b[j] + ab[i, j] + random.normal(0, 0.6)), 3) for i, j in cells]
    rows, columns = [f"e{i}" for i, _ in cells], [f"v{j}" for _, j in cells]
    unbalanced = {"rows": rows, "columns": columns, "values": values, "components": henderson(rows, columns, values)}
    cells = [(i, j) for i in range(5) for j in range(4) for _ in range(2)]
    values = [round(float(a[i] + 0.2 * b[j] + 0.1 * ab[i, j] + random.normal(0, 0.5)), 3) for i, j in cells]
    rows, columns = [f"e{i}" for i, _ in cells], [f"v{j}" for _, j in cells]
    # balanced: from the mean squares of the analysis of variance
    table = anova_lm(ols("y ~ C(r) * C(c)", pandas.DataFrame({"r": rows, "c": columns, "y": values})).fit())
    of_rows, of_columns, of_pairs, within = table["mean_sq"]
    components = [(of_rows - of_pairs) / 8, (of_columns - of_pairs) / 10, (of_pairs - within) / 2, within]
    return [unbalanced, {"rows": rows, "columns": columns, "values": values, "components": components}]


REFERENCE = {
    "madeWith": {"numpy": numpy.__version__, "scipy": scipy.__version__, "statsmodels": statsmodels.__version__},
    "regularisedBeta": beta(),
    "inverseBeta": inverse_beta(),
    "normalCdf": [[z, stats.norm.cdf(z)] for z in Z],
    "normalQuantile": [[p, stats.norm.ppf(p)] for p in [1e-300, 1e-20, *SHARES, 1 - 1e-9]],
    "binomialCdf": [
        [k, n, p, stats.binom.cdf(k, n, p)] for k, n in [(0, 5), (3, 10), (40, 100), (130, 2717), (4900, 10000)]
        for p in (0.01, 0.05, 0.5, 0.9)
    ],
    "wilson": intervals("wilson"),
    "clopperPearson": intervals("beta"),
    "mcnemarExact": [
        [b, c, float(mcnemar([[50, b], [c, 30]], exact=True).pvalue)] for b, c in [(1, 5), (3, 3), (10, 25), (120, 80), (0, 7)]
    ],
    "pairedPermutation": permutation(),
    "bootstrap": bootstrap(),
    "twoSampleBca": two_sample_bca(),
    "adjusted": adjusted(),
    "fleissKappa": kappa(),
    "varianceComponents": variance_components(),
}

json.dump(REFERENCE, sys.stdout, indent=None, separators=(",", ":"), default=float)
print()
