import type { ImageFacts } from "../distribution.ts";
import type { Exhibit } from "../record.ts";

/** One byte of grey, 0 to 255, for each pixel. */
export type GreyImage = Uint8Array;

type Images = Extract<Exhibit, { kind: "image" }>;

const decoded = new WeakMap<readonly string[], readonly GreyImage[]>();

/** The images of a generation. */
export function imagesOf({ images }: Images): readonly GreyImage[] {
  return decode(images);
}

/** What generation 0 learned from; null where the exhibit is of another generation. */
export function originalsOf({ original }: Images): readonly GreyImage[] | null {
  return original === undefined ? null : decode(original);
}

/** Once, as they are drawn in several places. */
function decode(images: readonly string[]): readonly GreyImage[] {
  const known = decoded.get(images);
  if (known !== undefined) return known;
  const bytes = images.map((text) =>
    Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
  );
  decoded.set(images, bytes);
  return bytes;
}

/** Real images to compare with: of those to learn from, or, where these never end, held-out ones. */
export function realImages({ images, heldOut, height, width }: ImageFacts): GreyImage[] {
  const all = images ?? heldOut;
  const size = height * width;
  return Array.from({ length: all.length / size }, (_, i) =>
    all.subarray(i * size, (i + 1) * size),
  );
}

/** How much images differ from one another: deviation of a pixel, root mean square over all. */
export function spread(images: readonly GreyImage[]): number {
  if (images.length < 2) return 0;
  const size = images[0].length;
  let total = 0;
  for (let pixel = 0; pixel < size; pixel++) {
    let sum = 0;
    let squares = 0;
    for (const image of images) {
      sum += image[pixel];
      squares += image[pixel] ** 2;
    }
    total += squares / images.length - (sum / images.length) ** 2;
  }
  return Math.sqrt(Math.max(0, total / size));
}
