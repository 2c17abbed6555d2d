import { multiply, multiplyKernels, sumRows } from "../multiply.ts";
import type { Tape, Variable } from "../tape.ts";

/** What both directions dispatch. */
export const linearKernels = multiplyKernels;

export interface LinearWeights {
  /** [L, K, N]. */
  readonly weight: Variable;
  /** [L, N]. */
  readonly bias: Variable | null;
}

/** x [L, M, K] times the weight, plus the bias and `residual` [L, M, N]. */
export function linear(
  tape: Tape,
  x: Variable,
  { weight, bias }: LinearWeights,
  { residual = null, label = "linear" }: { residual?: Variable | null; label?: string } = {},
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
      const { gradient, accumulate } = toX;
      const operands = { a: g, b: weight.value, gradient: "a" } as const;
      multiply(backend, { product: "NT", precision, ...operands, out: gradient, accumulate });
    }
    const toWeight = tape.sink(weight);
    if (toWeight !== null) {
      const { gradient, accumulate } = toWeight;
      const operands = { a: x.value, b: g, gradient: "b" } as const;
      multiply(backend, { product: "TN", precision, ...operands, out: gradient, accumulate });
    }
    const toBias = bias === null ? null : tape.sink(bias);
    if (toBias !== null) {
      const { gradient, accumulate } = toBias;
      sumRows(backend, { x: g, out: gradient, accumulate });
    }
    if (residual === null) tape.releaseGradient(out);
    else tape.share(out, residual);
  });
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
