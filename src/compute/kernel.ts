import { ShapeError } from "../errors.ts";
import type { AdapterInfo } from "./backend.ts";
import type { DType, Shape, Tensor, TypedArrayOf } from "./tensor.ts";

/** One storage buffer of a kernel. `shape` names the axes, e.g. "L N D"; digits are fixed extents. */
export interface Binding {
  readonly dtype: DType;
  readonly shape: string;
  /** "write" promises that every element is written, "update" keeps what the kernel leaves alone. */
  readonly access: "read" | "write" | "update";
}

export type Bindings = Record<string, Binding>;

type AxisLetters<S extends string> = S extends `${infer Head} ${infer Rest}`
  ? AxisLetters<Head> | AxisLetters<Rest>
  : S extends `${number}`
    ? never
    : S;

/** Extent of each axis letter that the bindings of a kernel mention. */
export type AxesOf<B extends Bindings> = Record<AxisLetters<B[keyof B]["shape"]>, number>;
export type TensorsOf<B extends Bindings> = { readonly [K in keyof B]: Tensor<B[K]["dtype"]> };
export type ArraysOf<B extends Bindings> = { readonly [K in keyof B]: TypedArrayOf<B[K]["dtype"]> };
export type ScalarsOf<S extends readonly string[]> = Readonly<Record<S[number], number>>;

/** Workgroups along x, y and z. With x alone, the backend folds a count past 65,535 into y. */
export type Workgroups = readonly [x: number, y?: number, z?: number];

/** One WGSL entry point, described once for both backends. */
export interface Kernel<
  B extends Bindings = Bindings,
  S extends readonly string[] = readonly string[],
  O extends Record<string, number> = Record<string, number>,
> {
  /** Path below shaders/, e.g. "gaussian/sample.wgsl". */
  readonly shader: string;
  readonly bindings: B;
  /** The fields of `Params` besides the axis letters. */
  readonly scalars: S;
  /** Values of the WGSL `override` declarations. */
  readonly overrides: O;
  workgroups(axes: AxesOf<B>, overrides: O): Workgroups;
  /** The same mathematics as the plainest loops, in double precision. */
  reference(arrays: ArraysOf<B>, scalars: ScalarsOf<S>, axes: AxesOf<B>): void;
  /** Whether it can run there and is of use; `prepare` passes over it where not. */
  readonly suits?: (adapter: AdapterInfo) => boolean;
  /** The same, faster, in single precision: what the CPU backend runs where it is there. */
  readonly fast?: (arrays: ArraysOf<B>, scalars: ScalarsOf<S>, axes: AxesOf<B>) => void;
}

/** A kernel whose types have been forgotten, as lists of kernels and the backends see it. */
// oxlint-disable-next-line no-explicit-any -- the parameters of a method are contravariant
export type AnyKernel = Kernel<any, any, any>;

/** Keeps the literal types of a kernel, so that a wrong tensor or scalar is a compile error. */
export function defineKernel<
  const B extends Bindings,
  const S extends readonly string[],
  const O extends Record<string, number>,
>(kernel: Kernel<B, S, O>): Kernel<B, S, O> {
  return kernel;
}

/** The number of workgroups that covers `invocations` along one axis. */
export function covering(invocations: number, workgroupSize: number): Workgroups {
  return [Math.ceil(invocations / workgroupSize)];
}

/** Matches tensors with the declared shapes and returns the extent of every axis letter. */
export function resolveAxes(
  kernel: AnyKernel,
  tensors: Readonly<Record<string, Tensor>>,
): Record<string, number> {
  const axes: Record<string, number> = {};
  const bindings: Bindings = kernel.bindings;
  for (const [name, { dtype, shape }] of Object.entries(bindings)) {
    const tensor = tensors[name];
    const place = `${kernel.shader}: ${name}`;
    if (tensor === undefined) throw new ShapeError(`${place} [${shape}] is missing`);
    if (tensor.dtype !== dtype) {
      throw new ShapeError(`${place} must be ${dtype}, but "${tensor.label}" is ${tensor.dtype}`);
    }
    const letters = shape.split(" ");
    if (letters.length !== tensor.shape.length) {
      throw new ShapeError(`${place} must be [${shape}], but "${tensor.label}" is ${show(tensor)}`);
    }
    for (const [i, letter] of letters.entries()) {
      const extent = tensor.shape[i];
      const expected = /^\d+$/.test(letter) ? Number(letter) : (axes[letter] ??= extent);
      if (extent !== expected) {
        throw new ShapeError(
          `${place} must be [${shape}] with ${letter} = ${expected}, ` +
            `but "${tensor.label}" is ${show(tensor)}`,
        );
      }
    }
  }
  return axes;
}

function show({ shape }: { shape: Shape }): string {
  return `[${shape.join(", ")}]`;
}
