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

export function elementCount(shape: Shape): number {
  return shape.reduce((product, extent) => product * extent, 1);
}

export function byteLength(shape: Shape): number {
  return BYTES_PER_ELEMENT * elementCount(shape);
}

export function typedArray<D extends DType>(
  dtype: D,
  content: number | ArrayBuffer,
): TypedArrayOf<D> {
  const made =
    typeof content === "number"
      ? dtype === "f32"
        ? new Float32Array(content)
        : new Uint32Array(content)
      : dtype === "f32"
        ? new Float32Array(content)
        : new Uint32Array(content);
  return made as TypedArrayOf<D>;
}
