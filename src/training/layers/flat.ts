import type { Scope } from "../../compute/backend.ts";
import { type Tensor, elementCount } from "../../compute/tensor.ts";

/** The elements of a tensor in a row, [N]. */
export function flat({ scope }: { scope: Scope }, tensor: Tensor<"f32">): Tensor<"f32"> {
  return scope.view(tensor.label, tensor, [elementCount(tensor.shape)]);
}

/** The elements of each lineage in a row, [L, E]. */
export function flatByLineage({ scope }: { scope: Scope }, tensor: Tensor<"f32">): Tensor<"f32"> {
  const [L, ...own] = tensor.shape;
  return scope.view(tensor.label, tensor, [L, elementCount(own)]);
}
