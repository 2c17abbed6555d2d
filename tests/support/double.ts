import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import type { Backend, Scope } from "../../src/compute/backend.ts";
import { type AnyKernel, resolveAxes } from "../../src/compute/kernel.ts";
import { type Shape, type Tensor, elementCount } from "../../src/compute/tensor.ts";
import { Tape, type Variable } from "../../src/training/tape.ts";
import { scatteredNormal } from "./agree.ts";

interface DoubleTensor extends Tensor {
  readonly numbers: Float64Array | Uint32Array;
}

/** Runs the references on tensors that are in double precision themselves, at once. */
function doubleBackend(): Backend {
  const scope = (): Scope =>
    ({
      tensor: (label: string, dtype: string, shape: Shape, data?: ArrayLike<number>) => {
        const numbers = new (dtype === "f32" ? Float64Array : Uint32Array)(elementCount(shape));
        if (data !== undefined) numbers.set(data);
        return { label, dtype, shape, numbers };
      },
      zeros: (label: string, dtype: "f32" | "u32", shape: Shape) =>
        scope().tensor(label, dtype, shape),
      view: (label: string, of: Tensor, shape: Shape, start = 0) => {
        const numbers = (of as DoubleTensor).numbers.subarray(start, start + elementCount(shape));
        return { label, dtype: of.dtype, shape, numbers };
      },
      [Symbol.dispose]: () => {},
    }) as never;
  const dispatch = (kernel: AnyKernel, tensors: Record<string, DoubleTensor>, scalars: object) => {
    const entries = Object.entries(tensors).map(([name, { numbers }]) => [name, numbers]);
    const axes = resolveAxes(kernel, tensors);
    (kernel as { reference: (...all: unknown[]) => void }).reference(
      Object.fromEntries(entries),
      scalars,
      axes,
    );
  };
  return { adapter: new CpuBackend().adapter, scope, dispatch } as never;
}

/** What is differentiated: a loss [L] of variables of the given shapes [L, ...]. */
export interface Differentiable {
  readonly shapes: Readonly<Record<string, Shape>>;
  /** By which the scattered normals are multiplied that the variables begin with. */
  readonly scale?: number;
  readonly loss: (tape: Tape, variables: Readonly<Record<string, Variable>>) => Variable;
}

/**
 * The gradient of the sum of the losses of all lineages by the tape, and by central differences of the
 * same references in double precision: pairs by the name of the variable.
 */
export function gradients({ shapes, scale = 1, loss }: Differentiable) {
  const names = Object.keys(shapes);
  const L = shapes[names[0]][0];
  const values = names.map((name, v) =>
    Float64Array.from(
      { length: elementCount(shapes[name]) },
      (_, i) => scale * scatteredNormal(10_000 * v + i),
    ),
  );
  const play = (backwards: boolean) => {
    const backend = doubleBackend();
    const scope = backend.scope("double");
    const keyWords = Uint32Array.from({ length: 2 * L }, (_, i) => i);
    const tape = new Tape({
      backend,
      scope,
      clock: scope.zeros("clock", "u32", [1]),
      keys: scope.tensor("keys", "u32", [L, 2], keyWords),
      generation: 0,
      lineages: L,
    });
    const sinks = names.map((name) => scope.zeros(name, "f32", shapes[name]));
    const variables = names.map((name, v) =>
      tape.parameter(scope.tensor(name, "f32", shapes[name], values[v] as never), sinks[v]),
    );
    const lost = loss(tape, Object.fromEntries(names.map((name, v) => [name, variables[v]])));
    if (backwards) tape.backward(lost);
    const numbersOf = (tensor: Tensor) => (tensor as DoubleTensor).numbers;
    const sum = Array.from(numbersOf(lost.value)).reduce((a, b) => a + b, 0);
    return { sum, sinks: sinks.map(numbersOf) };
  };

  const byTape = play(true).sinks;
  const STEP = 1e-5;
  return Object.fromEntries(
    names.map((name, v) => {
      const byDifferences = Float64Array.from(values[v], (value, i) => {
        const at = (moved: number) => {
          values[v][i] = moved;
          return play(false).sum;
        };
        const slope = (at(value + STEP) - at(value - STEP)) / (2 * STEP);
        values[v][i] = value;
        return slope;
      });
      return [name, { byTape: byTape[v], byDifferences }];
    }),
  );
}
