import type { Backend } from "../compute/backend.ts";
import type { AnyKernel, Bindings } from "../compute/kernel.ts";
import { type Tensor, elementCount, typedArray } from "../compute/tensor.ts";

/** What a kernel is given once. */
export interface KernelInputs {
  readonly axes: Readonly<Record<string, number>>;
  readonly scalars?: Readonly<Record<string, number>>;
  /** The i-th element of each input. What is not named here is an output, or is updated from zeros. */
  readonly inputs: Readonly<Record<string, (i: number) => number>>;
}

/** A dispatch that two implementations of a kernel are held to each other by. */
export interface KernelCase extends KernelInputs {
  readonly kernel: AnyKernel;
  /** Each number may differ by absolute + relative · |reference|; default 0. */
  readonly absolute?: number;
  readonly relative?: number;
  /** Outputs that are nobody's business, such as scratch space. */
  readonly ignored?: readonly string[];
}

/** How far apart two lists of numbers are, where they come nearest to what is allowed or go beyond. */
export interface Deviation {
  readonly deviation: number;
  /** What is allowed there. */
  readonly tolerance: number;
  /** Numbers compared, and those of them that are too far apart. */
  readonly numbers: number;
  readonly failures: number;
  /** In words, where any fails. */
  readonly worst: string | null;
}

/** Runs one kernel on one backend and returns all that it writes. */
export async function runKernel(
  backend: Backend,
  kernel: AnyKernel,
  { axes, scalars, inputs }: KernelInputs,
): Promise<Record<string, number[]>> {
  await backend.prepare([kernel]);
  using scope = backend.scope("kernel");
  const bindings = Object.entries(kernel.bindings as Bindings);
  const tensors: Record<string, Tensor> = {};
  for (const [name, { dtype, shape, access }] of bindings) {
    const extents = shape.split(" ").map((axis) => axes[axis] ?? Number(axis));
    const at = inputs[name];
    if (at !== undefined) {
      const data = typedArray(dtype, elementCount(extents)).map((_, i) => at(i));
      tensors[name] = scope.tensor(name, dtype, extents, data);
    } else {
      tensors[name] =
        access === "update"
          ? scope.zeros(name, dtype, extents)
          : scope.tensor(name, dtype, extents);
    }
  }
  backend.dispatch(kernel, tensors as never, (scalars ?? {}) as never);
  const outputs = bindings
    .filter(([name, { access }]) => access !== "read" || !(name in inputs))
    .map(([name]) => name);
  const arrays: readonly ArrayLike<number>[] = await backend.read(
    ...outputs.map((name) => tensors[name]),
  );
  return Object.fromEntries(outputs.map((name, i) => [name, Array.from(arrays[i])]));
}

/** Holds what a backend makes of a case to the reference on another, plain one. */
export async function deviationOf(
  backend: Backend,
  plain: Backend,
  one: KernelCase,
): Promise<Deviation> {
  const { kernel, absolute = 0, relative = 0, ignored = [] } = one;
  const { fast: _, ...exact } = kernel;
  const expected = await runKernel(plain, exact, one);
  const actual = await runKernel(backend, kernel, one);
  let found: Deviation = { ...NOTHING, tolerance: absolute };
  for (const [name, values] of Object.entries(expected)) {
    if (ignored.includes(name)) continue;
    const own = actual[name];
    for (const [i, value] of values.entries()) {
      // What is infinite or no number on both sides is no distance apart, and else nothing is near it.
      const deviation = Object.is(own[i], value) ? 0 : Math.abs(own[i] - value);
      const tolerance = Number.isFinite(value) ? absolute + relative * Math.abs(value) : 0;
      const said = () => `${name}[${i}] is ${own[i]}, not ${value}`;
      found = wider(found, deviation, tolerance, said);
    }
  }
  return found;
}

const NOTHING = { deviation: 0, tolerance: 0, numbers: 0, failures: 0, worst: null };

function wider(
  found: Deviation,
  deviation: number,
  tolerance: number,
  said: () => string,
): Deviation {
  // Written so that a NaN fails.
  const fails = !(deviation <= tolerance);
  const numbers = found.numbers + 1;
  const failures = found.failures + Number(fails);
  const isWorst = !(shareOf(deviation, tolerance) <= shareOf(found.deviation, found.tolerance));
  if (!isWorst) return { ...found, numbers, failures };
  return { deviation, tolerance, numbers, failures, worst: fails ? said() : found.worst };
}

function shareOf(deviation: number, tolerance: number): number {
  if (deviation === 0) return 0;
  return Number.isNaN(deviation) ? Infinity : deviation / tolerance;
}

/** The worse of two cases of one kernel. */
export function worse(first: Deviation, second: Deviation): Deviation {
  const isFirst =
    shareOf(first.deviation, first.tolerance) >= shareOf(second.deviation, second.tolerance);
  return {
    ...(isFirst ? first : second),
    numbers: first.numbers + second.numbers,
    failures: first.failures + second.failures,
    worst: (isFirst ? first.worst : second.worst) ?? first.worst ?? second.worst,
  };
}
