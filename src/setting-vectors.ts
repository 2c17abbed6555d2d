import type { Scope } from "./compute/backend.ts";
import type { Tensor } from "./compute/tensor.ts";
import type { Context } from "./context.ts";

type Mapping = (value: number) => number;

/** `Context.vector` of L lineages, with tensors that live as long as `scope`. */
export function settingVectors(scope: Scope, L: number): Context["vector"] {
  const vectors = new Map<Float64Array, Map<Mapping, Tensor<"f32">>>();
  return (values, map = finite) => {
    const known = vectors.get(values) ?? new Map<Mapping, Tensor<"f32">>();
    vectors.set(values, known);
    const numbers = () => Float32Array.from(values, (x) => finite(map(x)));
    const made = known.get(map) ?? scope.tensor("setting", "f32", [L], numbers());
    known.set(map, made);
    return made;
  };
}

/** A shader may assume that it never meets an infinity. */
function finite(value: number): number {
  return Math.min(Math.max(value, -LARGEST_F32), LARGEST_F32);
}

const LARGEST_F32 = (2 - 2 ** -23) * 2 ** 127;
