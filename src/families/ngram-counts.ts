import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { type Pool, poolRows } from "../samples.ts";
import { chosenRows } from "../pool/resample.ts";
import { isWeighted, poolMass, weightOf } from "../pool/weights.ts";
import { type CountTrie, countTrie, mostNodes } from "../text/ngram/count-trie.ts";
import { NgramModel, type NgramOptions } from "../text/ngram/ngram-model.ts";

/** All u32 [L, E]: the columns of `CountTrie`. Nodes beyond the last have it as their first child. */
export type NgramParameters = {
  readonly tokens: Tensor<"u32">;
  readonly counts: Tensor<"u32">;
  readonly children: Tensor<"u32">;
};

/**
 * How often every n-gram of up to `order` tokens occurs in a pool. Texts count as often as their
 * weights say, where those are whole numbers; else so many are taken in proportion to their weights
 * as the pool has rows. A lineage without any text keeps what it had counted before.
 */
export async function poolNgrams(
  context: Context,
  pool: Pool,
  order: number,
  previous: NgramParameters | null,
): Promise<NgramParameters> {
  const { backend, scope, space, dry, lineages: L } = context;
  const T = space.kind === "tokens" ? space.length : 0;
  const V = space.kind === "tokens" ? space.vocabulary : 0;
  const rows = poolRows(pool);
  const kept = isWeighted(pool) ? previous : null;
  const E = Math.max(mostNodes(rows, T, order, V) + 1, kept?.tokens.shape[1] ?? 0);
  const column = (name: string, data?: Uint32Array<ArrayBuffer>) =>
    scope.tensor(name, "u32", [L, E], data);
  if (dry) {
    return { tokens: column("tokens"), counts: column("counts"), children: column("children") };
  }
  const read = await backend.read(...pool.map(({ values }) => values as Tensor<"u32">));
  const placesOf = await rowsThatCount(context, pool);
  const [tokens, counts, children] = [0, 1, 2].map(() => new Uint32Array(L * E));
  const before = kept === null ? null : await triesOf(backend, kept);
  for (let l = 0; l < L; l++) {
    const places = placesOf(l);
    const texts = new Uint32Array(places.length * T);
    for (const [i, { segment, n }] of places.entries()) {
      const begin = (l * pool[segment].values.shape[1] + n) * T;
      texts.set(read[segment].subarray(begin, begin + T), i * T);
    }
    const trie = places.length === 0 && before !== null ? before[l] : countTrie(texts, T, order, V);
    tokens.set(trie.tokens, l * E);
    counts.set(trie.counts, l * E);
    children.fill(trie.tokens.length, l * E, (l + 1) * E);
    children.set(trie.children, l * E);
  }
  return {
    tokens: column("tokens", tokens),
    counts: column("counts", counts),
    children: column("children", children),
  };
}

/** A row of a pool: the n-th of a segment. */
interface Place {
  readonly segment: number;
  readonly n: number;
}

/** The rows of a pool that a lineage counts, each as often as it does. */
async function rowsThatCount(
  context: Context,
  pool: Pool,
): Promise<(l: number) => readonly Place[]> {
  const all = pool.flatMap(({ rows }, segment) =>
    Array.from({ length: rows }, (_, n): Place => ({ segment, n })),
  );
  if (!isWeighted(pool)) return () => all;
  const P = all.length;
  const [mass, chosen, ...weights] = await context.backend.read(
    poolMass(context, pool),
    chosenRows(context, pool),
    ...pool.map((segment) => weightOf(context, segment)),
  );
  return (l) => {
    const [sum, , whole] = mass.subarray(3 * l);
    if (sum > 0 && whole === 0) {
      return Array.from(chosen.subarray(l * P, (l + 1) * P), (place) => all[place]);
    }
    return all.flatMap((place) => {
      const { weight } = pool[place.segment];
      const width = weights[place.segment].length / context.lineages;
      const at = weight === undefined ? place.n : l * width + place.n;
      return Array.from({ length: weights[place.segment][at] }, () => place);
    });
  };
}

/** One model for each lineage. */
export async function ngramModels(
  { backend }: Context,
  parameters: NgramParameters,
  optionsOf: (l: number) => NgramOptions,
): Promise<NgramModel[]> {
  const tries = await triesOf(backend, parameters);
  return tries.map((trie, l) => new NgramModel(trie, optionsOf(l)));
}

async function triesOf(
  backend: Context["backend"],
  { tokens, counts, children }: NgramParameters,
): Promise<CountTrie[]> {
  const [L, E] = tokens.shape;
  const columns = await backend.read(tokens, counts, children);
  return Array.from({ length: L }, (_, l) => {
    const [own, ownCounts, ownChildren] = columns.map((all) => all.subarray(l * E, (l + 1) * E));
    const size = ownChildren[E - 1];
    return {
      tokens: own.subarray(0, size),
      counts: ownCounts.subarray(0, size),
      children: ownChildren.subarray(0, size + 1),
    };
  });
}
