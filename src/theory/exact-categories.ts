import type { ClosedForm } from "./closed-form.ts";
import { entropyOf, upTo } from "./counts.ts";
import { hasFilterLimit, isFilter, limitModels } from "./filter-limits.ts";
import { type TheoryInput, fitsOf, stepsOf } from "./input.ts";
import { categorySpace } from "./limit-spaces.ts";

/** Who looked at loops without statistical error, and at what temperatures make of them. */
const SOURCE = "this project, after Marchi et al. 2024, arXiv:2404.02325";
const FILTERS = "this project, for the filters of Feng et al. 2024, arXiv:2406.07515, and others";

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
  const space = categorySpace(input);
  const steps = stepsOf(input);
  if (space === null || !hasFilterLimit(steps)) return null;
  if (isExact(input) && steps.some(isFilter)) return null;
  const all: Float64Array[] = [];
  for (const model of limitModels(space, steps, input.samples)) {
    all.push(model);
    if (all.length === fitsOf(input)) break;
    // A run without statistical error knows nothing of rows that were chosen.
    if (isExact(input) && steps.some(choosesRows)) break;
  }
  return all;
}

function isExact({ family: { config } }: TheoryInput): boolean {
  return config["statistics"] === "exact";
}

function choosesRows({ name, config }: ReturnType<typeof stepsOf>[number]): boolean {
  return name === "accumulate-subsample" || config["rows"] === "independent";
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
      if (!isExact(experiment)) return null;
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

/** The same beside models of samples that a filter has chosen or a temperature changed. */
function limitForm(
  metric: string,
  title: string,
  of: (model: Float64Array, real: Float64Array) => number,
): ClosedForm {
  return {
    metric,
    curve(experiment) {
      const isFiltered = stepsOf(experiment).some(isFilter);
      if (isExact(experiment) || !(isFiltered || isTempered(experiment))) return null;
      const models = exactDistributions(experiment);
      if (models === null || models.length < 2) return null;
      const values = models.map((model) => of(model, models[0]));
      return {
        title: `${title} for infinitely many samples`,
        source: isFiltered ? FILTERS : SOURCE,
        statistic: "limit",
        values: upTo(fitsOf(experiment), values).map((value) =>
          value !== null && Number.isFinite(value) ? value : null,
        ),
      };
    },
  };
}

function isTempered({ family: { config } }: TheoryInput): boolean {
  return config["temperature"] !== undefined && config["temperature"] !== 1;
}

function divergence(model: Float64Array, real: Float64Array): number {
  return model.reduce((sum, p, k) => (p === 0 ? sum : sum + p * Math.log(p / real[k])), 0);
}

/** Jensen and Shannon's. */
function halfway(model: Float64Array, real: Float64Array): number {
  const middle = model.map((p, k) => (p + real[k]) / 2);
  return (divergence(model, middle) + divergence(real, middle)) / 2;
}

type Formula = readonly [
  metric: string,
  title: string,
  of: (model: Float64Array, real: Float64Array) => number,
];

const formulas: readonly Formula[] = [
  ["heterozygosity", "1 − Σp²", (model) => 1 - model.reduce((sum, p) => sum + p * p, 0)],
  ["entropy", "−Σ p ln p", entropyOf],
  ["kl", "Σ p ln(p/p₀)", divergence],
  ["js", "Jensen–Shannon", halfway],
  [
    "total-variation",
    "½ Σ |p − p₀|",
    (model, real) => model.reduce((sum, p, k) => sum + Math.abs(p - real[k]) / 2, 0),
  ],
  [
    "population-risk",
    "−Σ p₀ ln p",
    (model, real) => real.reduce((sum, p, k) => (p === 0 ? sum : sum - p * Math.log(model[k])), 0),
  ],
];

/** What is known of models of categories that learn what their data were drawn from. */
export const exactForms: readonly ClosedForm[] = formulas.map((formula) => exactForm(...formula));

/** What such models come near whose samples are many. */
export const categoryLimitForms: readonly ClosedForm[] = formulas.map((formula) =>
  limitForm(...formula),
);
