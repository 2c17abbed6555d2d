import type { RealFacts } from "../distribution.ts";

type Facts = Extract<RealFacts, { kind: "category" }>;

/** Neighbouring ranks drawn as one bar. Probabilities are means over its categories. */
export interface Bar {
  /** One-based ranks in the real distribution. */
  readonly first: number;
  readonly last: number;
  readonly real: number;
  /** Null while there is no model. */
  readonly model: number | null;
  /** How many of its categories the model has lost. */
  readonly dead: number;
}

/** Up to so many categories each has a bar of its own; beyond it bars widen with the rank. */
export const MAX_SINGLE = 150;
const MAX_BARS = 110;

/** The order of the categories by their real probability, most probable first. */
export function ranking({ counts }: Facts): Uint32Array {
  const order = Uint32Array.from(counts, (_, k) => k);
  return order.sort((a, b) => counts[b] - counts[a] || a - b);
}

export function bars(facts: Facts, order: Uint32Array, counts: Uint32Array | null): Bar[] {
  let total = 0;
  for (const count of counts ?? []) total += count;
  return edges(order.length).map(([first, last]) => {
    let real = 0;
    let model = 0;
    let dead = 0;
    for (let rank = first; rank <= last; rank++) {
      const k = order[rank - 1];
      real += facts.counts[k];
      model += counts?.[k] ?? 0;
      if (counts !== null && counts[k] === 0 && facts.counts[k] > 0) dead++;
    }
    const size = last - first + 1;
    return {
      first,
      last,
      real: real / facts.total / size,
      model: counts === null || total === 0 ? null : model / total / size,
      dead,
    };
  });
}

function edges(categories: number): [number, number][] {
  if (categories <= MAX_SINGLE) {
    return Array.from({ length: categories }, (_, k) => [k + 1, k + 1]);
  }
  const growth = categories ** (1 / MAX_BARS);
  const all: [number, number][] = [];
  for (let first = 1; first <= categories;) {
    const last = Math.min(categories, Math.max(first, Math.floor(first * growth)));
    all.push([first, last]);
    first = last + 1;
  }
  return all;
}
