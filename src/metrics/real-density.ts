import type { RealFacts } from "../distribution.ts";
import { randomNormals } from "../random/normal.ts";
import { philox } from "../random/philox.ts";
import { densityLevel } from "./density-level.ts";

/** Points of the real distribution whose distances tell how far apart its points are. */
export const POINTS = 20_000;
/** Of these points alone: no run draws by such a key. */
const KEY = [0x7461696c, 0x73] as const;

/** Where the real density is low: below `threshold` nats lies `mass` of the real distribution. */
export interface LowRegion {
  readonly threshold: number;
  readonly mass: number;
}

const known = new WeakMap<RealFacts, Map<number, LowRegion>>();

/**
 * The region of lowest real density that holds at most `mass` of the real distribution; null for
 * kinds of data whose density nobody knows. Exact for categories, and for vectors see `densityLevel`.
 */
export function lowRegion(facts: RealFacts, mass: number): LowRegion | null {
  if (facts.kind !== "vector" && facts.kind !== "category") return null;
  const regions = known.get(facts) ?? new Map<number, LowRegion>();
  known.set(facts, regions);
  const region = regions.get(mass) ?? found(facts, mass);
  regions.set(mass, region);
  return region;
}

function found(facts: Extract<RealFacts, { kind: "vector" | "category" }>, mass: number) {
  if (facts.kind === "category") {
    const rarest = Array.from(facts.counts, (count) => count / facts.total)
      .filter((p) => p > 0)
      .sort((a, b) => a - b);
    let below = 0;
    // Categories that are equally probable are in it together, or not at all.
    for (let i = 0, end = 0; i < rarest.length; i = end) {
      const p = rarest[i];
      while (rarest[end] === p) end++;
      const alike = (end - i) * p;
      if (below + alike > mass) return { threshold: Math.log(p * (1 - 1e-5)), mass: below };
      below += alike;
    }
    return { threshold: 0, mass: below };
  }
  return { threshold: densityLevel(facts, mass), mass };
}

type VectorFacts = Extract<RealFacts, { kind: "vector" }>;

/** Point n of a fixed sample of the real distribution. */
export function realPoint(facts: VectorFacts, n: number): number[] {
  const { marginals, joint } = facts;
  const D = marginals.length;
  const z = Array.from({ length: D }, (_, d) => normal(n * D + d));
  if (joint === undefined) {
    return marginals.map((components, d) => {
      const { mean, deviation } = chosen(components, uniform(n * D + d));
      return mean + deviation * z[d];
    });
  }
  const { mean, factor } = chosen(joint, uniform(n));
  return mean.map((center, i) =>
    factor[i].reduce((sum, entry, j) => (j <= i ? sum + entry * z[j] : sum), center),
  );
}

function chosen<C extends { readonly weight: number }>(components: readonly C[], u: number): C {
  let sum = 0;
  return components.find(({ weight }) => (sum += weight) > u) ?? components.at(-1)!;
}

const words = new Uint32Array(4);
const normals = new Float64Array(4);

function uniform(i: number): number {
  philox([i, 0, 0, 1], [...KEY], words);
  return (words[0] + 0.5) * 2 ** -32;
}

function normal(i: number): number {
  const [seed, lineage] = KEY;
  const at = { seed, lineage, stream: 0, generation: 0, step: 0, index: i, draw: 0 };
  randomNormals(at, normals);
  return normals[0];
}
