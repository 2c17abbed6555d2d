"""Fits of scikit-learn's GaussianMixture from given beginnings: python3 mixture.py > mixture.json

The witness for src/families/mixture.ts. pip install scikit-learn==1.9.1 numpy==2.4.6
"""

import json

import numpy as np
from sklearn.mixture import GaussianMixture


def rounded(array):
    return [float(f"{x:.9g}") for x in np.asarray(array).ravel()]


def fit(rows, dimensions, components, regularisation, seed):
    random = np.random.default_rng(seed)
    middles = 2 * random.standard_normal((components, dimensions))
    slants = random.standard_normal((components, dimensions, dimensions))
    labels = random.integers(0, components, rows)
    noise = random.standard_normal((rows, dimensions))
    points = (middles[labels] + np.einsum("nij,nj->ni", slants[labels], noise)).astype(np.float32)
    begin = points[:components].astype(np.float64)
    model = GaussianMixture(
        components,
        tol=1e-5,
        max_iter=500,
        reg_covar=regularisation,
        weights_init=np.full(components, 1 / components),
        means_init=begin,
        precisions_init=np.repeat(np.eye(dimensions)[None], components, axis=0),
    ).fit(points)
    return {
        "rows": rows,
        "dimensions": dimensions,
        "components": components,
        "regularisation": regularisation,
        "points": rounded(points),
        "begin": rounded(begin),
        "iterations": model.n_iter_,
        "weights": rounded(model.weights_),
        "means": rounded(model.means_),
        "covariances": rounded(model.covariances_),
        "logDensities": rounded(model.score_samples(points)),
    }


print(json.dumps([fit(80, 2, 2, 1e-6, 5), fit(90, 3, 3, 0.05, 2)]))
