import type { Component, FactsOf, JointComponent } from "../distribution.ts";

const LOG_TWO_PI = Math.log(2 * Math.PI);

/** Nats, of the density per data unit. */
export function logDensity(facts: FactsOf<"vector">, point: readonly number[]): number {
  const { marginals, joint } = facts;
  if (joint !== undefined) return logSum(joint, (component) => logJoint(component, point));
  let sum = 0;
  for (const [d, components] of marginals.entries()) {
    sum += logSum(components, (component) => logComponent(component, point[d]));
  }
  return sum;
}

function logComponent({ weight, mean, deviation }: Component, x: number): number {
  const z = (x - mean) / deviation;
  return Math.log(weight / deviation) - 0.5 * (z * z + LOG_TWO_PI);
}

/** Distances along the axes of a Gaussian, used again and again. */
const z: number[] = [];

function logJoint({ weight, mean, factor }: JointComponent, point: readonly number[]): number {
  let [square, volume] = [0, 0];
  for (let i = 0; i < mean.length; i++) {
    const row = factor[i];
    let rest = point[i] - mean[i];
    for (let j = 0; j < i; j++) rest -= row[j] * z[j];
    z[i] = rest / row[i];
    square += z[i] * z[i];
    volume += Math.log(row[i]);
  }
  return Math.log(weight) - volume - 0.5 * (square + mean.length * LOG_TWO_PI);
}

/** ln Σ e^log, one log after the other. */
function logSum<C>(components: readonly C[], logOf: (component: C) => number): number {
  let [most, sum] = [-Infinity, 0];
  for (const component of components) {
    const log = logOf(component);
    if (log <= most) sum += Math.exp(log - most);
    else {
      sum = sum * Math.exp(most - log) + 1;
      most = log;
    }
  }
  return sum === 0 ? -Infinity : most + Math.log(sum);
}
