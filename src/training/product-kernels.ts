import type { AdapterInfo, Backend } from "../compute/backend.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import { multiplyNNFours } from "../kernels/linear/nn-fours.ts";
import { multiplyNNHalfTiles } from "../kernels/linear/nn-half-tiles.ts";
import { multiplyNNPanels } from "../kernels/linear/nn-panels.ts";
import { multiplyNNQuads } from "../kernels/linear/nn-quads.ts";
import { multiplyNNTiles } from "../kernels/linear/nn-tiles.ts";
import { multiplyNN } from "../kernels/linear/nn.ts";
import { multiplyNTFours } from "../kernels/linear/nt-fours.ts";
import { multiplyNTHalfTiles } from "../kernels/linear/nt-half-tiles.ts";
import { multiplyNTPanels } from "../kernels/linear/nt-panels.ts";
import { multiplyNTQuads } from "../kernels/linear/nt-quads.ts";
import { multiplyNTTiles } from "../kernels/linear/nt-tiles.ts";
import { multiplyNT } from "../kernels/linear/nt.ts";
import { multiplyTNFours } from "../kernels/linear/tn-fours.ts";
import { multiplyTNHalfTiles } from "../kernels/linear/tn-half-tiles.ts";
import { multiplyTNPanels } from "../kernels/linear/tn-panels.ts";
import { multiplyTNQuads } from "../kernels/linear/tn-quads.ts";
import { multiplyTNTiles } from "../kernels/linear/tn-tiles.ts";
import { multiplyTN } from "../kernels/linear/tn.ts";
import type { PanelOverrides } from "../kernels/linear/product.ts";

/** NN is a b, NT is a bᵀ, TN is aᵀ b. */
export type ProductKind = "NN" | "NT" | "TN";

/** Rows, columns and inner elements of a product. */
export interface ProductExtents {
  readonly M: number;
  readonly N: number;
  readonly K: number;
}

/** What operands are rounded to; sums are always in single precision. */
export type Precision = "single" | "half";

/**
 * Ways to the same product: each invocation by itself, quads that load for each other, and
 * workgroups with a memory of their own, which may be in half precision where that is asked for.
 */
export const variants = ["registers", "quads", "tiles", "half-tiles"] as const;
export type Variant = (typeof variants)[number];

/** What a product may be done by: half precision also by what is more exact, if that is faster. */
export function variantsFor(precision: Precision): readonly Variant[] {
  return variants.filter((variant) => precision === "half" || variant !== "half-tiles");
}

/** The variant of each class of products. Plain data, kept with a run: it orders sums. */
export type Tuning = Readonly<Record<string, Variant>>;

/** `ones` takes what the others cannot: rows that are not whole fours. */
const kernels: Readonly<Record<ProductKind, Readonly<Record<Variant | "ones", AnyKernel>>>> = {
  NN: {
    ones: multiplyNN,
    registers: multiplyNNFours,
    quads: multiplyNNQuads,
    tiles: multiplyNNTiles,
    "half-tiles": multiplyNNHalfTiles,
  },
  NT: {
    ones: multiplyNT,
    registers: multiplyNTFours,
    quads: multiplyNTQuads,
    tiles: multiplyNTTiles,
    "half-tiles": multiplyNTHalfTiles,
  },
  TN: {
    ones: multiplyTN,
    registers: multiplyTNFours,
    quads: multiplyTNQuads,
    tiles: multiplyTNTiles,
    "half-tiles": multiplyTNHalfTiles,
  },
};

/**
 * What a processor that plays a graphics card does large products by, where loads are dear and no
 * `if` spares them. They are compiled when they are first asked for, which takes long there and would
 * take longer elsewhere.
 */
const panels = { NN: multiplyNNPanels, NT: multiplyNTPanels, TN: multiplyTNPanels };
const PANEL = 64;
/** Where an adapter does not say how many it has. */
const FEW_CORES = 4;

/** What is added to a product besides the bias: nothing, what is there, a residual, or both. */
export type Addends = "none" | "out" | "residual" | "both";
const ADDED = { none: 0, out: 1, residual: 2, both: 3 } as const;

/** What is made of the results: nothing, ReLU's, or the gradient of what went into a ReLU. */
export type After = "nothing" | "relu" | "relu gradient";
const AFTER = { nothing: 0, relu: 1, "relu gradient": 2 } as const;

/** By what it multiplies and its overrides, each defined once. */
const panelKernels = new Map<string, AnyKernel>();

/** Null where no whole panels make up the product. No choice depends on how many rows there are. */
export function panelKernel(
  { adapter }: Backend,
  kind: ProductKind,
  { N, K }: ProductExtents,
  addends: Addends,
  after: After,
): AnyKernel | null {
  const isOfUse = adapter.software && adapter.subgroups === true;
  if (!isOfUse || N % PANEL > 0 || K === 0 || K % PANEL > 0) return null;
  // Sums that are fetched and stored once for more k cost less, and so do rows for more columns.
  const depth = K % (2 * PANEL) === 0 ? 128 : 64;
  const columns = depth === 64 && N % (2 * PANEL) === 0 ? 128 : 64;
  // Beyond one panel there is something in `out` to be added to.
  const added = ADDED[addends] | (K > depth ? ADDED.out : 0);
  const overrides = {
    PANEL: depth,
    COLUMNS: columns,
    ADDED: added as PanelOverrides["ADDED"],
    AFTER: AFTER[after],
    CORES: adapter.cores ?? FEW_CORES,
  } as const;
  const key = [kind, ...Object.values(overrides)].join(" ");
  const kernel = panelKernels.get(key) ?? panels[kind](overrides);
  panelKernels.set(key, kernel);
  return kernel;
}

/** What every adapter may be asked for. Tiles are compiled only where tuning looks at them. */
export const productKernels: readonly AnyKernel[] = Object.values(kernels).flatMap(
  ({ ones, registers, quads }) => [ones, registers, quads],
);
export const tileKernels: readonly AnyKernel[] = Object.values(kernels).map(({ tiles }) => tiles);
/** Compiled only where somebody asks for them. */
export const halfKernels: readonly AnyKernel[] = Object.values(kernels).map(
  (ways) => ways["half-tiles"],
);

/**
 * How products are told apart for tuning: by the size of the result and the length of its sums. Rows
 * of NN and NT are samples, of which as many are done at once as memory holds, and no number may
 * depend on that.
 */
export function classOf(
  kind: ProductKind,
  { M, N, K }: ProductExtents,
  precision: Precision = "single",
): string {
  const isLarge = kind === "TN" ? M * N >= 2 ** 16 : N >= 128;
  const name = `${kind} ${isLarge ? "large" : "small"} ${K <= 128 ? "short" : "long"}`;
  return precision === "half" ? `${name} half` : name;
}

/** Null where a variant is not to be had, or most of its work would be for nothing. */
export function variantKernel(
  { adapter }: Backend,
  variant: Variant,
  kind: ProductKind,
  { N }: ProductExtents,
): AnyKernel | null {
  const kernel = kernels[kind][variant];
  if (kernel.suits?.(adapter) === false) return null;
  // Four neighbours have 32 columns between them.
  return variant === "quads" && N < 16 ? null : kernel;
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

export interface ProductWishes {
  /** Single if absent. */
  readonly precision?: Precision;
  /** Both if absent. */
  readonly addends?: Addends;
  /** Nothing if absent. Only products by panels heed it. */
  readonly after?: After;
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
  { precision: asked = "single", addends = "both", after = "nothing" }: ProductWishes = {},
): AnyKernel {
  if (!isFours) return kernels[kind].ones;
  const panel = panelKernel(backend, kind, extents, addends, after);
  if (panel !== null) return panel;
  const { software, half } = backend.adapter;
  const precision = half === true ? asked : "single";
  const tuned = tuningOf(backend)[classOf(kind, extents, precision)];
  const usual = software ? "quads" : "registers";
  const preferred = tuned ?? (precision === "half" ? "half-tiles" : usual);
  const find = (variant: Variant) => variantKernel(backend, variant, kind, extents);
  return find(preferred) ?? find("registers") ?? kernels[kind].ones;
}
