import { beforeAll, describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import type { AnyKernel } from "../../src/compute/kernel.ts";
import { type CheckResult, checks, runValidation } from "../../src/validation/index.ts";
import { cpu, webgpu } from "../support/backends.ts";

/** Minutes of a machine that is busy with other tests. */
const PATIENCE_MS = 600_000;

async function sheet(
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

test("every row of the list that these families can express is there", () => {
  const rows = new Set(checks.map(({ row }) => row));
  for (const row of [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 18, 20, 21, 23, 24, 28, 29, 30, 32, 33, 35,
  ]) {
    expect(rows).toContain(row);
  }
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
});

/** All of it on the processor, and which shaders each check dispatches how often. */
async function wholeSheet() {
  const backend = new CpuBackend();
  const dispatch = backend.dispatch.bind(backend);
  let counts = new Map<string, number>();
  backend.dispatch = (kernel: AnyKernel, tensors, scalars) => {
    counts.set(kernel.shader, (counts.get(kernel.shader) ?? 0) + 1);
    dispatch(kernel, tensors, scalars);
  };
  const results: CheckResult[] = [];
  const dispatched: { readonly check: string; readonly counts: Map<string, number> }[] = [];
  for await (const result of runValidation(backend)) {
    results.push(result);
    dispatched.push({ check: result.name, counts });
    counts = new Map();
  }
  return { results, dispatched };
}

/** On a graphics card tests/training, tests/families and tests/vae hold them to other numbers. */
const trainings = /^(overfitted-batch|entropy-floor|linear-vae-.*)$/;

/** Checks with few dispatches that use every shader which any of them does, trainings aside. */
function covering({ dispatched }: Awaited<ReturnType<typeof wholeSheet>>): string[] {
  const total = (counts: Map<string, number>) => [...counts.values()].reduce((a, b) => a + b, 0);
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

describe("the sheet passes", () => {
  let whole: Awaited<ReturnType<typeof wholeSheet>>;
  beforeAll(async () => {
    whole = await wholeSheet();
  }, PATIENCE_MS);

  test("on the CPU, all of it", () => {
    expect(whole.results.length).toBe(checks.length);
    expect(failures(whole.results)).toEqual([]);
  });

  // What is true of the numbers has been shown; a kernel may differ from its reference all the same.
  test.skipIf(webgpu === null)(
    "on WebGPU, with every kernel",
    { timeout: PATIENCE_MS },
    async () => {
      const some = covering(whole);
      const results = await sheet(webgpu!, some);
      expect(results.map(({ name }) => name).toSorted()).toEqual(some.toSorted());
      expect(failures(results)).toEqual([]);
    },
  );
});

test("the same seed gives the same sheet", async () => {
  const only = ["first-deviation-10", "truncation-compounds"];
  expect(await sheet(cpu, only)).toEqual(await sheet(cpu, only));
});

test("an unknown check is the user's mistake", async () => {
  await expect(sheet(cpu, ["variance-shrink"])).rejects.toThrow('no check "variance-shrink"');
});

test("it stops when it is told to", async () => {
  const stopped = AbortSignal.abort(new Error("enough"));
  await expect(sheet(cpu, undefined, stopped)).rejects.toThrow("enough");
});

type Reference = (
  arrays: Readonly<Record<string, Float32Array | Uint32Array>>,
  scalars: Readonly<Record<string, number>>,
  axes: Readonly<Record<string, number>>,
) => void;

/** A CPU backend on which one kernel does something else. */
function withMistake(shader: string, mistake: (right: Reference) => Reference): Backend {
  const backend = new CpuBackend();
  const dispatch = backend.dispatch.bind(backend);
  backend.dispatch = (kernel: AnyKernel, tensors, scalars) => {
    const right: Reference = (arrays, ...rest) => kernel.reference(arrays, ...rest);
    if (kernel.shader !== shader) return dispatch(kernel, tensors, scalars);
    const { fast: _, ...exact } = kernel;
    dispatch({ ...exact, reference: mistake(right) }, tensors, scalars);
  };
  return backend;
}

// Without them each of these checks passes, as the whole sheet above has shown.
describe("a mistake in the engine is found:", () => {
  const mistakes: readonly [string, string, (right: Reference) => Reference, string][] = [
    [
      "samples that are 1 % too narrow",
      "gaussian/sample.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        for (const [i, value] of arrays["samples"].entries()) arrays["samples"][i] = 0.99 * value;
      },
      "variance-shrinks",
    ],
    [
      "the same random numbers in every generation",
      "gaussian/sample.wgsl",
      (right) => (arrays, scalars, axes) => right(arrays, { ...scalars, generation: 0 }, axes),
      "log-variance-spreads",
    ],
    [
      "the same random numbers in every lineage",
      "gaussian/sample.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, keys: arrays["keys"].map(() => 1) }, scalars, axes),
      "unbiased-variance-stays",
    ],
    [
      "a tenth of a per cent of the dead revived",
      "categorical/sample.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        for (let i = 0; i < arrays["samples"].length; i += 1000) {
          arrays["samples"][i] = (37 * (i / 1000) + 101 * scalars["generation"]) % axes["K"];
        }
      },
      "survivors-20",
    ],
    [
      "a chance of real data that is half of what it should be",
      "pool/swap-rows.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, share: arrays["share"].map((share) => 0.5 * share) }, scalars, axes),
      "fresh-by-chance",
    ],
    [
      "weights of real and synthetic samples that change places",
      "pool/weigh-share.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, share: arrays["share"].map((share) => 1 - share) }, scalars, axes),
      "golden-weighting",
    ],
    [
      "a part of all data that is always the newest",
      "pool/choose-part.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        const isNewest = scalars["first"] + scalars["rows"] === axes["P"];
        arrays["weight"].fill(isNewest ? 1 : 0);
      },
      "subset-of-all-holds",
    ],
    [
      "a temperature that is 0.01 % off",
      "categorical/temper.wgsl",
      (right) => (arrays, scalars, axes) =>
        right(
          { ...arrays, temperature: arrays["temperature"].map((T) => 1.0001 * T) },
          scalars,
          axes,
        ),
      "tempering",
    ],
    [
      "weights that begin twice as wide",
      "training/initialize.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        for (const [i, value] of arrays["values"].entries()) arrays["values"][i] = 2 * value;
      },
      "initial-loss",
    ],
    [
      "a gradient towards the word beside the right one",
      "layers/cross-entropy-backward.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, targets: arrays["targets"].map((word) => word + 1) }, scalars, axes),
      "overfitted-batch",
    ],
    [
      "a code with a tenth too little noise",
      "layers/reparameterise-forward.wgsl",
      (right) => (arrays, scalars, axes) =>
        right({ ...arrays, noise: arrays["noise"].map((x) => 0.9 * x) }, scalars, axes),
      "linear-vae-major-3",
    ],
    [
      "neighbours that are a tenth too near",
      "metrics/neighbour-radius.wgsl",
      (right) => (arrays, scalars, axes) => {
        right(arrays, scalars, axes);
        for (const [i, value] of arrays["radius"].entries()) arrays["radius"][i] = 0.9 * value;
      },
      "coverage-of-the-same",
    ],
    [
      "rules whose odds are a fiftieth off",
      "grammar/sample.wgsl",
      (right) => (arrays, scalars, axes) => {
        const off = (bits: number) => (bits > 2 ** 31 ? bits : 0.98 * bits);
        right({ ...arrays, thresholds: arrays["thresholds"].map(off) }, scalars, axes);
      },
      "grammar-refit",
    ],
  ];

  test.each(mistakes)("%s", async (_name, shader, mistake, check) => {
    const [result] = await sheet(withMistake(shader, mistake), [check]);
    expect(result.verdict).toBe("fail");
  });
});
