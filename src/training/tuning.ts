import type { Backend, Scope } from "../compute/backend.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import type { Tensor } from "../compute/tensor.ts";
import {
  type ProductExtents,
  type Precision,
  type ProductKind,
  type Tuning,
  type Variant,
  classOf,
  halfKernels,
  productKernels,
  setTuning,
  tileKernels,
  variantKernel,
  variantsFor,
} from "./product-kernels.ts";

/** One of each class: a weight's gradient, short and long, and a layer's output, short and long. */
const EXAMPLES: readonly ProductExtents[] = [
  { M: 512, N: 64, K: 64 },
  { M: 512, N: 64, K: 1024 },
  { M: 1024, N: 192, K: 64 },
  { M: 1024, N: 256, K: 512 },
];
const KINDS: readonly ProductKind[] = ["NN", "NT", "TN"];
/** Milliseconds of a reading at least, since clocks are coarse, in so many dispatches at most. */
const READING_MS = 4;
const MOST_DISPATCHES = 256;
/** Of which the best counts. */
const READINGS = 3;

/** Of all variants together. */
const EXAMPLE_SCALARS = { accumulate: 0, scaleA: 1, scaleB: 1, unscale: 1 };

/** By adapter, as long as the process lives. */
const found = new Map<string, Tuning>();

export interface TuningOptions {
  /** Milliseconds. */
  readonly now: () => number;
  /** What the run went by until now: taken as it is. None is what is not tuned. */
  readonly known?: Tuning | null;
  readonly examples?: readonly ProductExtents[];
  /** What the experiment asks for; half precision is timed besides single, where the adapter has it. */
  readonly precision?: Precision;
}

/**
 * Times every variant on an example of each class, and goes by the fastest from then on. A fraction
 * of a second on a graphics card; where a processor plays one, nothing is timed.
 */
export async function tuneProducts(
  backend: Backend,
  { now, known = null, examples = EXAMPLES, precision = "single" }: TuningOptions,
): Promise<Tuning> {
  const { adapter } = backend;
  if (adapter.software) return {};
  const withHalf = precision === "half" && adapter.half === true;
  await backend.prepare([...productKernels, ...tileKernels, ...(withHalf ? halfKernels : [])]);
  const precisions: readonly Precision[] = withHalf ? ["single", "half"] : ["single"];
  const { vendor, architecture, description } = adapter;
  const subgroups = adapter.subgroups === true ? "subgroups" : "";
  const name = [vendor, architecture, description, subgroups, ...precisions].join(" ");
  let tuning = known ?? found.get(name);
  if (tuning === undefined) {
    tuning = await measured(backend, examples, precisions, now);
    found.set(name, tuning);
  }
  setTuning(backend, tuning);
  return tuning;
}

async function measured(
  backend: Backend,
  examples: readonly ProductExtents[],
  precisions: readonly Precision[],
  now: () => number,
): Promise<Tuning> {
  const tuning: Record<string, Variant> = {};
  for (const kind of KINDS) {
    for (const extents of examples) {
      for (const precision of precisions) {
        using scope = backend.scope("tuning");
        const product = { kind, extents, precision };
        tuning[classOf(kind, extents, precision)] = await fastest(backend, scope, product, now);
      }
    }
  }
  return tuning;
}

async function fastest(
  backend: Backend,
  scope: Scope,
  { kind, extents, precision }: TunedProduct,
  now: () => number,
): Promise<Variant> {
  const tensors = exampleTensors(scope, kind, extents);
  const run = async (kernel: AnyKernel, times: number, length: number) => {
    for (let i = 0; i < times; i++) backend.dispatch(kernel, tensors, EXAMPLE_SCALARS);
    const [result] = await backend.read({ tensor: tensors.out, start: 0, length });
    return result;
  };
  let dispatches = 1;
  const timed = async (kernel: AnyKernel) => {
    const start = now();
    await run(kernel, dispatches, 1);
    return now() - start;
  };

  const first = variantKernel(backend, "registers", kind, extents)!;
  while ((await timed(first)) < READING_MS && dispatches < MOST_DISPATCHES) dispatches *= 2;

  let expected: Float32Array | null = null;
  let best: Variant = "registers";
  let least = Infinity;
  for (const variant of variantsFor(precision)) {
    const kernel = variantKernel(backend, variant, kind, extents);
    if (kernel === null) continue;
    // Small whole numbers leave nothing to rounding, whatever the order and the precision.
    const result = await run(kernel, 1, extents.M * extents.N);
    expected ??= result;
    if (result.some((value, i) => value !== expected![i])) continue;
    for (let reading = 0; reading < READINGS; reading++) {
      const taken = await timed(kernel);
      if (taken < least) [least, best] = [taken, variant];
    }
  }
  return best;
}

interface TunedProduct {
  readonly kind: ProductKind;
  readonly extents: ProductExtents;
  readonly precision: Precision;
}

/** Small whole numbers, without bias and residual. */
function exampleTensors(scope: Scope, kind: ProductKind, { M, N, K }: ProductExtents) {
  const tensor = (label: string, rows: number, columns: number): Tensor<"f32"> => {
    const numbers = Float32Array.from({ length: rows * columns }, (_, i) => ((i * 7) % 11) - 5);
    return scope.tensor(label, "f32", [1, rows, columns], numbers);
  };
  return {
    a: kind === "TN" ? tensor("a", K, M) : tensor("a", M, K),
    b: kind === "NT" ? tensor("b", N, K) : tensor("b", K, N),
    bias: scope.tensor("no bias", "f32", [1, 0]),
    residual: scope.tensor("no residual", "f32", [1, 0, N]),
    out: tensor("out", M, N),
  };
}
