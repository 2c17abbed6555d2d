import type { ClosedForm } from "./closed-form.ts";
import { entropyOf, upTo } from "./counts.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import { hasLimit, poolsOf } from "./composed.ts";
import { type TheoryInput, composedWorkflowOf, fitsOf } from "./input.ts";
import { PoolLaw, type Source } from "./pool-law.ts";

/** Who looked at loops without statistical error, and at what temperatures make of them. */
const SOURCE = "this project, after Marchi et al. 2024, arXiv:2404.02325";

/** Probabilities that a curve is worth. */
const MOST_WORK = 2e7;

const known = new WeakMap<TheoryInput, readonly Float64Array[] | null>();

/**
 * What models of categories learn that know no statistical error, fit by fit: the mixture of what
 * their pools were drawn from, in the shares of the rows. Null where they are others, or where the
 * interventions have no law.
 */
function exactDistributions(input: TheoryInput): readonly Float64Array[] | null {
  const before = known.get(input);
  if (before !== undefined) return before;
  const found = distributions(input);
  known.set(input, found);
  return found;
}

function distributions(input: TheoryInput): readonly Float64Array[] | null {
  const { family, facts, samples } = input;
  const workflow = composedWorkflowOf(input);
  if (family.plugin.name !== "categorical" || facts.kind !== "category") return null;
  if (family.config["statistics"] !== "exact" || workflow?.kind !== "composed") return null;
  const temperature = (family.config["temperature"] ?? 1) as number | Schedule;
  const real = Float64Array.from(facts.counts, (count) => count / facts.total);
  const law = new PoolLaw({ isLimit: true });
  const given = new Map<Source, Float64Array>();
  const all: Float64Array[] = [];
  const draw = (generation: number) => {
    const source = law.drawn({ centre: new Float64Array(0), within: 1, drift: 0 }, 1);
    given.set(source, tempered(all[generation], valueAt(temperature, generation)));
    return source;
  };
  let work = 0;
  for (const pool of poolsOf(workflow.steps, samples, law, draw)) {
    if (!hasLimit(pool) || work > MOST_WORK) break;
    const rows = pool.parts.reduce((sum, part) => sum + part.rows, 0);
    const mixed = new Float64Array(real.length);
    for (const part of pool.parts) {
      const own = given.get(part.source) ?? real;
      for (let k = 0; k < mixed.length; k++) mixed[k] += (part.rows / rows) * own[k];
    }
    work += pool.parts.length * mixed.length;
    all.push(mixed);
    if (all.length === fitsOf(input)) break;
  }
  return all;
}

/** p^(1/T) with the sum 1 again. */
function tempered(probabilities: Float64Array, temperature: number): Float64Array {
  if (temperature === 1) return probabilities;
  const largest = probabilities.reduce((a, b) => Math.max(a, b), 0);
  const powers = probabilities.map((p) => (p / largest) ** (1 / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / sum);
}

/** A curve of something that follows from the model and the real distribution alone. */
function exactForm(
  metric: string,
  title: string,
  of: (model: Float64Array, real: Float64Array) => number,
): ClosedForm {
  return {
    metric,
    curve(experiment) {
      const models = exactDistributions(experiment);
      if (models === null) return null;
      const values = models.map((model) => of(model, models[0]));
      return {
        title: `${title} without statistical error`,
        source: SOURCE,
        statistic: "mean",
        values: upTo(fitsOf(experiment), values),
      };
    },
  };
}

function divergence(model: Float64Array, real: Float64Array): number {
  return model.reduce((sum, p, k) => (p === 0 ? sum : sum + p * Math.log(p / real[k])), 0);
}

/** What is known of models of categories that learn what their data were drawn from. */
export const exactForms: readonly ClosedForm[] = [
  exactForm("heterozygosity", "1 − Σp²", (model) => 1 - model.reduce((sum, p) => sum + p * p, 0)),
  exactForm("entropy", "−Σ p ln p", entropyOf),
  exactForm("kl", "Σ p ln(p/p₀)", divergence),
];
