import type { Backend, Scope } from "../../src/compute/backend.ts";
import type { Graphs } from "../../src/compute/graph.ts";
import type { Context } from "../../src/context.ts";
import type { Work } from "../../src/families/family.ts";
import type { SampleSpace } from "../../src/samples.ts";

/** What generation 0 finds. */
export const BEGINNING = { previous: null, first: null, original: [], unfinished: null } as const;

/** What work comes to, however long it is. */
export async function resultOf<R>(work: Work<R>): Promise<R> {
  const begun = await work;
  if (typeof begun !== "object" || begun === null || !(Symbol.asyncIterator in begun)) return begun;
  for (;;) {
    const { done, value } = await begun.next();
    if (done === true) return value;
  }
}

/** A context like the engine's, for trying a plug-in alone. Nothing derived is remembered. */
export function contextFor(
  backend: Backend,
  scope: Scope,
  options: {
    lineages: number;
    space: SampleSpace;
    keys?: readonly number[];
    generation?: number;
    graphs?: Graphs;
  },
): Context {
  const { lineages: L, space, keys = Array.from({ length: L }, (_, l) => l) } = options;
  const words = Uint32Array.from(keys.flatMap((lineage) => [7, lineage]));
  return {
    backend,
    graphs: options.graphs ?? null,
    scope,
    lineages: L,
    space,
    keys: scope.tensor("keys", "u32", [L, 2], words),
    generation: options.generation ?? 0,
    stream: 3,
    signal: new AbortController().signal,
    now: () => 0,
    dry: false,
    vector: (values, map = (value) => value) =>
      scope.tensor("setting", "f32", [L], Float32Array.from(values, map)),
    derive: (_segment, _name, _basis, make) => make(),
  };
}
