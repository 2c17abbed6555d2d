import type { Backend, Scope } from "../compute/backend.ts";
import type { Tensor } from "../compute/tensor.ts";
import { NUMBERS_PER_ROUND, loadNumbers } from "../kernels/bench/load-numbers.ts";
import {
  OPERATIONS_PER_ROUND,
  multiplyAdd,
  multiplyAddInRegisters,
} from "../kernels/bench/multiply-add.ts";
import { multiplyNNFours } from "../kernels/linear/nn-fours.ts";
import { multiply, multiplyKernels } from "../training/multiply.ts";
import type { CeilingCase, LoadCase, ProductCase } from "./cases.ts";
import type { Program } from "./measure.ts";

/** A graphics card is done with one dispatch before a clock has moved. */
function dispatchesOf({ adapter }: Backend): number {
  return adapter.software ? 1 : 64;
}

interface Operands {
  readonly a: Tensor<"f32">;
  readonly b: Tensor<"f32">;
  readonly out: Tensor<"f32">;
}

/** By whatever kernel is best there. */
function byTheBest(backend: Backend, operands: Operands): void {
  multiply(backend, { product: "NN", ...operands });
}

/** By eight rows and two fours of columns an invocation: how products are usually written. */
export function inRegisters(backend: Backend, { a, b, out }: Operands): void {
  using scope = backend.scope("nothing");
  const [bias, residual] = [
    [1, 0],
    [1, 0, out.shape[2]],
  ].map((shape) => scope.tensor("nothing", "f32", shape));
  backend.dispatch(multiplyNNFours, { a, b, bias, residual, out }, { accumulate: 0 });
}

/** A square product a b of whole numbers, whose sums leave nothing to rounding. */
export function product(
  backend: Backend,
  benchCase: ProductCase,
  dispatch: (backend: Backend, operands: Operands) => void = byTheBest,
): Program {
  const { size } = benchCase;
  const dispatches = dispatchesOf(backend);
  const scope = backend.scope("matrix product");
  const a = wholeNumbers(scope, "a", size, 7);
  const b = wholeNumbers(scope, "b", size, 5);
  const out = scope.tensor("product", "f32", [1, size, size]);
  const last = size - 1;
  const terms = Array.from(
    { length: size },
    (_, k) => wholeNumber(last * size + k, 7) * wholeNumber(k * size + last, 5),
  );
  return {
    case: benchCase,
    work: 2 * size ** 3 * dispatches,
    unit: "operations",
    async run() {
      await backend.prepare(multiplyKernels);
      for (let i = 0; i < dispatches; i++) dispatch(backend, { a, b, out });
      const [values] = await backend.read({ tensor: out, start: size * size - 1, length: 1 });
      const expected = terms.reduce((sum, term) => sum + term, 0);
      return { name: "last element", value: values[0], expected, standardError: 1e-3 };
    },
  };
}

/** Scattered over -4 to 4. */
function wholeNumber(i: number, factor: number): number {
  return ((i * factor + (i >> 5)) % 9) - 4;
}

function wholeNumbers(scope: Scope, label: string, size: number, factor: number): Tensor<"f32"> {
  const values = Float32Array.from({ length: size * size }, (_, i) => wholeNumber(i, factor));
  return scope.tensor(label, "f32", [1, size, size], values);
}

/** As many multiplications and additions as the adapter gets done when nothing else is asked of it. */
export function multiplyAddCeiling(backend: Backend, benchCase: CeilingCase): Program {
  const { invocations, rounds, program } = benchCase;
  const kernel = program === "ceiling" ? multiplyAdd : multiplyAddInRegisters;
  const dispatches = dispatchesOf(backend);
  const scope = backend.scope("multiplications and additions");
  const fractions = Float32Array.from({ length: 4 * invocations }, (_, i) => (i % 499) / 1000);
  const factors = scope.tensor("factors", "f32", [invocations, 4], fractions);
  const means = scope.tensor("means", "f32", [invocations]);
  return {
    case: benchCase,
    work: invocations * rounds * OPERATIONS_PER_ROUND * dispatches,
    unit: "operations",
    async run() {
      await backend.prepare([kernel]);
      for (let i = 0; i < dispatches; i++) {
        backend.dispatch(kernel, { factors, means }, { rounds });
      }
      const [values] = await backend.read({ tensor: means, start: 0, length: 1000 });
      const value = values.reduce((sum, mean) => sum + mean, 0) / values.length;
      return { name: "limit of the chains", value, expected: 1, standardError: 1e-6 };
    },
  };
}

/** Fours that fit the caches of any adapter. */
const FOURS = 2048;

/** As many numbers as the adapter fetches from a buffer when it has nothing else to do. */
export function loads(backend: Backend, benchCase: LoadCase): Program {
  const { invocations, rounds } = benchCase;
  const dispatches = dispatchesOf(backend);
  const scope = backend.scope("loads");
  const values = Float32Array.from({ length: 4 * FOURS }, (_, i) => (i % 8) + 1);
  const numbers = scope.tensor("numbers", "f32", [FOURS, 4], values);
  const sums = scope.tensor("sums", "f32", [invocations]);
  return {
    case: benchCase,
    work: invocations * rounds * NUMBERS_PER_ROUND * dispatches,
    unit: "numbers",
    async run() {
      await backend.prepare([loadNumbers]);
      for (let i = 0; i < dispatches; i++)
        backend.dispatch(loadNumbers, { numbers, sums }, { rounds });
      const [[value]] = await backend.read({ tensor: sums, start: invocations - 1, length: 1 });
      const expected = 4.5 * rounds * NUMBERS_PER_ROUND;
      return { name: "last sum", value, expected, standardError: 1e-3 };
    },
  };
}
