import { mixtureMoments } from "../distribution.ts";
import { type Mixing, overlapOf, portionsOf, sharesOf } from "../ecosystem.ts";
import type { ClosedForm } from "./closed-form.ts";
import { type TheoryInput, fitsOf } from "./input.ts";

/** Expected quadratic diversity in an ecosystem, as shares of that of the real data. */
export interface EcosystemDiversity {
  /** [fits]: of one model, in the mean over the members. */
  readonly within: readonly number[];
  /** [fits]: of all models' output together. */
  readonly pooled: readonly number[];
}

/** Null where an experiment is no ecosystem, or has other interventions beside. */
export function mixingOf({ interventions }: TheoryInput): Mixing | null {
  if (interventions.length !== 1 || interventions[0].plugin.name !== "exchange") return null;
  return interventions[0].config as unknown as Mixing;
}

/**
 * With S[i][j] the expected chance that two samples, of the models i and j, are the same (for counts
 * Σ p q; for Gaussians, minus half the squared distance, in the same linear law), 1 - S is the
 * diversity. A pool of c[i][j] rows of each member j, and a pool of another member that has o of
 * them in common, agree by
 *
 *   S'[i][i′] = (Σ_j≠j′ c[i][j] c[i′][j′] S[j][j′] + Σ_j (o + (c[i][j] c[i′][j] - o) S[j][j])) / (M[i] M[i′])
 *
 * since two draws of one model agree by S[j][j] and a row agrees with itself by 1, M[i] being all that
 * member i learns from. The pools of the first fit are independent, M real rows each.
 */
export function ecosystemDiversity(
  mixing: Mixing,
  { samples: M, fits }: { readonly samples: number; readonly fits: number },
): EcosystemDiversity {
  const { members: k } = mixing;
  const each = Array.from({ length: k }, (_, i) => i);
  // In units of the real diversity: real samples agree by 0, a row with itself by 1.
  let agreement = each.map((i) => each.map((j) => (i === j ? 1 / M : 0)));
  const within: number[] = [];
  const pooled: number[] = [];
  for (let n = 1; n <= fits; n++) {
    within.push(1 - each.reduce((sum, i) => sum + agreement[i][i], 0) / k);
    pooled.push(1 - agreement.flat().reduce((sum, one) => sum + one, 0) / k ** 2);
    const portions = portionsOf(sharesOf(mixing, n - 1), M, mixing.learns);
    const rows = portions.map((row) => row.reduce((sum, { count }) => sum + count, 0));
    const before = agreement;
    agreement = each.map((i) =>
      each.map((other) => {
        let sum = 0;
        for (const j of each) {
          const own = portions[i][j];
          const shared = overlapOf(own, portions[other][j], M);
          for (const from of each) {
            const pairs = own.count * portions[other][from].count;
            if (from !== j) sum += pairs * before[j][from];
            else sum += shared + (pairs - shared) * before[j][j];
          }
        }
        return sum / (rows[i] * rows[other]);
      }),
    );
  }
  return { within, pooled };
}

/** The real diversity of an ecosystem of models that are fitted and sampled plainly; else null. */
function realDiversity({ family, facts }: TheoryInput): number | null {
  const { statistics, divisor, shrinkage, samplingBias, truncation, temperature } = family.config;
  if (statistics === "exact") return null;
  if (family.plugin.name === "categorical" && facts.kind === "category") {
    if (temperature !== 1) return null;
    const { counts, total } = facts;
    return 1 - counts.reduce((sum, count) => sum + (count / total) ** 2, 0);
  }
  if (family.plugin.name !== "gaussian" || facts.kind !== "vector") return null;
  const isPlain =
    divisor === "N" && shrinkage === 0 && samplingBias === 1 && truncation === Infinity;
  if (!isPlain) return null;
  const variances = facts.marginals.map((marginal) => mixtureMoments(marginal).deviation ** 2);
  return variances.reduce((sum, variance) => sum + variance, 0) / variances.length;
}

const SOURCE = "islands: Wright 1931, doi:10.1093/genetics/16.2.97; any exchange: this project";

function formOf(metric: string, part: keyof EcosystemDiversity, title: string): ClosedForm {
  return {
    metric,
    curve(input) {
      const mixing = mixingOf(input);
      const real = realDiversity(input);
      if (mixing === null || real === null) return null;
      const { samples } = input;
      const diversity = ecosystemDiversity(mixing, { samples, fits: fitsOf(input) })[part];
      return {
        title,
        source: SOURCE,
        statistic: "mean",
        values: diversity.map((retention) => real * retention),
      };
    },
  };
}

export const ecosystemForms: readonly ClosedForm[] = [
  formOf("variance", "within", "E[σ²] of one model among others"),
  formOf("pooled-variance", "pooled", "E[σ²] of all models together"),
  formOf("heterozygosity", "within", "E[H] of one model among others"),
  formOf("pooled-heterozygosity", "pooled", "E[H] of all models together"),
];
