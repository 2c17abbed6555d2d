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

/**
 * The first samples of the first lineage, and with `original` the real ones in their places; null
 * for what is better shown as a distribution.
 */
export async function exhibitOf(
  context: Context,
  { values, rows }: Segment,
  { surprise }: ClosedForms,
  original: Segment | null,
): Promise<ExhibitReading | null> {
  const { kind } = context.space;
  if (kind !== "image" && kind !== "tokens") return null;
  const size = elementCount(values.shape.slice(2));
  const count = Math.min(rows, kind === "image" ? IMAGES : TEXTS);
  const firstOf = (tensor: Tensor) => ({ tensor, start: 0, length: count * size });
  const slices: Slice[] = [firstOf(values)];
  if (original !== null) slices.push(firstOf(original.values));
  const shown = original === null ? 1 : 2;
  if (kind === "image") {
    return {
      slices,
      exhibit: (arrays) => {
        const [images, real] = arrays.map((pixels) => partsOf(pixels, size).map(base64Of));
        return { kind, images, ...(real && { original: real }) };
      },
    };
  }
  if (surprise !== undefined) {
    // The first lineage comes first, so its first texts are one piece, shared by all lineages here.
    const first = context.scope.view("exhibit", values as Tensor<"u32">, [1, count, size]);
    slices.push(firstOf(await surprise(context, first)));
  }
  return {
    slices,
    exhibit: (arrays) => {
      const [tokens, real] = arrays.slice(0, shown).map((list) => partsOf(list, size));
      const nats = surprise === undefined ? null : partsOf(arrays[shown], size);
      const percents = nats?.map((text) => text.map(percentOf)) ?? null;
      return { kind, tokens, percents, ...(real && { original: real }) };
    },
  };
}

/** Zero where a model that has come to nothing says nothing. */
function percentOf(nats: number): number {
  return Math.round(100 * Math.min(1, Math.exp(-nats))) || 0;
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
