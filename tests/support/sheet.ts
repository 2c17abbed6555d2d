import { beforeAll, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import type { AnyKernel } from "../../src/compute/kernel.ts";
import type { Check, CheckResult } from "../../src/validation/check.ts";
import { driftChecks } from "../../src/validation/drift.ts";
import { fixationChecks } from "../../src/validation/fixation.ts";
import { grammarChecks } from "../../src/validation/grammar.ts";
import { checks, runValidation } from "../../src/validation/index.ts";
import { linearVaeChecks } from "../../src/validation/linear-vae.ts";
import { markovChecks } from "../../src/validation/markov.ts";
import { neighbourChecks } from "../../src/validation/neighbours.ts";
import { survivalChecks } from "../../src/validation/survival.ts";
import { tailChecks } from "../../src/validation/tails.ts";
import { temperingChecks } from "../../src/validation/tempering.ts";
import { transformerChecks } from "../../src/validation/transformer.ts";
import { wordChecks } from "../../src/validation/words.ts";
import { webgpu } from "./backends.ts";

/** Minutes of a machine that is busy with other tests. */
const PATIENCE_MS = 600_000;

const categories = [
  ...driftChecks,
  ...fixationChecks,
  ...survivalChecks,
  ...tailChecks,
  ...temperingChecks,
];
const networks = [
  ...wordChecks,
  ...grammarChecks,
  ...markovChecks,
  ...neighbourChecks,
  ...linearVaeChecks,
  ...transformerChecks,
];

/** The sheet in parts that test files run beside each other. Checks of one part may share runs. */
export const sheetParts: Readonly<Record<"points" | "categories" | "networks", readonly Check[]>> =
  {
    points: checks.filter((check) => !categories.includes(check) && !networks.includes(check)),
    categories,
    networks,
  };

export async function sheet(
  backend: Backend,
  only?: readonly string[],
  signal?: AbortSignal,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  const options = { ...(only && { only }), ...(signal && { signal }) };
  for await (const result of runValidation(backend, options)) results.push(result);
  return results;
}

function failures(results: readonly CheckResult[]): string[] {
  return results
    .filter(({ verdict }) => verdict === "fail")
    .map(
      ({ name, predicted, measured, tolerance }) =>
        `${name}: ${measured}, not ${predicted} ± ${tolerance}`,
    );
}

/** What the list of acceptance tests says that checks predict: the lines of the charts say it, too. */
const PUBLISHED: Readonly<Record<string, number>> = {
  "variance-shrinks": 0.4457,
  "unbiased-variance-stays": 1,
  "log-variance-drifts": -0.8219,
  "log-variance-spreads": 1.6664,
  // Of e^(E ln σ²), 1 + 1/3ν more with the next term.
  "median-collapses": 0.4396 * (1 + 1 / 147),
  "mean-wanders": 0.8,
  "distance-grows": 1.1692,
  "conservation-replaced": 1,
  "bias-compounds": 0.12158,
  "truncation-compounds": 0.07691,
  "fresh-data-hold": 0.94975,
  "accumulation-holds": 0.84511,
  "heterozygosity-decays": 0.5032,
  "fixation-is-fair": 0.3,
  "fixation-takes-time": 35.109,
  "collapse-takes-time": 189.7,
  "survivors-2": 466.6,
  "survivors-5": 282.5,
  "survivors-20": 109.8,
  "first-divergence": 0.004919,
  "tail-scales": -0.5,
  "tail-is-cut-again": 1.2578,
  "answers-replaced": 2,
  "answers-replaced-in-place": 2,
  "answers-accumulated": 0.30995,
  // Of 0.02105 in second order.
  "shifted-answers-floor": 0.0211,
  "golden-weighting": 0.618,
  "golden-weight-is-best": 0.618,
  "linear-vae-major-1": 2.5,
  "linear-vae-major-3": 1.5,
  "linear-vae-minor-1": 1.1,
  "coverage-of-the-same": 0.96933,
  "density-of-the-same": 1,
  "discrepancy-of-two-normals": 0.08692,
  "first-deviation-10": 0.9228,
  "first-deviation-100": 0.9925,
};

interface Dispatched {
  readonly check: string;
  /** How often each shader. */
  readonly counts: ReadonlyMap<string, number>;
}

/** On the processor, and which shaders each check dispatches how often. */
async function watchedSheet(only: readonly string[]) {
  const backend = new CpuBackend();
  const dispatch = backend.dispatch.bind(backend);
  let counts = new Map<string, number>();
  backend.dispatch = (kernel: AnyKernel, tensors, scalars) => {
    counts.set(kernel.shader, (counts.get(kernel.shader) ?? 0) + 1);
    dispatch(kernel, tensors, scalars);
  };
  const results: CheckResult[] = [];
  const dispatched: Dispatched[] = [];
  for await (const result of runValidation(backend, { only })) {
    results.push(result);
    dispatched.push({ check: result.name, counts });
    counts = new Map();
  }
  return { results, dispatched };
}

/** On a graphics card tests/training, tests/families and tests/vae hold them to other numbers. */
const trainings = /^(overfitted-batch|entropy-floor|linear-vae-.*)$/;

/** Checks with few dispatches that use every shader which any of them does, trainings aside. */
function covering(dispatched: readonly Dispatched[]): string[] {
  const total = (counts: Dispatched["counts"]) => [...counts.values()].reduce((a, b) => a + b, 0);
  const covered = new Set<string>();
  return dispatched
    .filter(({ check }) => !trainings.test(check))
    .toSorted((a, b) => total(a.counts) - total(b.counts))
    .filter(({ counts }) => {
      const before = covered.size;
      for (const shader of counts.keys()) covered.add(shader);
      return covered.size > before;
    })
    .map(({ check }) => check);
}

/** That all of a part passes on the CPU, with what is published, and on WebGPU with every kernel of it. */
export function testPart(part: keyof typeof sheetParts): void {
  const names = sheetParts[part].map(({ name }) => name);
  let whole: Awaited<ReturnType<typeof watchedSheet>>;
  beforeAll(async () => {
    whole = await watchedSheet(names);
  }, PATIENCE_MS);

  test("on the CPU, all of it", () => {
    expect(whole.results.map(({ name }) => name).toSorted()).toEqual(names.toSorted());
    expect(failures(whole.results)).toEqual([]);
  });

  test("its predictions are those of the list of acceptance tests", () => {
    const listed = whole.results.filter(({ name }) => name in PUBLISHED);
    expect(listed.length).toBeGreaterThan(4);
    for (const { name, predicted } of listed) {
      expect(Math.abs(predicted / PUBLISHED[name] - 1), name).toBeLessThan(0.002);
    }
  });

  // What is true of the numbers has been shown; a kernel may differ from its reference all the same.
  test.skipIf(webgpu === null)(
    "on WebGPU, with every kernel",
    { timeout: PATIENCE_MS },
    async () => {
      const some = covering(whole.dispatched);
      const results = await sheet(webgpu!, some);
      expect(results.map(({ name }) => name).toSorted()).toEqual(some.toSorted());
      expect(failures(results)).toEqual([]);
    },
  );
}
