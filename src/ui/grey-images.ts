import type { ImageFacts } from "../distribution.ts";
import type { Exhibit } from "../record.ts";

/** One byte of grey, 0 to 255, for each pixel. */
export type GreyImage = Uint8Array;

const decoded = new WeakMap<Exhibit, readonly GreyImage[]>();

/** The images of a generation. Decoded once, as they are drawn in several places. */
export function imagesOf(exhibit: Extract<Exhibit, { kind: "image" }>): readonly GreyImage[] {
  const known = decoded.get(exhibit);
  if (known !== undefined) return known;
  const images = exhibit.images.map((text) =>
    Uint8Array.from(atob(text), (character) => character.charCodeAt(0)),
  );
  decoded.set(exhibit, images);
  return images;
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
