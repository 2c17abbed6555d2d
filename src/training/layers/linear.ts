import type { Tensor } from "../../compute/tensor.ts";
import {
  type Product,
  multiply,
  multiplyAndSum,
  multiplyKernels,
  multiplyRectified,
  multiplyWhere,
  sumRows,
} from "../multiply.ts";
import type { Sink, Tape, Variable } from "../tape.ts";

/** What both directions dispatch. */
export const linearKernels = multiplyKernels;

export interface LinearWeights {
  /** [L, K, N]. */
  readonly weight: Variable;
  /** [L, N]. */
  readonly bias: Variable | null;
}

/** The gradient of x, where that of x times the weight is g. */
function backwards(
  { precision }: Tape,
  g: Tensor<"f32">,
  weight: Variable,
  { gradient: out, accumulate }: Sink,
): Product {
  return { product: "NT", precision, a: g, b: weight.value, gradient: "a", out, accumulate };
}

function weightGradients(
  tape: Tape,
  x: Variable,
  g: Tensor<"f32">,
  { weight, bias }: LinearWeights,
): void {
  const { backend, precision } = tape;
  const toWeight = tape.sink(weight);
  const toBias = bias === null ? null : tape.sink(bias);
  if (toWeight !== null) {
    const { gradient: out, accumulate } = toWeight;
    const operands = { a: x.value, b: g, gradient: "b", precision, out, accumulate } as const;
    if (toBias?.accumulate === accumulate) {
      multiplyAndSum(backend, operands, toBias.gradient);
      return;
    }
    multiply(backend, { product: "TN", ...operands });
  }
  if (toBias !== null) {
    const { gradient, accumulate } = toBias;
    sumRows(backend, { x: g, out: gradient, accumulate });
  }
}

interface LinearOptions {
  readonly residual?: Variable | null;
  readonly label?: string;
  /** Whether x came out of a ReLU whose gradient is to be worked out here. */
  readonly isRectified?: boolean;
}

/** x [L, M, K] times the weight, plus the bias and `residual` [L, M, N]. */
export function linear(
  tape: Tape,
  x: Variable,
  { weight, bias }: LinearWeights,
  { residual = null, label = "linear", isRectified = false }: LinearOptions = {},
): Variable {
  const { backend, precision } = tape;
  const [L, M] = x.value.shape;
  const out = tape.variable(label, [L, M, weight.value.shape[2]]);
  multiply(backend, {
    product: "NN",
    precision,
    a: x.value,
    b: weight.value,
    bias: bias?.value ?? null,
    residual: residual?.value ?? null,
    out: out.value,
  });

  tape.onBackward(() => {
    const g = tape.gradientOf(out);
    const toX = tape.sink(x);
    if (toX !== null) {
      const product = backwards(tape, g, weight, toX);
      if (isRectified) multiplyWhere(tape, x.value, product);
      else multiply(backend, product);
    }
    weightGradients(tape, x, g, { weight, bias });
    if (residual === null) tape.releaseGradient(out);
    else tape.share(out, residual);
  });
  return out;
}

/**
 * Two linear layers with a ReLU between them: x [L, M, K] becomes [L, M, N], plus `residual` [L, M, N].
 * In one piece, so that the ReLU and its gradient are done along with products where that is possible.
 */
export function feedForward(
  tape: Tape,
  x: Variable,
  { up, down }: { up: LinearWeights; down: LinearWeights },
  residual: Variable | null = null,
): Variable {
  const { backend, precision } = tape;
  const [L, M] = x.value.shape;
  const hidden = tape.variable("hidden", [L, M, up.weight.value.shape[2]]);
  multiplyRectified(tape, {
    product: "NN",
    precision,
    a: x.value,
    b: up.weight.value,
    bias: up.bias?.value ?? null,
    out: hidden.value,
  });
  tape.release(x);
  tape.onBackward(() => {
    // Complete, and only where the ReLU let something through: see below.
    const g = tape.gradientOf(hidden);
    const toX = tape.sink(x);
    if (toX !== null) multiply(backend, backwards(tape, g, up.weight, toX));
    weightGradients(tape, x, g, up);
    tape.releaseGradient(hidden);
  });
  const out = linear(tape, hidden, down, { residual, isRectified: true });
  tape.release(hidden);
  return out;
}

/** x [L, M, D] times the transpose of `table` [L, V, D]: the output head that is the embedding. */
export function tiedHead(tape: Tape, x: Variable, table: Variable): Variable {
  const { backend, precision } = tape;
  const [L, M] = x.value.shape;
  const out = tape.variable("logits", [L, M, table.value.shape[1]]);
  multiply(backend, { product: "NT", precision, a: x.value, b: table.value, out: out.value });

  tape.onBackward(() => {
    const g = tape.gradientOf(out);
    const toX = tape.sink(x);
    if (toX !== null) {
      const { gradient, accumulate } = toX;
      const operands = { a: g, b: table.value, gradient: "a" } as const;
      multiply(backend, { product: "NN", precision, ...operands, out: gradient, accumulate });
    }
    const toTable = tape.sink(table);
    if (toTable !== null) {
      const { gradient, accumulate } = toTable;
      const operands = { a: g, b: x.value, gradient: "a" } as const;
      multiply(backend, { product: "TN", precision, ...operands, out: gradient, accumulate });
    }
    tape.releaseGradient(out);
  });
  return out;
}
