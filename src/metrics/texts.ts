import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { Segment } from "../samples.ts";

/** All n-grams of a lineage's texts, numbered in the order of their first appearance. */
export interface Grams {
  /** The number of the n-gram at each place, text by text: T - n + 1 of each. */
  readonly numbers: Uint32Array;
  /** How often each occurs. */
  readonly counts: Uint32Array;
  /** Places in one text. */
  readonly places: number;
}

/** What a model wrote for one lineage, on the host. */
export class Texts {
  /** [N, T]. */
  readonly tokens: Uint32Array;
  readonly T: number;
  readonly #grams = new Map<number, Grams>();

  constructor(tokens: Uint32Array, T: number) {
    this.tokens = tokens;
    this.T = T;
  }

  get N(): number {
    return this.tokens.length / this.T;
  }

  /** The n-grams; none goes from one text into the next. */
  grams(n: number): Grams {
    const known = this.#grams.get(n) ?? this.#number(n);
    this.#grams.set(n, known);
    return known;
  }

  /** How many n-grams had been said before in the same text, where each comes back counts. */
  repeats(n: number): number {
    const { numbers, places } = this.grams(n);
    let repeats = 0;
    for (let at = 0; at < numbers.length; at += places) {
      repeats += places - new Set(numbers.subarray(at, at + places)).size;
    }
    return repeats;
  }

  #number(n: number): Grams {
    const { tokens, T, N } = this;
    const places = Math.max(0, T - n + 1);
    const before = n === 1 ? null : this.grams(n - 1);
    const numbers = new Uint32Array(N * places);
    const known = new Map<number, number>();
    const counts: number[] = [];
    for (let text = 0; text < N; text++) {
      for (let t = 0; t < places; t++) {
        // A gram is the one without its last token, and that token.
        const beginning = before === null ? 0 : before.numbers[text * before.places + t];
        const key = beginning * 2 ** 24 + tokens[text * T + t + n - 1];
        let number = known.get(key);
        if (number === undefined) {
          number = counts.length;
          known.set(key, number);
          counts.push(0);
        }
        counts[number]++;
        numbers[text * places + t] = number;
      }
    }
    return { numbers, counts: Uint32Array.from(counts), places };
  }
}

/** The texts of a segment by lineage, read once for all metrics. */
export function textsOf(context: Context, segment: Segment): Promise<readonly Texts[]> {
  return context.derive(segment, "texts", null, async () => {
    const [L, N, T] = segment.values.shape;
    const [tokens] = await context.backend.read(segment.values as Tensor<"u32">);
    return Array.from(
      { length: L },
      (_, l) => new Texts(tokens.subarray(l * N * T, (l * N + segment.rows) * T), T),
    );
  });
}

/** f32 [L]: a number for the texts of each lineage. */
export async function ofTexts(
  context: Context,
  segment: Segment,
  label: string,
  valueOf: (texts: Texts, l: number) => number,
): Promise<Tensor<"f32">> {
  const { scope, dry, lineages: L } = context;
  if (dry) return scope.tensor(label, "f32", [L]);
  const texts = await textsOf(context, segment);
  return scope.tensor(label, "f32", [L], Float32Array.from(texts, valueOf));
}
