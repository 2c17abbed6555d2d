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
/** Steps along r to either side, and their number in a deviation; and those along ln t. */
const REACH = { along: 12, alongSteps: 2.5, least: -13, most: 2.4, logStep: 0.15 } as const;

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
  const law = { freedom, scale: (2 * freedom + n * (1 - kept)) / freedom };
  const center = Math.atanh(mean);
  const width = Math.sqrt(variance) / (1 - mean ** 2);
  let [sum, mass] = [0, 0];
  for (let i = -REACH.along; i <= REACH.along; i++) {
    const r = Math.tanh(center + (i / REACH.alongSteps) * width);
    const ratio = r / Math.sqrt((1 - r * r) * moment(2, 0));
    // The beta density times 1 − r², which a step in its inverse hyperbolic tangent has.
    const log = above * Math.log1p(r) + below * Math.log1p(-r);
    const most = above * Math.log1p(mean) + below * Math.log1p(-mean);
    const weight = Math.exp(log - most);
    sum += weight * rightShare(ratio, d, law);
    mass += weight;
  }
  return sum / mass;
}

/**
 * P(z < ratio √χ² tan θ), where θ is the angle of a random direction in d dimensions with the plane
 * across the true one: by the law of t = z/√χ², which is Student's, and that of tan θ.
 */
function rightShare(ratio: number, dimensions: number, { freedom, scale }: SquareLaw): number {
  // χ² about its mean with another scale is a gamma variable of twice the shape.
  const degrees = (2 * freedom) / scale;
  const scaled = Math.sqrt(freedom) * Math.abs(ratio);
  let [near, mass] = [0, 0];
  // In equal steps of ln t, since the share of directions may change anywhere between 0 and 1.
  for (let log = REACH.least; log < REACH.most; log += REACH.logStep) {
    const t = Math.exp(log);
    const weight = t * (1 + (t * t) / degrees) ** (-(degrees + 1) / 2);
    near += weight * shareWithin(t / scaled, dimensions);
    mass += weight;
  }
  const wrong = near / mass / 2;
  return ratio > 0 ? 1 - wrong : wrong;
}

/** χ² with these degrees of freedom; its variance is freedom · scale, and so the scale is 2 for one. */
interface SquareLaw {
  readonly freedom: number;
  readonly scale: number;
}

/** P(tan θ < x): the integral of cosᵈ⁻² θ over that to π/2, by parts. */
function shareWithin(x: number, dimensions: number): number {
  const angle = Math.atan(x);
  const [sine, cosine] = [Math.sin(angle), Math.cos(angle)];
  const power = dimensions - 2;
  let [share, whole] = power % 2 === 0 ? [angle / (Math.PI / 2), Math.PI / 2] : [sine, 1];
  for (let m = power % 2 === 0 ? 2 : 3; m <= power; m += 2) {
    whole *= (m - 1) / m;
    share += (cosine ** (m - 1) * sine) / (m * whole);
  }
  return share;
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

/** By Simpson's rule, which is as good as exact for functions that are as smooth as these. */
function integral(of: (x: number) => number, from: number, to: number): number {
  const STEPS = 100;
  const step = (to - from) / STEPS;
  let sum = of(from) + of(to);
  for (let i = 1; i < STEPS; i++) sum += (i % 2 === 0 ? 2 : 4) * of(from + i * step);
  return (sum * step) / 3;
}
