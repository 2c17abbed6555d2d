import type { Backend, Scope } from "../compute/backend.ts";
import { type DType, type Tensor, type TypedArrayOf, elementCount } from "../compute/tensor.ts";
import { StoreError } from "../errors.ts";
import type { Checkpoint, StoredSegment } from "../record.ts";
import { type Moments, type Parameters, type Pool, type Segment, firstRows } from "../samples.ts";

/** A call takes no more arguments than fit on the stack, and a pool may have more tensors. */
const TENSORS_PER_READ = 10_000;

/** What a generation leaves to the next one. */
export interface State {
  readonly generation: number;
  readonly parameters: Parameters;
  readonly pool: Pool;
}

/** Reads a state out of the backend. Segments of `original` are only named. */
export async function saveCheckpoint(
  backend: Backend,
  { generation, parameters, pool }: State,
  original: Pool,
): Promise<Checkpoint> {
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
  const storedPool = pool.map(({ values, rows, birth, frame }): StoredSegment => {
    const isOriginal = originalValues.has(values);
    return {
      rows,
      birth,
      values: isOriginal ? null : place(values),
      frame: isOriginal || frame === null ? null : places(frame),
    };
  });
  const storedParameters = places(parameters);
  const tensors = [...placeOf.keys()];
  const reads: Promise<TypedArrayOf<DType>[]>[] = [];
  for (let i = 0; i < tensors.length; i += TENSORS_PER_READ) {
    reads.push(backend.read(...tensors.slice(i, i + TENSORS_PER_READ)));
  }
  const arrays = (await Promise.all(reads)).flat();
  return {
    generation,
    tensors: tensors.map(({ label, dtype, shape }, i) => ({
      label,
      dtype,
      shape,
      data: arrays[i],
    })),
    parameters: storedParameters,
    pool: storedPool,
  };
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
  const holders = new Map<string, Readonly<Record<string, Tensor | null>>>();
  /** Equal places give the same object, as before the save. */
  const holder = (places: Readonly<Record<string, number | null>>) => {
    const key = JSON.stringify(places);
    const known = holders.get(key);
    if (known !== undefined) return known;
    const made = Object.fromEntries(
      Object.entries(places).map(([name, place]) => [name, tensorAt(place)]),
    );
    holders.set(key, made);
    return made;
  };

  const source = original[0];
  const pool = checkpoint.pool.map(({ values, rows, birth, frame }): Segment => {
    if (values === null) return firstRows(source, rows);
    return {
      values: tensorAt(values)!,
      rows,
      birth,
      frame: frame === null ? null : (holder(frame) as Moments),
    };
  });
  return { generation: checkpoint.generation, parameters: holder(checkpoint.parameters), pool };
}
