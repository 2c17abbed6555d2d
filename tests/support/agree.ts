import type { Backend } from "../../src/compute/backend.ts";
import type { AnyKernel, Bindings } from "../../src/compute/kernel.ts";
import { type Tensor, elementCount, typedArray } from "../../src/compute/tensor.ts";
import { randomNormals } from "../../src/random/normal.ts";
import { philox } from "../../src/random/philox.ts";
import { cpu, webgpu } from "./backends.ts";
import { expectClose } from "./close.ts";

const words = new Uint32Array(4);
const normals = new Float64Array(4);

/** Input number `i` of a test: a scattered u32. */
export function scatteredWord(i: number): number {
  philox([i, 0, 0, 0], [99, 0], words);
  return words[0];
}

/** Input number `i` of a test: a standard normal. */
export function scatteredNormal(i: number): number {
  const at = { seed: 99, lineage: 1, stream: 0, generation: 0, step: 0, index: i, draw: 0 };
  randomNormals(at, normals);
  return normals[0];
}

/** Input number `i` of a test: evenly spread over (0, 1). */
export function scatteredFraction(i: number): number {
  return (scatteredWord(i) + 0.5) * 2 ** -32;
}

export interface Case {
  readonly axes: Readonly<Record<string, number>>;
  readonly scalars?: Readonly<Record<string, number>>;
  /** The i-th element of each input. What is not named here is an output, or is updated from zeros. */
  readonly inputs: Readonly<Record<string, (i: number) => number>>;
}

/** Runs one kernel on one backend and returns all that it writes. */
export async function runKernel(
  backend: Backend,
  kernel: AnyKernel,
  { axes, scalars, inputs }: Case,
) {
  await backend.prepare([kernel]);
  using scope = backend.scope("test");
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

/** Compares every output of a kernel, and of its fast twin if it has one, with the reference. */
export async function expectAgreement(
  kernel: AnyKernel,
  testCase: Case,
  tolerance: { absolute?: number; relative?: number },
  ignored: readonly string[] = [],
): Promise<void> {
  const { fast, ...plain } = kernel;
  const expected = await runKernel(cpu, plain, testCase);
  for (const backend of fast === undefined ? [webgpu!] : [webgpu!, cpu]) {
    const actual = await runKernel(backend, kernel, testCase);
    for (const name of Object.keys(expected)) {
      if (!ignored.includes(name)) expectClose(actual[name], expected[name], tolerance);
    }
  }
}
