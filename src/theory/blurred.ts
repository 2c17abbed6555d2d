import { type Component, mixtureMoments } from "../distribution.ts";
import { isSchedule } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import { upTo } from "./counts.ts";
import { type Diversity, diversity } from "./diversity.ts";
import { meanOf } from "./gaussian.ts";
import { type TheoryInput, type Workflow, fitsOf, workflowOf } from "./input.ts";

/** Of a rest that is left out, as a share of the variance. */
const NEGLIGIBLE = 1e-3;

/**
 * E[σ²], the mean over dimensions, of models that keep the second moments of their pool or add to
 * them in proportion.
 *
 * Every maximisation gives a mixture exactly the mean and covariance of its pool, wherever its
 * components are: in all, it shrinks as a single Gaussian does. A kernel density adds h² of the
 * covariance, by the rules of Scott and Silverman.
 */
export const expectedBlurredVariance: ClosedForm = {
  metric: "variance",
  curve(input) {
    const { facts, family, samples: M } = input;
    const workflow = workflowOf(input);
    if (facts.kind !== "vector" || workflow === null) return null;
    const variance = meanOf(
      facts.marginals.map((m: readonly Component[]) => mixtureMoments(m).deviation ** 2),
    );
    const fits = fitsOf(input);
    if (family.plugin.name === "mixture") {
      const added = regularised(input, workflow, variance);
      if (added === null) return null;
      const { within } = diversity({ workflow, samples: M, fits });
      return {
        title: workflow.kind === "replace" ? "E[tr Σ]/D = σ₀² (1 − 1/M)ⁿ" : "E[tr Σ]/D",
        source: "this project: maximisation keeps the second moments of the pool",
        statistic: "mean",
        values: upTo(
          fits,
          within.map((retention, n) => variance * retention + added(n + 1)),
        ),
      };
    }
    const square = bandwidthSquare(input, workflow);
    if (square === null) return null;
    const { within }: Diversity = diversity({
      workflow,
      samples: M,
      fits,
      sampling: (generation) => 1 + square(generation + 1),
    });
    return {
      title:
        workflow.kind === "replace"
          ? "E[tr Σ]/D = σ₀² ((1 + h²)(1 − 1/M))ⁿ"
          : "E[tr Σ]/D, with h² of the covariance at every fit",
      source: "this project, for the bandwidths of Scott 1992 and Silverman 1986",
      statistic: "mean",
      values: upTo(
        fits,
        within.map((retention, n) => variance * retention * (1 + square(n + 1))),
      ),
    };
  },
};

/** What regularisation adds to the variance after fit n; null where no formula holds. */
function regularised(
  { family: { config }, samples: M, generations }: TheoryInput,
  { kind }: Workflow,
  variance: number,
): ((fit: number) => number) | null {
  const { divisor, statistics, shrinkage, regularisation } = config;
  if (isSchedule(regularisation)) return null;
  if (divisor !== "N" || statistics !== "sampled" || shrinkage !== 0) return null;
  const own = Number(regularisation);
  // What is added goes on as all else does.
  if (kind === "replace") return (fit) => own * M * (1 - (1 - 1 / M) ** fit);
  return own * generations <= NEGLIGIBLE * variance ? () => 0 : null;
}

/** h² of fit n; null where it is no share of the covariance, or nobody knows of how many rows. */
function bandwidthSquare(
  { family: { plugin, config }, facts, samples: M }: TheoryInput,
  workflow: Workflow,
): ((fit: number) => number) | null {
  if (plugin.name !== "kernel-density" || facts.kind !== "vector") return null;
  const { kind } = workflow;
  if (kind === "composed" || kind === "filtered") return null;
  const D = facts.marginals.length;
  const { bandwidth } = config;
  if (isSchedule(bandwidth) || bandwidth === "fixed") return null;
  const factor = bandwidth === "silverman" ? (D + 2) / 4 : 1;
  const rows = (fit: number) => {
    if (kind === "resized") return workflow.rows(fit);
    return kind === "accumulate" ? fit * M : M;
  };
  return (fit) => (factor * rows(fit)) ** (-2 / (D + 4));
}
