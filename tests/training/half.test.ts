import { expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { linear, tiedHead } from "../../src/training/layers/linear.ts";
import { add } from "../../src/kernels/layers/add.ts";
import type { Precision } from "../../src/training/product-kernels.ts";
import { Tape, type Variable } from "../../src/training/tape.ts";
import { scatteredNormal } from "../support/agree.ts";
import { cpu } from "../support/backends.ts";

/** The CPU backend, which runs references in half precision as if it had any. */
function withHalf() {
  const dispatched: string[] = [];
  const backend: Backend = Object.assign(Object.create(cpu) as Backend, {
    adapter: { ...cpu.adapter, half: true },
    scope: (label: string) => cpu.scope(label),
    read: (...readables: Parameters<Backend["read"]>) => cpu.read(...readables),
    dispatch(...[kernel, tensors, scalars]: Parameters<Backend["dispatch"]>) {
      if (kernel.shader.startsWith("linear/n") || kernel.shader.startsWith("linear/tn")) {
        dispatched.push(kernel.shader);
      }
      cpu.dispatch(kernel, tensors, scalars);
    },
  });
  return { backend, dispatched };
}

const [L, M, K, N, V] = [2, 64, 12, 16, 20];

/** A layer and a tied head, backwards from a gradient of the size that a mean over M rows has. */
async function gradients(backend: Backend, precision: Precision, size: number) {
  using scope = backend.scope("test");
  const tensor = (label: string, shape: number[], scale = 1) => {
    const count = shape.reduce((product, extent) => product * extent, 1);
    const numbers = Float32Array.from({ length: count }, (_, i) => scale * scatteredNormal(i));
    return scope.tensor(label, "f32", shape, numbers);
  };
  const clock = scope.zeros("clock", "u32", [1]);
  const keys = scope.zeros("keys", "u32", [L, 2]);
  const tape = new Tape({ backend, scope, clock, keys, generation: 0, lineages: L, precision });
  const parameter = (label: string, shape: number[]): [Variable, ReturnType<typeof tensor>] => {
    const gradient = scope.zeros(`gradient of ${label}`, "f32", shape);
    return [tape.parameter(tensor(label, shape), gradient), gradient];
  };
  const [weight, toWeight] = parameter("weight", [L, K, N]);
  const [table, toTable] = parameter("table", [L, V, N]);
  const [x, toX] = parameter("x", [L, M, K]);
  const out = tiedHead(tape, linear(tape, x, { weight, bias: null }), table);
  const loss = tape.variable("loss", [L]);
  tape.onBackward(() => {
    const { gradient } = tape.sink(out)!;
    const count = L * M * V;
    const flat = { x: tensor("g", [count], size / M), sum: scope.view("g", gradient, [count]) };
    backend.dispatch(add, flat, { accumulate: 0 });
  });
  tape.backward(loss);
  return (await backend.read(out.value, toX, toWeight, toTable)).map((array) => [...array]);
}

function distance(a: readonly number[], b: readonly number[]): number {
  return Math.hypot(...a.map((x, i) => x - b[i])) / Math.hypot(...b);
}

test("every product of a layer and its gradients is in half precision, where that is asked for", async () => {
  const { backend, dispatched } = withHalf();
  const expected = await gradients(backend, "single", 1);
  expect(dispatched.join()).not.toContain("half");
  dispatched.length = 0;
  const actual = await gradients(backend, "half", 1);
  expect(dispatched.map((shader) => shader.slice(7, 20))).toEqual(
    ["nn", "nt", "nn", "tn", "nt", "tn"].map((kind) => `${kind}-half-tiles`),
  );
  // 2⁻¹² in the mean square for each of two operands, in at most two products in a row.
  for (const [i, array] of actual.entries()) {
    expect(distance(array, expected[i])).toBeLessThan(2 ** -10);
    expect(distance(array, expected[i])).toBeGreaterThan(2 ** -14);
  }
});

test("gradients that half precision alone would lose keep their bits", async () => {
  const { backend } = withHalf();
  // A gradient of 2·10⁻⁶ in the rows: in half precision as it is, two or three bits of it remain.
  const [expected, actual] = [
    await gradients(backend, "single", 1e-4),
    await gradients(backend, "half", 1e-4),
  ];
  for (const [i, array] of actual.entries()) {
    expect(distance(array, expected[i])).toBeLessThan(2 ** -9);
  }
});
