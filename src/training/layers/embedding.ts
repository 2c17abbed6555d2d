import type { Backend } from "../../compute/backend.ts";
import type { AnyKernel } from "../../compute/kernel.ts";
import type { Tensor } from "../../compute/tensor.ts";
import { ShapeError } from "../../errors.ts";
import { embeddingBackwardColumns } from "../../kernels/layers/embedding-backward-columns.ts";
import { embeddingBackward } from "../../kernels/layers/embedding-backward.ts";
import { embeddingForwardFours } from "../../kernels/layers/embedding-forward-fours.ts";
import { embeddingForward } from "../../kernels/layers/embedding-forward.ts";
import { fill } from "../../kernels/layers/fill.ts";
import { positionsBackward } from "../../kernels/layers/positions-backward.ts";
import { tokenLinks } from "../../kernels/layers/token-links.ts";
import type { Tape, Variable } from "../tape.ts";
import { flat } from "./flat.ts";

/** What every adapter may be asked for. */
export const embeddingForwardKernels = [
  embeddingForward,
  embeddingForwardFours.many,
  embeddingForwardFours.few,
] as const;
export const embeddingKernels = [
  ...embeddingForwardKernels,
  tokenLinks,
  fill,
  embeddingBackward,
  embeddingBackwardColumns,
  positionsBackward,
] as const;

/** The kernel for D dimensions. */
export function embeddingFor({ adapter }: Backend, D: number): AnyKernel {
  if (D % 4 !== 0) return embeddingForward;
  return adapter.software ? embeddingForwardFours.few : embeddingForwardFours.many;
}

interface EmbeddingWeights {
  /** [L, V, D]. */
  readonly table: Variable;
  /** [L, P, D]: the first position of a text has row `offset`. */
  readonly positions: Variable;
}

/**
 * What tokens u32 [L, B, T] and their places are to the model: [L, B T, D]. The texts of a batch begin
 * at the first place; with more `places` than T each begins where the one before it ended, and again
 * at the first when those are used up.
 */
export function embedding(
  tape: Tape,
  tokens: Tensor<"u32">,
  { table, positions }: EmbeddingWeights,
  offset: number,
  places?: number,
): Variable {
  const { backend, scope } = tape;
  const [L, B, T] = tokens.shape;
  const [, , D] = table.value.shape;
  const [, P] = positions.value.shape;
  const cycle = places ?? T;
  if (offset + cycle > P) {
    throw new ShapeError(`texts of ${cycle} tokens in a context of ${P - offset}`);
  }
  const row = scope.view("tokens", tokens, [L, B * T]);
  const out = tape.variable("embedding", [L, B * T, D]);
  const values = { table: table.value, positions: positions.value };
  const made = { tokens: row, ...values, out: out.value };
  backend.dispatch(embeddingFor(backend, D), made, { T: cycle, offset });

  tape.onBackward(() => {
    const gradientOut = tape.gradientOf(out);
    const toTable = tape.sink(table);
    if (toTable !== null) {
      const { gradient, accumulate } = toTable;
      if (accumulate === 0) backend.dispatch(fill, { x: flat(tape, gradient) }, { value: 0 });
      const tensors = { tokens: row, gradientOut, table: gradient };
      if (D % 4 === 0 && backend.adapter.software) {
        backend.dispatch(embeddingBackwardColumns, tensors, {});
      } else {
        const links = scope.tensor("links", "u32", [L, B * T]);
        backend.dispatch(tokenLinks, { tokens: row, links }, {});
        backend.dispatch(embeddingBackward, { ...tensors, links }, {});
      }
    }
    const toPositions = tape.sink(positions);
    if (toPositions !== null) {
      const { gradient, accumulate } = toPositions;
      const tensors = { gradientOut, positions: gradient };
      backend.dispatch(positionsBackward, tensors, { T: cycle, offset, accumulate });
    }
    tape.releaseGradient(out);
  });
  return out;
}
