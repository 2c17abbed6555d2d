import type { Backend, Scope } from "../compute/backend.ts";
import type { Graphs } from "../compute/graph.ts";
import type { Context } from "../context.ts";
import type { SampleSpace } from "../samples.ts";
import { settingVectors } from "../setting-vectors.ts";
import type { Lifetimes } from "./lifetimes.ts";

/** What the calls of a run have in common. */
interface Shared {
  readonly L: number;
  readonly graphs: Graphs | null;
  readonly space: SampleSpace;
  /** [L, 2]: seed and own number of each lineage. */
  readonly keyWords: Uint32Array<ArrayBuffer>;
  readonly signal: AbortSignal;
  readonly now: () => number;
  readonly dry: boolean;
}

/** Makes the context of one call of a plug-in. */
export function contexts(
  backend: Backend,
  scope: Scope,
  lasting: Scope,
  lifetimes: Lifetimes,
  { L, graphs, space, keyWords, signal, now, dry }: Shared,
): (generation: number, stream: number) => Context {
  const vector = settingVectors(lasting, L);
  const keys = lasting.tensor("keys", "u32", [L, 2], keyWords);
  const derive = lifetimes.derive.bind(lifetimes);
  const given = { backend, graphs, scope, lineages: L, space, keys, signal, now, dry };
  const shared = { ...given, vector, derive };
  return (generation, stream) => ({ ...shared, generation, stream });
}
