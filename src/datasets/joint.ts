import type { Component, FactsOf, JointComponent } from "../distribution.ts";

/** Facts of a mixture in D dimensions. Weights are taken in proportion. */
export function jointFacts(
  components: readonly JointComponent[],
  groups?: readonly string[],
): FactsOf<"vector"> {
  const total = components.reduce((sum, { weight }) => sum + weight, 0);
  const joint = components.map((c) => ({ ...c, weight: c.weight / total }));
  const marginals = joint[0].mean.map((_, d) =>
    joint.map(({ weight, mean, factor }) => ({
      weight,
      mean: mean[d],
      deviation: Math.hypot(...factor[d]),
    })),
  );
  return { kind: "vector", marginals, joint, ...(groups === undefined ? {} : { groups }) };
}

/** Two dimensions of the same deviation. `correlation` lies between -1 and 1. */
export function planeFactor(deviation: number, correlation = 0): readonly (readonly number[])[] {
  const rest = Math.sqrt(1 - correlation ** 2);
  return [
    [deviation, 0],
    [correlation * deviation, rest * deviation],
  ];
}

/** Gaussians along a curve, so close that the curve with its noise is what they add up to. */
export function alongCurve(
  curve: (part: number) => readonly [x: number, y: number],
  options: {
    /** Of the whole curve, data units. */
    readonly length: number;
    /** Of the noise across and along it, data units. */
    readonly deviation: number;
    readonly weight: number;
    /** By how far along it is, 0 to 1. */
    readonly group: (part: number) => number;
  },
): JointComponent[] {
  const { length, deviation, weight, group } = options;
  // At one deviation apart the ripple is e^(-2π²) of the density.
  const count = Math.max(2, Math.ceil(length / deviation));
  return Array.from({ length: count }, (_, i) => {
    const part = (i + 0.5) / count;
    const mean = curve(part);
    return { weight: weight / count, mean, factor: planeFactor(deviation), group: group(part) };
  });
}

const products = new WeakMap<FactsOf<"vector">, readonly JointComponent[]>();

/** The components in D dimensions: those of independent dimensions in every combination. */
export function jointOf(facts: FactsOf<"vector">): readonly JointComponent[] {
  if (facts.joint !== undefined) return facts.joint;
  const known = products.get(facts) ?? product(facts.marginals);
  products.set(facts, known);
  return known;
}

function product(marginals: FactsOf<"vector">["marginals"]): readonly JointComponent[] {
  const chosen = marginals.reduce<Component[][]>(
    (before, marginal) => before.flatMap((some) => marginal.map((one) => [...some, one])),
    [[]],
  );
  return chosen.map((components, group) => ({
    weight: components.reduce((weight, one) => weight * one.weight, 1),
    mean: components.map(({ mean }) => mean),
    factor: components.map(({ deviation }, i) =>
      components.map((_, j) => (i === j ? deviation : 0)),
    ),
    group,
  }));
}
