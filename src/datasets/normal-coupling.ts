import erfc from "@stdlib/math-base-special-erfc";
import { type Component, mixtureMoments } from "../distribution.ts";

const STEPS = 4000;
/** Beyond this many deviations a normal has less than 10⁻¹⁵ of its mass. */
const REACH = 8;

/**
 * How a distribution on the line goes with a standard normal Z when both are sorted alike:
 * `slope` = E[X Z] under the monotone coupling, `residual` = Var X - slope².
 *
 * Then W₂²(X, Normal(μ, σ²)) = (E X - μ)² + (σ - slope)² + residual. For a Gaussian X the slope is
 * its deviation and the residual 0; for a mixture the quantile is found by bisection and the
 * integral by the trapezoidal rule, which converges geometrically on a smooth decaying integrand.
 */
export function normalCoupling(components: readonly Component[]): Coupling {
  const known = couplings.get(components);
  if (known !== undefined) return known;
  const coupling = integrate(components);
  couplings.set(components, coupling);
  return coupling;
}

interface Coupling {
  /** Data units. */
  readonly slope: number;
  /** Data units². */
  readonly residual: number;
}

/** Facts are plain data that nobody changes, and the integral takes a tenth of a second. */
const couplings = new WeakMap<readonly Component[], Coupling>();

function integrate(components: readonly Component[]): Coupling {
  const { mean, deviation } = mixtureMoments(components);
  if (components.length === 1) return { slope: deviation, residual: 0 };
  const low = Math.min(...components.map((c) => c.mean - 2 * REACH * c.deviation));
  const high = Math.max(...components.map((c) => c.mean + 2 * REACH * c.deviation));
  let slope = 0;
  let from = low;
  for (let i = 0; i <= STEPS; i++) {
    const z = REACH * ((2 * i) / STEPS - 1);
    const x = quantile(components, z, from, high);
    from = x;
    const density = Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
    slope += ((2 * REACH) / STEPS) * density * z * (x - mean);
  }
  return { slope, residual: Math.max(0, deviation ** 2 - slope ** 2) };
}

/** The x between `low` and `high` at which the mixture's distribution function is Φ(z). */
function quantile(components: readonly Component[], z: number, low: number, high: number): number {
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    // The smaller tail of the two keeps its digits.
    const excess =
      z < 0
        ? mixtureTail(components, middle, -1) - normalTail(-z)
        : normalTail(z) - mixtureTail(components, middle, 1);
    if (excess < 0) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** The mass above x (side 1) or below it (side -1). */
function mixtureTail(components: readonly Component[], x: number, side: 1 | -1): number {
  return components.reduce(
    (sum, { weight, mean, deviation }) =>
      sum + weight * normalTail((side * (x - mean)) / deviation),
    0,
  );
}

/** The mass of a standard normal above z. */
function normalTail(z: number): number {
  return 0.5 * erfc(z / Math.SQRT2);
}
