import { binomialRow } from "./binomial.ts";
import { type Filtered, byPassing, filteredDiversity } from "./filters.ts";
import type { Fluctuations } from "./fluctuations.ts";
import type { Passing } from "./input.ts";

/** E of the square of c + c₁ v + c₂ w, over choices of the three. */
class MeanSquare {
  readonly #products = new Float64Array(6);

  add(weight: number, [c, cv, cw]: readonly [number, number, number]): void {
    for (const [i, product] of [c * c, c * cv, c * cw, cv * cv, cv * cw, cw * cw].entries()) {
      this.#products[i] += weight * product;
    }
  }

  at(v: number, w: number): number {
    const [one, byV, byW, squareV, both, squareW] = this.#products;
    return one + 2 * (byV * v + byW * w + both * v * w) + squareV * v * v + squareW * w * w;
  }
}

/**
 * Of `filteredDiversity` with normal real data, how much the variance of models differs from lineage
 * to lineage. Given how many rows of either kind are left, a pool is as uncertain as in `fluctuations`;
 * and those numbers move its mean.
 */
export function filteredFluctuations(
  workflow: Filtered,
  settings: {
    readonly samples: number;
    readonly fits: number;
    readonly unbiased: boolean;
    readonly sampling: (generation: number) => number;
    /** Var z² / (E z²)² of what a model draws. */
    readonly kurtosis: (generation: number) => number;
  },
): readonly Fluctuations[] {
  const { samples: M, fits, unbiased, sampling, kurtosis } = settings;
  const { within, drift } = filteredDiversity(workflow, { workflow, ...settings });
  const countsAt = byPassing(workflow, (passing) => countsOf(passing, M, unbiased));
  let uncertainty = unbiased ? 2 / (M - 1) : (2 * (M - 1)) / M ** 2;
  return within.slice(0, fits).map((variance, n) => {
    if (n > 0) {
      const { mean, between, inherited, own, real, empty } = countsAt(n - 1);
      const [before, gone] = [within[n - 1], drift[n - 1]];
      const drawn = sampling(n - 1) * before;
      const varied = sampling(n - 1) ** 2 * uncertainty;
      const noise = own * kurtosis(n - 1) * (drawn ** 2 + varied) + 2 * real;
      const square =
        mean.at(drawn, gone) + inherited * varied + noise + 2 * between.at(drawn, gone);
      uncertainty = square + empty * (before ** 2 + uncertainty) - variance ** 2;
    }
    return { within: variance, drift: drift[n], relative: uncertainty / variance ** 2 };
  });
}

/** Averages over how many rows of either kind are left. */
function countsOf({ rows, keepsReal, keepsSynthetic }: Passing, M: number, unbiased: boolean) {
  const [mean, between] = [new MeanSquare(), new MeanSquare()];
  let [inherited, own, real, empty] = [0, 0, 0, 0];
  const reals = binomialRow(rows, keepsReal);
  const others = binomialRow(M - rows, keepsSynthetic);
  for (const [i, chance] of reals.probabilities.entries()) {
    for (const [j, other] of others.probabilities.entries()) {
      const [R, S] = [reals.from + i, others.from + j];
      const N = R + S;
      const weight = chance * other;
      if (N === 0) {
        empty += weight;
        continue;
      }
      const widening = unbiased && N > 1 ? N / (N - 1) : 1;
      const way = [
        S > 0 && R > 0 ? S / N ** 2 : 0,
        R > 0 && S > 0 ? R / N ** 2 : 0,
        (S * R) / N ** 2,
      ];
      const [ofReal, ofOwn, apart] = way.map((part) => widening * part);
      const [restOwn, restReal] = [S, R].map((count) => (widening * Math.max(0, count - 1)) / N);
      mean.add(weight, [restReal + ofReal, restOwn + ofOwn, apart]);
      between.add(weight, [ofReal, ofOwn, apart]);
      inherited += weight * (restOwn + ofOwn) ** 2;
      own += (weight * widening * restOwn) / N;
      real += (weight * widening * restReal) / N;
    }
  }
  return { mean, between, inherited, own, real, empty };
}
