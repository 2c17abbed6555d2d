import type { AdapterInfo, Backend, Scope } from "../compute/backend.ts";
import {
  BYTES_PER_ELEMENT,
  type Shape,
  type Tensor,
  VIEW_ALIGNMENT,
  elementCount,
} from "../compute/tensor.ts";
import { DeviceError } from "../errors.ts";
import { ROW } from "../kernels/training/adamw.ts";
import { initialize } from "../kernels/training/initialize.ts";
import { Stream } from "../random/streams.ts";

/** What a parameter is before any training. */
export type Initial =
  | { readonly kind: "normal"; readonly deviation: number }
  /** Evenly spread over (-bound, bound). */
  | { readonly kind: "uniform"; readonly bound: number }
  | { readonly kind: "constant"; readonly value: number };

export interface ParameterSpec {
  readonly name: string;
  /** Of one lineage. */
  readonly shape: Shape;
  readonly initial: Initial;
  /** Whether weight decay pulls it towards 0. */
  readonly decays: boolean;
}

interface Placed {
  readonly spec: ParameterSpec;
  /** Elements of one lineage. */
  readonly size: number;
  readonly chunk: number;
  /** Elements from the beginning of the chunk. */
  readonly start: number;
}

/**
 * Where every parameter lies. All lineages of a parameter follow each other, [L, ...shape], so that a
 * kernel sees it as one tensor; the parameters follow each other in as few buffers as the adapter
 * binds.
 */
export interface Layout {
  readonly lineages: number;
  readonly placed: readonly Placed[];
  /** P of each chunk: its elements are L P in all. */
  readonly chunks: readonly number[];
}

/** The chunks of one kind of number, f32 [L, P] each: weights, gradients or moments. */
export type Chunks = readonly Tensor<"f32">[];

/** What every adapter binds. A larger parameter has a chunk for itself, where the adapter has room. */
const CHUNK_BYTES = 2 ** 27;

/**
 * Puts parameters into chunks in their order. The adapter only says what is too large, so that what
 * one has trained another can go on with.
 */
export function parameterLayout(
  specs: readonly ParameterSpec[],
  lineages: number,
  { maxTensorBytes }: Pick<AdapterInfo, "maxTensorBytes">,
  chunkBytes = CHUNK_BYTES,
): Layout {
  const most = Math.floor(chunkBytes / BYTES_PER_ELEMENT);
  const ends: number[] = [];
  const placed = specs.map((spec): Placed => {
    const size = elementCount(spec.shape);
    // The chunk itself may be rounded up by as much.
    if (BYTES_PER_ELEMENT * (size + 1) * lineages > maxTensorBytes) {
      throw new DeviceError(
        `"${spec.name}" of ${lineages} lineages needs ${BYTES_PER_ELEMENT * size * lineages} bytes ` +
          `in one piece, and the adapter binds ${maxTensorBytes}: take fewer lineages or a smaller model`,
        { resumable: false },
      );
    }
    const start = Math.ceil((ends.at(-1) ?? 0) / VIEW_ALIGNMENT) * VIEW_ALIGNMENT;
    const fits = ends.length > 0 && start + size * lineages + lineages <= most;
    if (!fits) ends.push(0);
    const at = fits ? start : 0;
    ends[ends.length - 1] = at + size * lineages;
    return { spec, size, chunk: ends.length - 1, start: at };
  });
  return { lineages, placed, chunks: ends.map((end) => Math.ceil(end / lineages)) };
}

/** Chunks of zeros. */
export function zeroChunks(scope: Scope, layout: Layout, label: string): Chunks {
  const { lineages: L, chunks } = layout;
  return chunks.map((P, i) => scope.zeros(`${label} ${i}`, "f32", [L, P]));
}

/** Every parameter by its name, as the part [L, ...shape] of a chunk where it lies. */
export function views(
  scope: Scope,
  { lineages, placed }: Layout,
  chunks: Chunks,
): Readonly<Record<string, Tensor<"f32">>> {
  return Object.fromEntries(
    placed.map(({ spec: { name, shape }, chunk, start }) => [
      name,
      scope.view(name, chunks[chunk], [lineages, ...shape], start),
    ]),
  );
}

/** What `keys` and `generation` give every parameter to begin with. */
export function initialWeights(
  { backend, scope, keys, generation }: InitialContext,
  layout: Layout,
): Chunks {
  const chunks = zeroChunks(scope, layout, "weights");
  const { lineages: L, placed } = layout;
  for (const [parameter, { spec, size, chunk, start }] of placed.entries()) {
    const values = scope.view(spec.name, chunks[chunk], [L, size], start);
    const scalars = { stream: Stream.INITIALIZE, generation, parameter, ...drawn(spec.initial) };
    backend.dispatch(initialize, { keys, values }, scalars);
  }
  return chunks;
}

interface InitialContext {
  readonly backend: Backend;
  /** Where the weights are made. */
  readonly scope: Scope;
  /** u32 [L, 2]. */
  readonly keys: Tensor<"u32">;
  readonly generation: number;
}

function drawn(initial: Initial) {
  if (initial.kind === "constant") return { isUniform: 0, center: initial.value, spread: 0 };
  return initial.kind === "uniform"
    ? { isUniform: 1, center: 0, spread: initial.bound }
    : { isUniform: 0, center: 0, spread: initial.deviation };
}

/**
 * The parameters of a chunk in rows that are short enough for one invocation to walk along, u32 [R, 4]:
 * first element in lineage 0, elements to the next lineage, length, and 1 where it decays.
 */
export function rowTable(scope: Scope, { placed }: Layout, chunk: number): Tensor<"u32"> {
  const rows: number[] = [];
  for (const { spec, size, chunk: own, start } of placed) {
    if (own !== chunk) continue;
    for (let first = 0; first < size; first += ROW) {
      rows.push(start + first, size, Math.min(ROW, size - first), spec.decays ? 1 : 0);
    }
  }
  return scope.tensor(`rows ${chunk}`, "u32", [rows.length / 4, 4], Uint32Array.from(rows));
}
