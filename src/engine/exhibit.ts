import type { Slice } from "../compute/backend.ts";
import { type Tensor, elementCount } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { ClosedForms } from "../distribution.ts";
import type { Exhibit } from "../record.ts";
import type { Segment } from "../samples.ts";

/** How many texts and images of a generation are kept to be looked at. */
const TEXTS = 12;
const IMAGES = 36;

/** Slices to be read, and what becomes of what was read. */
interface ExhibitReading {
  readonly slices: readonly Slice[];
  readonly exhibit: (arrays: readonly ArrayLike<number>[]) => Exhibit;
}

/** The first samples of the first lineage; null for what is better shown as a distribution. */
export async function exhibitOf(
  context: Context,
  { values, rows }: Segment,
  { surprise }: ClosedForms,
): Promise<ExhibitReading | null> {
  const size = elementCount(values.shape.slice(2));
  if (context.space.kind === "image") {
    const count = Math.min(rows, IMAGES);
    return {
      slices: [{ tensor: values, start: 0, length: count * size }],
      exhibit: ([pixels]) => ({ kind: "image", images: partsOf(pixels, size).map(base64Of) }),
    };
  }
  if (context.space.kind !== "tokens") return null;
  const count = Math.min(rows, TEXTS);
  const texts = { tensor: values, start: 0, length: count * size };
  if (surprise === undefined) {
    return { slices: [texts], exhibit: ([tokens]) => exhibitOfTokens(tokens, null, size) };
  }
  // The first lineage comes first, so its first texts are one piece, shared by all lineages here.
  const first = context.scope.view("exhibit", values as Tensor<"u32">, [1, count, size]);
  const nats = await surprise(context, first);
  return {
    slices: [texts, { tensor: nats, start: 0, length: count * size }],
    exhibit: ([tokens, surprises]) => exhibitOfTokens(tokens, surprises, size),
  };
}

function exhibitOfTokens(
  tokens: ArrayLike<number>,
  nats: ArrayLike<number> | null,
  size: number,
): Exhibit {
  const percent = (value: number) => Math.round(100 * Math.exp(-value));
  return {
    kind: "tokens",
    tokens: partsOf(tokens, size),
    percents: nats === null ? null : partsOf(nats, size).map((part) => part.map(percent)),
  };
}

function partsOf(values: ArrayLike<number>, size: number): number[][] {
  const all = Array.from(values);
  return Array.from({ length: all.length / size }, (_, i) => all.slice(i * size, (i + 1) * size));
}

/** Grey values of 0 to 1 as bytes in base64. */
function base64Of(pixels: readonly number[]): string {
  const bytes = pixels.map((grey) => Math.round(255 * Math.min(Math.max(grey, 0), 1)));
  return btoa(String.fromCharCode(...bytes));
}
