import type { Backend, Scope } from "../compute/backend.ts";
import { type DType, type Tensor, type TypedArrayOf, elementCount } from "../compute/tensor.ts";
import { StoreError } from "../errors.ts";
import type { Unfinished } from "../families/family.ts";
import type { Checkpoint, GenerationRecord, StoredHolder, StoredSegment } from "../record.ts";
import {
  type Moments,
  type Parameters,
  type Pool,
  type Segment,
  type Source,
  firstRows,
} from "../samples.ts";

/** A call takes no more arguments than fit on the stack, and a pool may have more tensors. */
const TENSORS_PER_READ = 10_000;

/** What a generation leaves to the next one, and how far that one is. */
export interface State {
  /** The last one that is finished; -1 for none. */
  readonly generation: number;
  readonly parameters: Parameters | null;
  /** See `Before.first`. */
  readonly first: Parameters | null;
  readonly pool: Pool;
  readonly unfinished: UnfinishedPhase | null;
}

export interface UnfinishedPhase extends Unfinished {
  readonly phase: "fit" | "sample";
  /** What was fitted, while sampling. */
  readonly fitted: Parameters | null;
  readonly traces: Traces;
}

export type Traces = NonNullable<GenerationRecord["traces"]>;

/** A checkpoint whose numbers are still where the backend keeps them. */
export type Outline = Omit<Checkpoint, "tensors"> & { readonly tensors: readonly Tensor[] };

/** What a checkpoint of a state is made of. Segments of `original` are only named. */
export function outlineOf(
  { generation, parameters, first, pool, unfinished }: State,
  original: Pool,
): Outline {
  const placeOf = new Map<Tensor, number>();
  const place = (tensor: Tensor | null): number | null => {
    if (tensor === null) return null;
    const known = placeOf.get(tensor) ?? placeOf.size;
    placeOf.set(tensor, known);
    return known;
  };
  const places = (holder: Readonly<Record<string, Tensor | null>>) =>
    Object.fromEntries(Object.entries(holder).map(([name, tensor]) => [name, place(tensor)]));

  const originalValues = new Set(original.map(({ values }) => values));
  const storedPool = pool.map((segment): StoredSegment => {
    const { values, rows, birth, frame, weight, lastingWeight, source, set, drawn } = segment;
    const isOriginal = originalValues.has(values);
    const sources = Object.entries(source ?? {}).map(([name, one]) => [name, places(one)]);
    return {
      rows,
      birth,
      values: isOriginal ? null : place(values),
      frame: isOriginal || frame === null ? null : places(frame),
      ...(weight === undefined ? {} : { weight: place(weight)! }),
      ...(lastingWeight === undefined ? {} : { lastingWeight: place(lastingWeight) }),
      ...(set === undefined ? {} : { set }),
      ...(drawn === undefined ? {} : { drawn }),
      ...(isOriginal || source === undefined ? {} : { source: Object.fromEntries(sources) }),
    };
  });
  const holder = (one: Parameters | null) => (one === null ? null : places(one));
  const outline = {
    generation,
    parameters: holder(parameters),
    first: holder(first),
    pool: storedPool,
    unfinished:
      unfinished === null
        ? null
        : {
            phase: unfinished.phase,
            done: unfinished.done,
            state: places(unfinished.state),
            fitted: holder(unfinished.fitted),
            traces: unfinished.traces,
          },
  };
  return { ...outline, tensors: [...placeOf.keys()] };
}

/** Reads the numbers of a checkpoint out of the backend. */
export async function readOutline(
  backend: Backend,
  { tensors, ...outline }: Outline,
): Promise<Checkpoint> {
  const reads: Promise<TypedArrayOf<DType>[]>[] = [];
  for (let i = 0; i < tensors.length; i += TENSORS_PER_READ) {
    reads.push(backend.read(...tensors.slice(i, i + TENSORS_PER_READ)));
  }
  const arrays = (await Promise.all(reads)).flat();
  const stored = tensors.map(({ label, dtype, shape }, i) => ({
    label,
    dtype,
    shape,
    data: arrays[i],
  }));
  return { ...outline, tensors: stored };
}

/** Writes a checkpoint back into the backend. Throws a `StoreError` where it does not fit together. */
export function restoreCheckpoint(scope: Scope, checkpoint: Checkpoint, original: Pool): State {
  const tensors = checkpoint.tensors.map(({ label, dtype, shape, data }) => {
    if (data.length !== elementCount(shape)) throw new StoreError(`checkpoint: "${label}" is torn`);
    return scope.tensor(label, dtype, shape, data);
  });
  const tensorAt = (place: number | null): Tensor | null => {
    if (place === null) return null;
    const tensor = tensors[place];
    if (tensor === undefined) throw new StoreError(`checkpoint: there is no tensor ${place}`);
    return tensor;
  };
  const holders = new Map<string, Parameters>();
  /** Equal places give the same object, as before the save. */
  const holder = (places: StoredHolder): Parameters => {
    const key = JSON.stringify(places);
    const known = holders.get(key);
    if (known !== undefined) return known;
    const made = Object.fromEntries(
      Object.entries(places).map(([name, place]) => [name, tensorAt(place)]),
    );
    holders.set(key, made);
    return made;
  };

  const real = original[0];
  const pool = checkpoint.pool.map((stored): Segment => {
    const { values, rows, birth, frame, source, set, drawn } = stored;
    const weightAt = (at: number | null) => tensorAt(at) as Tensor<"f32"> | null;
    const weighted = {
      ...(stored.weight === undefined ? {} : { weight: weightAt(stored.weight)! }),
      ...(stored.lastingWeight === undefined
        ? {}
        : { lastingWeight: weightAt(stored.lastingWeight) }),
    };
    if (values === null) {
      const segment = firstRows(real, rows);
      return stored.weight === undefined ? segment : { ...segment, ...weighted };
    }
    const sources = Object.entries(source ?? {}).map(([name, places]) => [name, holder(places)]);
    return {
      values: tensorAt(values)!,
      rows,
      birth,
      frame: frame === null ? null : (holder(frame) as Moments),
      ...weighted,
      ...(set === undefined ? {} : { set }),
      ...(drawn === undefined ? {} : { drawn }),
      ...(source === undefined ? {} : { source: Object.fromEntries(sources) as Source }),
    };
  });
  const { generation, parameters, first, unfinished } = checkpoint;
  const held = (places: StoredHolder | null) => (places === null ? null : holder(places));
  return {
    generation,
    parameters: held(parameters),
    first: held(first),
    pool,
    unfinished:
      unfinished === null
        ? null
        : { ...unfinished, state: holder(unfinished.state), fitted: held(unfinished.fitted) },
  };
}
