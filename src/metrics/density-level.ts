import erfc from "@stdlib/math-base-special-erfc";
import type { FactsOf } from "../distribution.ts";
import { randomNormals } from "../random/normal.ts";
import { philox } from "../random/philox.ts";
import { logDensity } from "./log-density.ts";

type Facts = FactsOf<"vector">;

/** Lines through centres of the distribution that it is looked at along, of several centres. */
const LINES = 256;
/** Of a ray, from a centre to where nothing is left: as many as the work allows. */
const CELLS = { least: 48, most: 256 };
/** Densities of single Gaussians that a level is worth, some tenths of a second. */
const WORK = 2 ** 20;
/** Of the distribution, what may lie beyond the end of a ray. */
const BEYOND = 1e-8;
/** Halvings of the interval in which a level lies. */
const HALVINGS = 60;
/** Of a turn, what is never the same again. */
const GOLDEN = (Math.sqrt(5) - 1) / 2;
/** Of these lines alone: no run draws by such a key. */
const KEY = [0x6c657665, 0x6c] as const;

/** A Gaussian of the mixture: where a standard normal point comes to lie. */
interface Centre {
  readonly weight: number;
  readonly place: (z: readonly number[]) => number[];
}

/** How dense it is along half of a line. */
interface Ray {
  readonly weight: number;
  /** Nats, at the edges of the cells. */
  readonly densities: Float64Array;
}

/**
 * The logarithm of the density below which lies `mass` of a mixture of Gaussians.
 *
 * Every Gaussian is taken apart into rays from its centre, along which the squared distance is χ² with
 * D degrees of freedom: the mass below a level on a ray is a difference of χ² tails where the density
 * crosses it. Exact for one Gaussian, to 0.5 % on the line; else the mass is about a per cent away.
 */
export function densityLevel(facts: Facts, mass: number): number {
  const { length: D } = facts.marginals;
  const seen = known.get(facts) ?? lookedAt(facts);
  known.set(facts, seen);
  const { rays, edges, tails } = seen;
  const massBelow = (level: number) =>
    rays.reduce((sum, ray) => sum + ray.weight * below(ray.densities, level, D, edges, tails), 0);
  let [low, high] = [Infinity, -Infinity];
  for (const { densities } of rays) {
    for (const density of densities) {
      // Far from every centre a density may be too small for a number.
      if (density > -Infinity) low = Math.min(low, density);
      high = Math.max(high, density);
    }
  }
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (massBelow(middle) < mass) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** What a distribution is like along its rays, which takes some tenths of a second. */
interface Seen {
  readonly rays: readonly Ray[];
  /** Squared distances, from 0 on. */
  readonly edges: Float64Array;
  /** The share of a Gaussian that lies beyond each. */
  readonly tails: Float64Array;
}

/** One for all masses. */
const known = new WeakMap<Facts, Seen>();

function lookedAt(facts: Facts): Seen {
  const { length: D } = facts.marginals;
  const centres = centresOf(facts);
  const lines = linesOf(D, centres);
  const each = 2 * lines.length * (facts.joint ?? facts.marginals.flat()).length;
  const cells = Math.min(CELLS.most, Math.max(CELLS.least, Math.floor(WORK / each)));
  const end = squaredRadiusOf(D, BEYOND);
  const edges = Float64Array.from({ length: cells + 1 }, (_, j) => end * (j / cells) ** 2);
  const tails = edges.map((edge) => chiSquareTail(D, edge));
  return { rays: raysOf(facts, lines, edges), edges, tails };
}

/** The chance that a ray's point is less dense than a level. */
function below(
  densities: Float64Array,
  level: number,
  D: number,
  edges: Float64Array,
  tails: Float64Array,
): number {
  let sum = tails.at(-1)!;
  for (let j = 0; j + 1 < edges.length; j++) {
    const [before, after] = [densities[j], densities[j + 1]];
    if (before < level && after < level) sum += tails[j] - tails[j + 1];
    else if (before < level || after < level) {
      // Along a ray of its own Gaussian a logarithm is linear in the squared distance.
      const part = after === -Infinity ? 0 : (level - before) / (after - before);
      const tail = chiSquareTail(D, edges[j] + part * (edges[j + 1] - edges[j]));
      sum += before < level ? tails[j] - tail : tail - tails[j + 1];
    }
  }
  return sum;
}

/** From a centre into a direction of length 1, and into the opposite one. */
interface Line {
  readonly weight: number;
  readonly place: Centre["place"];
  readonly direction: readonly number[];
}

function linesOf(D: number, centres: readonly Centre[]): Line[] {
  return centres.flatMap(({ weight, place }, c) => {
    const isAlike = D === 1 || centres.length === 1;
    const count = isAlike ? 1 : Math.max(1, Math.round(weight * LINES));
    return Array.from({ length: count }, (_, i): Line => {
      return { weight: weight / count, place, direction: directionOf(D, i, count, c) };
    });
  });
}

function raysOf(facts: Facts, lines: readonly Line[], edges: Float64Array): Ray[] {
  return lines.flatMap(({ weight, place, direction }) =>
    [1, -1].map((sign): Ray => ({
      weight: weight / 2,
      densities: edges.map((edge) => {
        const distance = sign * Math.sqrt(edge);
        return logDensity(facts, place(direction.map((one) => distance * one)));
      }),
    })),
  );
}

/**
 * Line i of several through centre c, of length 1: evenly turned in the plane, from one centre to the
 * next as well, else by chance.
 */
function directionOf(D: number, i: number, lines: number, c: number): number[] {
  if (D === 2 || lines === 1) {
    const angle = Math.PI * ((i + 0.5) / lines + GOLDEN * c);
    return Array.from({ length: D }, (_, d) =>
      d === 0 ? (D === 1 ? 1 : Math.cos(angle)) : d === 1 ? Math.sin(angle) : 0,
    );
  }
  const [seed, lineage] = KEY;
  const normals = new Float64Array(4);
  const direction = Array.from({ length: D }, (_, d) => {
    const at = { seed, lineage, stream: 0, generation: c, step: 0, index: i, draw: d >> 2 };
    if (d % 4 === 0) randomNormals(at, normals);
    return normals[d % 4];
  });
  const length = Math.hypot(...direction);
  return direction.map((one) => one / length);
}

/** Weights sum to 1. Of very many centres of independent dimensions some, by chance. */
function centresOf({ marginals, joint }: Facts): Centre[] {
  if (joint !== undefined) {
    return joint.map(({ weight, mean, factor }) => ({
      weight,
      place: (z) =>
        mean.map((center, i) =>
          factor[i].reduce((sum, entry, j) => (j <= i ? sum + entry * z[j] : sum), center),
        ),
    }));
  }
  const count = marginals.reduce((product, { length }) => product * length, 1);
  const isAll = count <= LINES;
  return Array.from({ length: isAll ? count : LINES }, (_, n) => {
    let rest = n;
    const chosen = marginals.map((components, d) => {
      if (!isAll) return chosenOf(components, uniform(n * marginals.length + d));
      const own = components[rest % components.length];
      rest = Math.floor(rest / components.length);
      return own;
    });
    return {
      weight: isAll ? chosen.reduce((product, { weight }) => product * weight, 1) : 1 / LINES,
      place: (z) => chosen.map(({ mean, deviation }, d) => mean + deviation * z[d]),
    };
  });
}

function chosenOf<C extends { readonly weight: number }>(components: readonly C[], u: number): C {
  let sum = 0;
  return components.find(({ weight }) => (sum += weight) > u) ?? components.at(-1)!;
}

function uniform(i: number): number {
  const words = new Uint32Array(4);
  philox([i, 0, 0, 1], [...KEY], words);
  return (words[0] + 0.5) * 2 ** -32;
}

/** Where so much of χ² with D degrees of freedom lies above. */
function squaredRadiusOf(D: number, mass: number): number {
  let [low, high] = [0, D];
  while (chiSquareTail(D, high) > mass) high *= 2;
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (chiSquareTail(D, middle) > mass) low = middle;
    else high = middle;
  }
  return high;
}

/**
 * P(χ² > x) with D degrees of freedom: Q(D/2, x/2), by Q(a + 1, y) = Q(a, y) + yᵃ e^−y / Γ(a + 1)
 * (https://dlmf.nist.gov/8.8.E6) from Q(½, y) = erfc √y or Q(1, y) = e^−y on.
 */
export function chiSquareTail(D: number, x: number): number {
  if (x <= 0) return 1;
  const y = x / 2;
  const isOdd = D % 2 === 1;
  let sum = isOdd ? erfc(Math.sqrt(y)) : Math.exp(-y);
  let log = isOdd ? 0.5 * Math.log((4 * y) / Math.PI) - y : Math.log(y) - y;
  for (let a = isOdd ? 0.5 : 1; a < D / 2; a++) {
    sum += Math.exp(log);
    log += Math.log(y / (a + 1));
  }
  return sum;
}
