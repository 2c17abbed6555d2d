import erfc from "@stdlib/math-base-special-erfc";

/** What a linear model learns from: answers ±s·u + τz, some of them wrong, and who lets which pass. */
export interface AnsweredSetting {
  /** Numbers that the answer depends on, at least 2. */
  readonly inputs: number;
  /** s: length of the vector of true coefficients, above 0. */
  readonly signal: number;
  /** τ: deviation of the noise in the answers. */
  readonly noise: number;
  /** The share of answers with the opposite sign. */
  readonly wrong: number;
  /** φ and ψ: the chances that an answer passes whose sign is right or wrong. */
  readonly keepsCorrect: number;
  readonly keepsWrong: number;
  /** N, before anybody has judged them. */
  readonly samples: number;
}

/** Fewer samples than this for each input have a law with longer tails than is assumed here. */
const LEAST_PER_INPUT = 4;
/** Steps to either side, and their number in a deviation. */
const REACH = { along: 16, alongSteps: 3, across: 10, acrossSteps: 2.5, angles: 60 } as const;

/**
 * E of how often least squares on what passes a verifier gets the sign of the answer to a normal input
 * right: 1 − θ/π for coefficients at an angle θ to the true ones. Null for too few samples.
 *
 * With u = x · w/|w|, everything else in x is independent of (u, y) and of the verdict, so that
 * ŵ∥ : ŵ⊥ is r/√((1 − r²) E u²) : |z|/√χ²_ν, where r is the correlation of u and y among what passes,
 * ν = n − d + 1, and z is normal in d − 1 dimensions. The law of r is taken from its first two moments
 * to order 1/n, as a beta law on [−1, 1], and n by its own two moments: all in all to within 0.002 where
 * thirty samples pass.
 */
export function verifiedAccuracy(setting: AnsweredSetting): number | null {
  const { inputs: d, samples: N } = setting;
  const { kept, moment } = momentsOf(setting);
  const n = N * kept;
  const freedom = n - d + 1;
  if (d < 2 || n < LEAST_PER_INPUT * d + 10) return null;
  const { mean, variance } = correlationLaw(moment, n);
  const beta = (1 - mean ** 2) / variance - 1;
  const [above, below] = [(beta * (1 + mean)) / 2, (beta * (1 - mean)) / 2];
  const scale = (2 * freedom + n * (1 - kept)) / freedom;
  const center = Math.atanh(mean);
  const width = Math.sqrt(variance) / (1 - mean ** 2);
  return average(REACH.along, (i) => {
    const r = Math.tanh(center + (i / REACH.alongSteps) * width);
    const ratio = r / Math.sqrt((1 - r * r) * moment(2, 0));
    // The beta density times 1 − r², which a step in its inverse hyperbolic tangent has.
    const log = above * Math.log1p(r) + below * Math.log1p(-r);
    const most = above * Math.log1p(mean) + below * Math.log1p(-mean);
    return { weight: Math.exp(log - most), value: rightShare(ratio, d, freedom, scale) };
  });
}

/** E Φ(ratio √χ² tan θ) over the angle θ of a random direction with the plane across the true one. */
function rightShare(ratio: number, inputs: number, freedom: number, scale: number): number {
  const shape = freedom / scale;
  const deviation = Math.sqrt(freedom * scale);
  return average(REACH.across, (j) => {
    const square = freedom + (j / REACH.acrossSteps) * deviation;
    if (square <= 0) return { weight: 0, value: 0 };
    const log = (shape - 1) * Math.log(square / freedom) - (square - freedom) / scale;
    const root = ratio * Math.sqrt(square);
    const value = average(REACH.angles, (k) => {
      const angle = ((k + 0.5) / REACH.angles) * (Math.PI / 2);
      if (k < 0 || k === REACH.angles) return { weight: 0, value: 0 };
      const phi = erfc((-root * Math.tan(angle)) / Math.SQRT2) / 2;
      return { weight: Math.cos(angle) ** (inputs - 2), value: phi };
    });
    return { weight: Math.exp(log), value };
  });
}

function average(
  reach: number,
  at: (i: number) => { readonly weight: number; readonly value: number },
): number {
  let [sum, mass] = [0, 0];
  for (let i = -reach; i <= reach; i++) {
    const { weight, value } = at(i);
    sum += weight * value;
    mass += weight;
  }
  return sum / mass;
}

type Moment = (a: number, b: number) => number;

/** Mean and variance of the correlation of n pairs (u, y), not centred, to order 1/n. */
function correlationLaw(moment: Moment, n: number) {
  const [uy, uu, yy] = [moment(1, 1), moment(2, 0), moment(0, 2)];
  const size = Math.sqrt(uu * yy);
  const rho = uy / size;
  // Covariances of (uy, u², y²), in units of their means but for the first.
  const cross = (moment(2, 2) - uy ** 2) / size ** 2;
  const withU = (moment(3, 1) - uy * uu) / (size * uu);
  const withY = (moment(1, 3) - uy * yy) / (size * yy);
  const ofU = moment(4, 0) / uu ** 2 - 1;
  const ofY = moment(0, 4) / yy ** 2 - 1;
  const both = moment(2, 2) / (uu * yy) - 1;
  const bias = rho * (both / 4 + 0.375 * (ofU + ofY)) - (withU + withY) / 2;
  const square = cross + (rho ** 2 / 4) * (ofU + ofY + 2 * both) - rho * (withU + withY);
  // Where all answers are exactly right they have no variance, and rounding could make it negative.
  return { mean: clamped(rho + bias / n), variance: Math.max(1e-12, square / n) };
}

function clamped(correlation: number): number {
  return Math.max(-1 + 1e-9, Math.min(1 - 1e-9, correlation));
}

/** The share of answers that pass, and E[uᵃ yᵇ] of those, for a + b even and at most 4. */
export function momentsOf({ signal, noise, wrong, keepsCorrect, keepsWrong }: AnsweredSetting) {
  const size = Math.hypot(signal, noise);
  const passing = (a: number, b: number) => {
    const right = quadrants(a, b, signal / size);
    const opposite = quadrants(a, b, -signal / size);
    const kept = ({ same, all }: typeof right) => keepsCorrect * same + keepsWrong * (all - same);
    return size ** b * ((1 - wrong) * kept(right) + wrong * kept(opposite));
  };
  const kept = passing(0, 0);
  const known = new Map<string, number>();
  const moment: Moment = (a, b) => {
    const value = known.get(`${a} ${b}`) ?? passing(a, b) / kept;
    known.set(`${a} ${b}`, value);
    return value;
  };
  return { kept, moment };
}

/**
 * E[uᵃ vᵇ] of two standard normals with a correlation, over all of the plane and where uv > 0. In polar
 * coordinates u = R cos θ and v = R cos(θ − α), the quadrants are θ from α − π/2 to π/2 and opposite.
 */
function quadrants(a: number, b: number, correlation: number) {
  const alpha = Math.acos(correlation);
  const radial = [1, 2, 8][(a + b) / 2];
  const at = (angle: number) => Math.cos(angle) ** a * Math.cos(angle - alpha) ** b;
  return {
    same: (radial / Math.PI) * integral(at, alpha - Math.PI / 2, Math.PI / 2),
    all: (radial / Math.PI) * integral(at, -Math.PI / 2, Math.PI / 2),
  };
}

/** By Simpson's rule, which is exact to 10⁻¹⁰ for a trigonometric polynomial of this degree. */
function integral(of: (x: number) => number, from: number, to: number): number {
  const STEPS = 100;
  const step = (to - from) / STEPS;
  let sum = of(from) + of(to);
  for (let i = 1; i < STEPS; i++) sum += (i % 2 === 0 ? 2 : 4) * of(from + i * step);
  return (sum * step) / 3;
}
