import { extinctionChances } from "./survival.ts";

/**
 * R*: what stays of the diversity, for ever, where each of M samples is fresh by a chance of γ:
 * about 2k / (1 + 2k) with k = Mγ.
 */
export function retentionByChance(samples: number, fresh: number): number {
  const kept = 1 - 1 / samples;
  return (kept * fresh * (2 - fresh)) / (1 - kept * (1 - fresh) ** 2);
}

/** The same where an exact share γ is fresh: 1 − 1 / (Mγ(2 − γ) + 1 − γ). */
export function retentionByShare(samples: number, fresh: number): number {
  return 1 - 1 / (samples * fresh * (2 - fresh) + 1 - fresh);
}

/**
 * What stays of the variance where a share γ is fresh and models sample with a bias λ, for infinitely
 * many samples: γ / (1 − (1 − γ)λ). After Alemohammad et al. 2024, arXiv:2307.01850.
 */
export function biasedLimit(fresh: number, bias: number): number {
  return fresh / (1 - (1 - fresh) * bias);
}

/**
 * ∏ (1 − 1/(M k²)) over all k = sin(π/√M) / (π/√M): what stays of the variance where all data are
 * kept. After Kazdan et al. 2024, arXiv:2410.16713.
 */
export function accumulateLimit(samples: number): number {
  const angle = Math.PI / Math.sqrt(samples);
  return Math.sin(angle) / angle;
}

/**
 * The best weight of real samples beside new synthetic ones, k real for each synthetic one:
 * (√(k² + 4k) − k)/2, which is 1/φ for k = 1. He, Xu & Cheng 2025, arXiv:2502.18049.
 */
export function goldenWeight(realPerSynthetic = 1): number {
  const k = realPerSynthetic;
  return (Math.sqrt(k * k + 4 * k) - k) / 2;
}

/**
 * How much worse than that of n real samples the mean becomes in the long run, where they have the
 * weight w beside n/k synthetic ones: (w² + k(1 − w)²) / (w(2 − w)).
 */
export function weightedRisk(weight: number, realPerSynthetic = 1): number {
  return (weight ** 2 + realPerSynthetic * (1 - weight) ** 2) / (weight * (2 - weight));
}

/**
 * Fits until half of the categories that begin with a count are extinct, each sample having Poisson(1)
 * offspring: about 2 · count / ln 2. Suresh et al. 2024, arXiv:2412.17646, that it is in proportion.
 */
export function forgettingTime(count: number): number {
  const most = Math.ceil(10 + 4 * count);
  return extinctionChances(most).findIndex((s) => s ** count >= 0.5) + 1;
}

/**
 * The mass that T samples of p ∝ i^−β miss, of so many generations of them, compared with the first:
 * (1 − s)^−(β−1)/β, where s is the chance that the line of a sample has died out. Dohmatob et al.
 * 2024, arXiv:2402.07043, for the second one.
 */
export function tailGrowth(fit: number, exponent: number): number {
  const s = extinctionChances(fit)[fit - 1];
  return (1 - s) ** (-(exponent - 1) / exponent);
}

/**
 * The share of right samples that the loop of a verifier settles at, where a share of every pool is
 * newly real, of which so many are right, and passes unseen: with c of the model's samples right,
 *
 *   c' = ((1 − γ) φ c + γ c₀) / ((1 − γ)(φ c + ψ(1 − c)) + γ).
 *
 * Without real data all is right in the end where φ > ψ, and all wrong where ψ > φ, whatever came
 * first: what the verifier takes for right is all that counts. After Feng et al. 2024,
 * arXiv:2406.07515.
 */
export function verifiedFixedShare({
  correct,
  fresh,
  keepsCorrect,
  keepsWrong,
}: {
  /** Of the real samples. */
  readonly correct: number;
  readonly fresh: number;
  readonly keepsCorrect: number;
  readonly keepsWrong: number;
}): number {
  const own = 1 - fresh;
  const difference = own * (keepsCorrect - keepsWrong);
  if (difference === 0) return correct;
  // difference c² + b c − γ c₀ = 0; of its roots the one between 0 and 1.
  const b = own * keepsWrong + fresh - own * keepsCorrect;
  const root = Math.sqrt(b * b + 4 * difference * fresh * correct);
  if (fresh === 0) return difference > 0 ? 1 : 0;
  // Without the difference of two numbers that may be nearly the same.
  return b > 0 ? (2 * fresh * correct) / (b + root) : (root - b) / (2 * difference);
}

/**
 * E[W₂²]/σ² as the supplement of Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y, has it: 3/2 Σ 1/Mᵢ
 * of pools of Mᵢ samples each. It stays finite only where these grow faster than their number.
 */
export function firstOrderDistance(sizes: readonly number[]): number {
  return 1.5 * sizes.reduce((sum, size) => sum + 1 / size, 0);
}
