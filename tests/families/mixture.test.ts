import { describe, expect, test } from "vitest";
import type { Backend, Scope } from "../../src/compute/backend.ts";
import type { ConfigOf } from "../../src/config.ts";
import type { Context } from "../../src/context.ts";
import { type MixtureParameters, mixture } from "../../src/families/mixture.ts";
import type { Pool, Segment } from "../../src/samples.ts";
import { scatteredNormal } from "../support/agree.ts";
import { backends, cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { BEGINNING, contextFor, resultOf } from "../support/contexts.ts";
import { goldenFacts } from "../support/golden.ts";

type Config = ConfigOf<(typeof mixture)["settings"]>;

interface Golden {
  readonly rows: number;
  readonly dimensions: number;
  readonly components: number;
  readonly regularisation: number;
  readonly points: readonly number[];
  readonly begin: readonly number[];
  readonly weights: readonly number[];
  readonly means: readonly number[];
  readonly covariances: readonly number[];
  readonly logDensities: readonly number[];
}

const golden = goldenFacts("mixture") as readonly Golden[];

function configOf(L: number, change: Partial<Record<keyof Config, unknown>> = {}): Config {
  const all = (value: unknown) => new Float64Array(L).fill(value as number);
  const { tolerance = 1e-5, regularisation = 1e-6, ...rest } = change;
  const config = {
    components: 2,
    start: "k-means",
    maxIterations: 500,
    restarts: 1,
    divisor: "N",
    statistics: "sampled",
    shrinkage: new Float64Array(L),
    ...rest,
  };
  return { ...config, tolerance: all(tolerance), regularisation: all(regularisation) } as Config;
}

/** As many rows as there are numbers for. */
function segmentOf(scope: Scope, L: number, D: number, numbers: readonly number[]): Segment {
  const rows = numbers.length / (L * D);
  const values = scope.tensor("rows", "f32", [L, rows, D], Float32Array.from(numbers));
  return { values, rows, birth: 0, frame: null };
}

/** Components of deviation 1 that lie where the rows begin. */
function beginning(scope: Scope, L: number, D: number, centers: readonly number[]) {
  const K = centers.length / (L * D);
  const repeated = (shape: readonly number[], value: (i: number) => number) =>
    scope.tensor(
      "begin",
      "f32",
      shape,
      Float32Array.from({ length: shape.reduce((a, b) => a * b, 1) }, (_, i) => value(i)),
    );
  return {
    mean: repeated([L, D], () => 0),
    logDeviation: repeated([L, D], () => 0),
    weight: repeated([L, K], () => 1 / K),
    center: repeated([L, K, D], (i) => centers[i]),
    root: repeated([L, K, D, D], (i) => Number(Math.floor(i / D) % D === i % D)),
  };
}

async function fitted(
  context: Context,
  pool: Pool,
  config: Config,
  previous: MixtureParameters | null = null,
): Promise<MixtureParameters> {
  return resultOf(mixture.fit(context, pool, config, { ...BEGINNING, previous }));
}

function inSpace(backend: Backend, scope: Scope, L: number, dimensions: number) {
  return contextFor(backend, scope, { lineages: L, space: { kind: "vector", dimensions } });
}

/** What a model says of itself in data units. */
async function told(
  backend: Backend,
  context: Context,
  model: MixtureParameters,
  segment: Segment,
) {
  const forms = mixture.forms(context, model, configOf(1));
  const logDensity = await forms.logProb!(context, segment);
  const { weight, mean, root } = forms.mixture!;
  const [weights, means, roots, logDensities] = await backend.read(weight, mean, root, logDensity);
  return { weights, means, covariances: products(roots, mean.shape[2]), logDensities };
}

function products(roots: ArrayLike<number>, D: number): number[] {
  return Array.from({ length: roots.length }, (_, e) => {
    const [start, i, j] = [Math.floor(e / (D * D)) * D * D, Math.floor(e / D) % D, e % D];
    let sum = 0;
    for (let m = 0; m < D; m++) sum += roots[start + i * D + m] * roots[start + j * D + m];
    return sum;
  });
}

describe.each(backends)("on $adapter.backend", (backend) => {
  test.each(golden)("$components components fit as scikit-learn fits them", async (known) => {
    await backend.prepare(mixture.kernels);
    using scope = backend.scope("test");
    const { dimensions: D, components, regularisation } = known;
    const context = inSpace(backend, scope, 1, D);
    const segment = segmentOf(scope, 1, D, known.points);
    const config = configOf(1, { components, regularisation, start: "previous" });
    const model = await fitted(context, [segment], config, beginning(scope, 1, D, known.begin));
    const found = await told(backend, context, model, segment);
    // The last step changes the likelihood by less than 10⁻⁵, and parameters by its root at most.
    expectClose(found.weights, known.weights, { absolute: 2e-3 });
    expectClose(found.means, known.means, { absolute: 4e-3 });
    expectClose(found.covariances, known.covariances, { absolute: 1e-2 });
    expectClose(found.logDensities, known.logDensities, { absolute: 1e-2 });
    const mean = (of: ArrayLike<number>) => Array.from(of).reduce((a, b) => a + b, 0) / of.length;
    expectClose([mean(found.logDensities)], [mean(known.logDensities)], { absolute: 2e-5 });
  });
});

/** Two groups, 6 apart, of different widths. */
const groups = Array.from({ length: 2 * 41 }, (_, i) =>
  i % 2 === 0 ? scatteredNormal(i) + (i % 4 === 0 ? 6 : 0) : 0.5 * scatteredNormal(i),
);

test("rows of weight 0 are not there, and one of weight 2 is there twice", async () => {
  using scope = cpu.scope("test");
  const context = inSpace(cpu, scope, 1, 2);
  const weights = Array.from({ length: 41 }, (_, n) => n % 3);
  const kept = weights.flatMap((count, n) =>
    Array.from({ length: count }, () => groups.slice(2 * n, 2 * n + 2)).flat(),
  );
  const weight = scope.tensor("weight", "f32", [1, 41], Float32Array.from(weights));
  const weighted = { ...segmentOf(scope, 1, 2, groups), weight };
  const plain = segmentOf(scope, 1, 2, kept);
  const begin = beginning(scope, 1, 2, [0, 0, 5, 0]);
  const config = configOf(1, { start: "previous", divisor: "N-1" });
  const asked = segmentOf(scope, 1, 2, [1, 2, 5, -1]);
  const one = await told(cpu, context, await fitted(context, [weighted], config, begin), asked);
  const other = await told(cpu, context, await fitted(context, [plain], config, begin), asked);
  for (const part of ["weights", "means", "covariances", "logDensities"] as const) {
    expectClose(one[part], other[part], { absolute: 1e-5 });
  }
});

test.each(["k-means", "random"])("groups that lie apart are found from %s", async (start) => {
  using scope = cpu.scope("test");
  const L = 5;
  const context = inSpace(cpu, scope, L, 2);
  const segment = segmentOf(scope, L, 2, Array.from({ length: L }, () => groups).flat());
  const model = await fitted(context, [segment], configOf(L, { start, restarts: 3 }));
  const { weights, means } = await told(cpu, context, model, segment);
  for (let l = 0; l < L; l++) {
    const [left, right] = means[4 * l] < means[4 * l + 2] ? [0, 1] : [1, 0];
    expect(Math.abs(means[4 * l + 2 * left])).toBeLessThan(0.8);
    expect(Math.abs(means[4 * l + 2 * right] - 6)).toBeLessThan(0.8);
    expect(weights[2 * l] + weights[2 * l + 1]).toBeCloseTo(1, 6);
  }
});

test("the more often a fit begins, the likelier is what is kept", async () => {
  using scope = cpu.scope("test");
  const L = 6;
  const context = inSpace(cpu, scope, L, 2);
  const rows = Array.from({ length: L * 90 }, (_, i) => scatteredNormal(i) + 4 * (i % 3));
  const segment = segmentOf(scope, L, 2, rows);
  const likelihood = async (restarts: number) => {
    const config = configOf(L, { components: 4, start: "random", restarts });
    const model = await fitted(context, [segment], config);
    const { logDensities } = await told(cpu, context, model, segment);
    return Array.from({ length: L }, (_, l) =>
      logDensities.slice(45 * l, 45 * (l + 1)).reduce((a, b) => a + b, 0),
    );
  };
  const [once, often] = [await likelihood(1), await likelihood(5)];
  // A fit ends a step after its score was taken.
  for (const l of once.keys()) expect(often[l]).toBeGreaterThan(once[l] - 0.01);
  expect(once.some((score, l) => often[l] > score + 0.1)).toBe(true);
});

test("moments are those of what is drawn", async () => {
  using scope = cpu.scope("test");
  const context = inSpace(cpu, scope, 1, 2);
  const config = configOf(1);
  const model = await fitted(context, [segmentOf(scope, 1, 2, groups)], config);
  const N = 20_000;
  const drawn = await resultOf(mixture.sample(context, model, N, config, BEGINNING));
  const { mean, logDeviation } = mixture.forms(context, model, config).moments!;
  const frame = drawn.frame!;
  const [values, means, logs, origin, scale] = await cpu.read(
    drawn.values,
    mean,
    logDeviation,
    frame.mean,
    frame.logDeviation,
  );
  for (const d of [0, 1]) {
    const column = Array.from(
      { length: N },
      (_, n) => origin[d] + Math.exp(scale[d]) * values[2 * n + d],
    );
    const center = column.reduce((a, b) => a + b, 0) / N;
    const deviation = Math.sqrt(column.reduce((sum, x) => sum + (x - center) ** 2, 0) / N);
    expect(Math.abs(center - means[d])).toBeLessThan((4.5 * deviation) / Math.sqrt(N));
    expect(Math.abs(Math.log(deviation) - logs[d])).toBeLessThan(4.5 / Math.sqrt(N));
  }
});

test("without regularisation collapse goes on far below what a float resolves beside the mean", async () => {
  using scope = cpu.scope("test");
  const context = inSpace(cpu, scope, 1, 1);
  const config = configOf(1, { regularisation: 0, tolerance: 1e-3, maxIterations: 20 });
  let segment: Segment = segmentOf(
    scope,
    1,
    1,
    Array.from({ length: 6 }, (_, i) => 1e4 + scatteredNormal(i)),
  );
  let deepest = 0;
  for (let g = 0; g < 120; g++) {
    const at = { ...context, generation: g };
    const model = await fitted(at, [segment], config);
    const [logs] = await cpu.read(mixture.forms(at, model, config).moments!.logDeviation);
    deepest = logs[0];
    const drawn = await resultOf(mixture.sample(at, model, 6, config, BEGINNING));
    segment = { ...drawn, rows: 6, birth: g + 1 };
  }
  expect(deepest).toBeLessThan(-20);
  expect(deepest).toBeGreaterThan(-200);
});
