import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { type Pool, poolRows } from "../samples.ts";
import { countTrie, mostNodes } from "../text/ngram/count-trie.ts";
import { NgramModel, type NgramOptions } from "../text/ngram/ngram-model.ts";

/** All u32 [L, E]: the columns of `CountTrie`. Nodes beyond the last have it as their first child. */
export type NgramParameters = {
  readonly tokens: Tensor<"u32">;
  readonly counts: Tensor<"u32">;
  readonly children: Tensor<"u32">;
};

/** How often every n-gram of up to `order` tokens occurs in a pool. */
export async function poolNgrams(
  { backend, scope, space, dry, lineages: L }: Context,
  pool: Pool,
  order: number,
): Promise<NgramParameters> {
  const T = space.kind === "tokens" ? space.length : 0;
  const V = space.kind === "tokens" ? space.vocabulary : 0;
  const rows = poolRows(pool);
  const E = mostNodes(rows, T, order, V) + 1;
  const column = (name: string, data?: Uint32Array<ArrayBuffer>) =>
    scope.tensor(name, "u32", [L, E], data);
  if (dry) {
    return { tokens: column("tokens"), counts: column("counts"), children: column("children") };
  }
  const read = await backend.read(...pool.map(({ values }) => values as Tensor<"u32">));
  const [tokens, counts, children] = [0, 1, 2].map(() => new Uint32Array(L * E));
  for (let l = 0; l < L; l++) {
    const texts = new Uint32Array(rows * T);
    let at = 0;
    for (const [i, segment] of pool.entries()) {
      const begin = l * segment.values.shape[1] * T;
      texts.set(read[i].subarray(begin, begin + segment.rows * T), at);
      at += segment.rows * T;
    }
    const trie = countTrie(texts, T, order, V);
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

/** One model for each lineage. */
export async function ngramModels(
  { backend }: Context,
  { tokens, counts, children }: NgramParameters,
  optionsOf: (l: number) => NgramOptions,
): Promise<NgramModel[]> {
  const [L, E] = tokens.shape;
  const columns = await backend.read(tokens, counts, children);
  return Array.from({ length: L }, (_, l) => {
    const [own, ownCounts, ownChildren] = columns.map((all) => all.subarray(l * E, (l + 1) * E));
    const size = ownChildren[E - 1];
    const trie = {
      tokens: own.subarray(0, size),
      counts: ownCounts.subarray(0, size),
      children: ownChildren.subarray(0, size + 1),
    };
    return new NgramModel(trie, optionsOf(l));
  });
}
