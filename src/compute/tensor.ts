import { ShapeError } from "../errors.ts";

export type DType = "f32" | "u32";

/** Extents of the axes, outermost first; tensors are row-major. */
export type Shape = readonly number[];

/** A handle on numbers that live where the backend keeps them. Made by a `Scope`, never by hand. */
export interface Tensor<D extends DType = DType> {
  readonly label: string;
  readonly dtype: D;
  readonly shape: Shape;
}

export type TypedArrayOf<D extends DType> = {
  f32: Float32Array<ArrayBuffer>;
  u32: Uint32Array<ArrayBuffer>;
}[D];

/** Every dtype of the lab is four bytes wide. */
export const BYTES_PER_ELEMENT = 4;

/** Elements: where a view of a tensor may begin, on every adapter. */
export const VIEW_ALIGNMENT = 64;

export function elementCount(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function byteLength(shape: Shape): number {
  return BYTES_PER_ELEMENT * elementCount(shape);
}

const ARRAYS = { f32: Float32Array, u32: Uint32Array } as const;

/** Zeros, or a view of the bytes. */
export function typedArray<D extends DType>(
  dtype: D,
  content: number | ArrayBuffer,
): TypedArrayOf<D> {
  // The constructors are overloaded, so that neither takes the union of what each takes.
  return new ARRAYS[dtype](content as ArrayBuffer) as TypedArrayOf<D>;
}

/** Throws where a view would not lie within its tensor, or where no adapter could bind it. */
export function requireWithin(label: string, of: Tensor, shape: Shape, start: number): void {
  if (start % VIEW_ALIGNMENT !== 0) {
    throw new ShapeError(
      `"${label}" begins at ${start}, which is no multiple of ${VIEW_ALIGNMENT}`,
    );
  }
  const [end, most] = [start + elementCount(shape), elementCount(of.shape)];
  if (end > most) throw new ShapeError(`"${label}" ends at ${end}, and "${of.label}" at ${most}`);
}
