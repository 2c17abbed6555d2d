import type { Backend, Scope } from "../compute/backend.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import type { Tensor } from "../compute/tensor.ts";
import { ShapeError } from "../errors.ts";
import { multiplyNNFours } from "../kernels/linear/nn-fours.ts";
import { multiplyNNQuads } from "../kernels/linear/nn-quads.ts";
import { multiplyNN } from "../kernels/linear/nn.ts";
import { multiplyNTFours } from "../kernels/linear/nt-fours.ts";
import { multiplyNTQuads } from "../kernels/linear/nt-quads.ts";
import { multiplyNT } from "../kernels/linear/nt.ts";
import { rowSums } from "../kernels/linear/row-sums.ts";
import { multiplyTNFours } from "../kernels/linear/tn-fours.ts";
import { multiplyTNQuads } from "../kernels/linear/tn-quads.ts";
import { multiplyTN } from "../kernels/linear/tn.ts";

/** Everything that `multiply` and `sumRows` dispatch. */
export const multiplyKernels: readonly AnyKernel[] = [
  multiplyNN,
  multiplyNNFours,
  multiplyNNQuads,
  multiplyNT,
  multiplyNTFours,
  multiplyNTQuads,
  multiplyTN,
  multiplyTNFours,
  multiplyTNQuads,
  rowSums,
];

/** NN is a b, NT is a bᵀ, TN is aᵀ b. */
export type ProductKind = "NN" | "NT" | "TN";

/** f32 [L, rows, columns] each, of any size. */
export interface Product {
  readonly product: ProductKind;
  readonly a: Tensor<"f32">;
  readonly b: Tensor<"f32">;
  readonly out: Tensor<"f32">;
  /** [L, columns of out], added to every row. */
  readonly bias?: Tensor<"f32"> | null;
  /** Shaped as `out` but another buffer, added to it. */
  readonly residual?: Tensor<"f32"> | null;
  /** 1 adds to what `out` holds, 0 overwrites it. */
  readonly accumulate?: 0 | 1;
}

/** The matrix product of every lineage, in one dispatch. */
export function multiply(backend: Backend, options: Product): void {
  const { a, b, out, accumulate = 0 } = options;
  const [L, M, N] = out.shape;
  const bias = options.bias ?? nothing(backend, [L, 0]);
  const residual = options.residual ?? nothing(backend, [L, 0, N]);
  requireExtent(bias, options.bias, bias.shape[1], N);
  requireExtent(residual, options.residual, residual.shape[1], M);
  const kernel = kernelFor(backend, options);
  backend.dispatch(kernel, { a, b, bias, residual, out }, { accumulate });
}

/** The same products by other means: for any size, for rows of whole fours, in quads of neighbours. */
const KERNELS: Readonly<Record<ProductKind, Readonly<Record<Variant, AnyKernel>>>> = {
  NN: { any: multiplyNN, fours: multiplyNNFours, quads: multiplyNNQuads },
  NT: { any: multiplyNT, fours: multiplyNTFours, quads: multiplyNTQuads },
  TN: { any: multiplyTN, fours: multiplyTNFours, quads: multiplyTNQuads },
};

type Variant = "any" | "fours" | "quads";

/** No choice depends on L: a lineage has the same bits alone and in company. */
function kernelFor({ adapter }: Backend, { product, a, b, out }: Product): AnyKernel {
  const [, M, N] = out.shape;
  const isFours = a.shape[2] % 4 === 0 && b.shape[2] % 4 === 0 && N % 4 === 0;
  if (!isFours) return KERNELS[product].any;
  // Half of a quad's rows and columns at least should be there.
  const isQuads = adapter.subgroups === true && M > 8 && N > 16;
  return KERNELS[product][isQuads ? "quads" : "fours"];
}

/** The sums over the rows of x [L, M, N] as out [L, N]: what a bias has for its gradient. */
export function sumRows(
  backend: Backend,
  { x, out, accumulate = 0 }: { x: Tensor<"f32">; out: Tensor<"f32">; accumulate?: 0 | 1 },
): void {
  backend.dispatch(rowSums, { x, out }, { accumulate });
}

function requireExtent(
  { label }: Tensor,
  given: Tensor | null | undefined,
  extent: number,
  expected: number,
): void {
  if (given === null || given === undefined || extent === expected) return;
  throw new ShapeError(`"${label}" has ${extent} where the product has ${expected}`);
}

/** Tensors without elements, which stand for what is not there: one of each shape a backend. */
const nothings = new WeakMap<Backend, { scope: Scope; known: Map<string, Tensor<"f32">> }>();

function nothing(backend: Backend, shape: readonly number[]): Tensor<"f32"> {
  let entry = nothings.get(backend);
  if (entry === undefined) {
    entry = { scope: backend.scope("nothing"), known: new Map() };
    nothings.set(backend, entry);
  }
  const key = shape.join(" ");
  let tensor = entry.known.get(key);
  if (tensor === undefined) {
    tensor = entry.scope.tensor("nothing", "f32", shape);
    entry.known.set(key, tensor);
  }
  return tensor;
}
