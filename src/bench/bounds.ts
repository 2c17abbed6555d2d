import type { TransformerShape } from "../transformer/shape.ts";
import type { Timing } from "./measure.ts";

/**
 * Numbers that a step loads and stores for a token if each kernel fetches what it works with once and
 * keeps it: activations and their gradients, not the weights, which all tokens share. A layer has
 * four products with two gradients each and their biases, two layer norms, and attention; a ReLU is
 * done along with the products beside it.
 */
export function numbersPerToken({ vocabulary, width, layers, inner }: TransformerShape): number {
  const forward = 18 * width + 2 * inner;
  const backward = 45 * width + 6 * inner;
  const head = 6 * vocabulary + 3 * width;
  const normAndEmbedding = 12 * width;
  return layers * (forward + backward) + head + normAndEmbedding;
}

/** Of the adapter's multiplications and additions, what a step gets to if its loads are free but once. */
export function shareWithLoads(operations: number, numbers: number, speed: Speed): number {
  const arithmetic = operations / speed.operations;
  return arithmetic / (arithmetic + numbers / speed.numbers);
}

export interface Speed {
  /** Multiplications and additions a millisecond. */
  readonly operations: number;
  /** Loads a millisecond. */
  readonly numbers: number;
}

/** What the loads of a step leave of the adapter's arithmetic, beside what it got to. */
export function boundNotes(timings: readonly Timing[]): string[] {
  const speedOf = (id: string) => {
    const timing = timings.find((other) => other.case.id === id);
    return timing === undefined ? null : timing.work / timing.median;
  };
  const [operations, numbers] = [speedOf("ceiling"), speedOf("loads")];
  if (operations === null || numbers === null) return [];
  return timings.flatMap(({ case: benchCase, work, operations: done = 0, median }) => {
    if (benchCase.program !== "training") return [];
    const each = numbersPerToken(benchCase.shape);
    const most = shareWithLoads(done, work * each, { operations, numbers });
    const reached = done / median / operations;
    return [
      `${benchCase.title}: ${Math.round(each)} numbers a token at least are loaded or stored, which ` +
        `leave ${most.toFixed(2)} of multiplications and additions; it got to ${reached.toFixed(2)}`,
    ];
  });
}
