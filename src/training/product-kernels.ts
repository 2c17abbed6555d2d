import type { AdapterInfo, Backend } from "../compute/backend.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import { multiplyNNFours } from "../kernels/linear/nn-fours.ts";
import { multiplyNNQuads } from "../kernels/linear/nn-quads.ts";
import { multiplyNNTiles } from "../kernels/linear/nn-tiles.ts";
import { multiplyNN } from "../kernels/linear/nn.ts";
import { multiplyNTFours } from "../kernels/linear/nt-fours.ts";
import { multiplyNTQuads } from "../kernels/linear/nt-quads.ts";
import { multiplyNTTiles } from "../kernels/linear/nt-tiles.ts";
import { multiplyNT } from "../kernels/linear/nt.ts";
import { multiplyTNFours } from "../kernels/linear/tn-fours.ts";
import { multiplyTNQuads } from "../kernels/linear/tn-quads.ts";
import { multiplyTNTiles } from "../kernels/linear/tn-tiles.ts";
import { multiplyTN } from "../kernels/linear/tn.ts";

/** NN is a b, NT is a bᵀ, TN is aᵀ b. */
export type ProductKind = "NN" | "NT" | "TN";

/** Rows, columns and inner elements of a product. */
export interface ProductExtents {
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/**
 * Three ways to the same product: each invocation by itself, quads that load for each other, and
 * workgroups with a memory of their own.
 */
export const variants = ["registers", "quads", "tiles"] as const;
export type Variant = (typeof variants)[number];

/** The variant of each class of products. Plain data, kept with a run: it orders sums. */
export type Tuning = Readonly<Record<string, Variant>>;

/** `ones` takes what the others cannot: rows that are not whole fours. */
const kernels: Readonly<Record<ProductKind, Readonly<Record<Variant | "ones", AnyKernel>>>> = {
  NN: {
    ones: multiplyNN,
    registers: multiplyNNFours,
    quads: multiplyNNQuads,
    tiles: multiplyNNTiles,
  },
  NT: {
    ones: multiplyNT,
    registers: multiplyNTFours,
    quads: multiplyNTQuads,
    tiles: multiplyNTTiles,
  },
  TN: {
    ones: multiplyTN,
    registers: multiplyTNFours,
    quads: multiplyTNQuads,
    tiles: multiplyTNTiles,
  },
};

/** What every adapter may be asked for. Tiles are compiled only where tuning looks at them. */
export const productKernels: readonly AnyKernel[] = Object.values(kernels).flatMap(
  ({ ones, registers, quads }) => [ones, registers, quads],
);
export const tileKernels: readonly AnyKernel[] = Object.values(kernels).map(({ tiles }) => tiles);

/** How products are told apart for tuning: by the size of the result and the length of its sums. */
export function classOf(kind: ProductKind, { M, N, K }: ProductExtents): string {
  return `${kind} ${M * N < 2 ** 16 ? "small" : "large"} ${K <= 128 ? "short" : "long"}`;
}

/** Null where a variant cannot do it. */
export function variantKernel(
  { adapter }: Backend,
  variant: Variant,
  kind: ProductKind,
  { M, N }: ProductExtents,
): AnyKernel | null {
  // Half of a quad's rows and columns at least should be there.
  if (variant === "quads" && !(adapter.subgroups === true && M > 8 && N > 16)) return null;
  return kernels[kind][variant];
}

/** By the adapter, which whoever wraps a backend hands on. */
const tunings = new WeakMap<AdapterInfo, Tuning>();

/** What `tuneProducts` found, or nothing. */
export function tuningOf({ adapter }: Backend): Tuning {
  return tunings.get(adapter) ?? {};
}

/** Goes by `tuning` from now on. Its variants must be prepared. */
export function setTuning({ adapter }: Backend, tuning: Tuning): void {
  tunings.set(adapter, tuning);
}

/**
 * The kernel for a product whose rows are whole fours or not. No choice depends on L, so that a
 * lineage has the same bits alone and in company.
 */
export function productKernel(
  backend: Backend,
  kind: ProductKind,
  extents: ProductExtents,
  isFours: boolean,
): AnyKernel {
  if (!isFours) return kernels[kind].ones;
  // A processor has few registers and no other memory that is near.
  const untuned = backend.adapter.software ? "quads" : "registers";
  const variant = tuningOf(backend)[classOf(kind, extents)] ?? untuned;
  return variantKernel(backend, variant, kind, extents) ?? kernels[kind].registers;
}
