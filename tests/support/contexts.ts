import type { Backend, Scope } from "../../src/compute/backend.ts";
import type { Context } from "../../src/context.ts";
import type { SampleSpace } from "../../src/samples.ts";

/** A context like the engine's, for trying a plug-in alone. Nothing derived is remembered. */
export function contextFor(
  backend: Backend,
  scope: Scope,
  options: { lineages: number; space: SampleSpace; keys?: readonly number[]; generation?: number },
): Context {
  const { lineages: L, space, keys = Array.from({ length: L }, (_, l) => l) } = options;
  const words = Uint32Array.from(keys.flatMap((lineage) => [7, lineage]));
  return {
    backend,
    scope,
    lineages: L,
    space,
    keys: scope.tensor("keys", "u32", [L, 2], words),
    generation: options.generation ?? 0,
    stream: 3,
    signal: new AbortController().signal,
    vector: (values, map = (value) => value) =>
      scope.tensor("setting", "f32", [L], Float32Array.from(values, map)),
    derive: (_segment, _name, _basis, make) => make(),
  };
}
