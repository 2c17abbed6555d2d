import type { Backend, Scope } from "../compute/backend.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import type { Tensor } from "../compute/tensor.ts";
import { ShapeError } from "../errors.ts";
import { reluBackward } from "../kernels/layers/relu-backward.ts";
import { reluForward } from "../kernels/layers/relu-forward.ts";
import { rowSums } from "../kernels/linear/row-sums.ts";
import { flat } from "./layers/flat.ts";
import {
  type After,
  type Precision,
  type ProductKind,
  productKernel,
  productKernels,
} from "./product-kernels.ts";

/** Everything that products and `sumRows` dispatch. */
export const multiplyKernels: readonly AnyKernel[] = [
  ...productKernels,
  reluForward,
  reluBackward,
  rowSums,
];

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
  /** Of the operands, where the adapter and the extents allow for less than single; single if absent. */
  readonly precision?: Precision;
  /** The operand that is the gradient of a mean over its rows; null if absent. */
  readonly gradient?: "a" | "b" | null;
}

/** The matrix product of every lineage, in one dispatch. */
export function multiply(backend: Backend, product: Product): void {
  dispatchProduct(backend, product);
}

/**
 * `multiply` of aᵀ b, and the sums over the rows of b as `columnSums` [L, N], which `accumulate` holds
 * for as well: in the same dispatch where there is a kernel for both.
 */
export function multiplyAndSum(
  backend: Backend,
  product: Omit<Product, "product">,
  columnSums: Tensor<"f32">,
): void {
  if (dispatchProduct(backend, { ...product, product: "TN" }, { columnSums })) return;
  const { b, accumulate = 0 } = product;
  sumRows(backend, { x: b, out: columnSums, accumulate });
}

interface Context {
  readonly backend: Backend;
  readonly scope: Scope;
}

/** `multiply` with a ReLU behind it, in the same dispatch where there is a kernel for both. */
export function multiplyRectified(context: Context, product: Product): void {
  const { backend } = context;
  if (dispatchProduct(backend, product, { after: "relu" })) return;
  backend.dispatch(reluForward, { x: flat(context, product.out) }, {});
}

/** `multiply` where `rectified`, what a ReLU gave, is positive: the gradient of what went into it. */
export function multiplyWhere(
  context: Context,
  rectified: Tensor<"f32">,
  product: Omit<Product, "residual">,
): void {
  const { backend } = context;
  const after = "relu gradient";
  if (dispatchProduct(backend, { ...product, residual: rectified }, { after })) return;
  multiply(backend, product);
  const gradient = flat(context, product.out);
  backend.dispatch(reluBackward, { out: flat(context, rectified), gradient }, {});
}

interface Besides {
  readonly after?: After;
  readonly columnSums?: Tensor<"f32"> | null;
}

/**
 * False where no kernel does both the product and what is asked for besides: then only the product was
 * dispatched, and not even that before the gradient of a ReLU.
 */
function dispatchProduct(
  backend: Backend,
  options: Product,
  { after = "nothing", columnSums = null }: Besides = {},
): boolean {
  const { product, a, b, out, accumulate = 0, precision = "single", gradient = null } = options;
  const [L, M, N] = out.shape;
  const bias = options.bias ?? nothing(backend, [L, 0]);
  const residual = options.residual ?? nothing(backend, [L, 0, N]);
  requireExtent(bias, options.bias, bias.shape[1], N);
  requireExtent(residual, options.residual, residual.shape[1], M);
  // A load for four elements needs rows of whole fours.
  const isFours = a.shape[2] % 4 === 0 && b.shape[2] % 4 === 0 && N % 4 === 0;
  const K = a.shape[product === "TN" ? 1 : 2];
  const isAdded = accumulate === 1;
  const hasResidual = residual.shape[1] > 0 && after !== "relu gradient";
  const addends = hasResidual ? (isAdded ? "both" : "residual") : isAdded ? "out" : "none";
  const wishes = { precision, addends, after } as const;
  const kernel = productKernel(backend, product, { M, N, K }, isFours, wishes);
  const hasAfter = after === "nothing" || "AFTER" in kernel.overrides;
  if (!hasAfter && after === "relu gradient") return false;
  const hasSums = "columnSums" in kernel.bindings;
  const besides = hasSums ? { columnSums: columnSums ?? nothing(backend, [L, 0], "update") } : {};
  // A mean over many rows has gradients so small that half precision would lose them.
  const scale = 2 ** Math.ceil(Math.log2(product === "TN" ? K : M));
  const scaleA = gradient === "a" ? scale : 1;
  const scaleB = gradient === "b" ? scale : 1;
  const scales = { scaleA, scaleB, unscale: 1 / (scaleA * scaleB) };
  const tensors = { a, b, bias, residual, out, ...besides };
  backend.dispatch(kernel, tensors, { accumulate, ...scales });
  return hasAfter && (hasSums || columnSums === null);
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

/**
 * Tensors without elements, which stand for what is not there: one of each shape a backend, and others
 * for what may be written, since a buffer is not read and written in one dispatch.
 */
const nothings = new WeakMap<Backend, { scope: Scope; known: Map<string, Tensor<"f32">> }>();

function nothing(
  backend: Backend,
  shape: readonly number[],
  access: "read" | "update" = "read",
): Tensor<"f32"> {
  let entry = nothings.get(backend);
  if (entry === undefined) {
    entry = { scope: backend.scope("nothing"), known: new Map() };
    nothings.set(backend, entry);
  }
  const key = `${access} ${shape.join(" ")}`;
  let tensor = entry.known.get(key);
  if (tensor === undefined) {
    tensor = entry.scope.tensor("nothing", "f32", shape);
    entry.known.set(key, tensor);
  }
  return tensor;
}
