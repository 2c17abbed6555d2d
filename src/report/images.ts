import type { ImageFacts } from "../distribution.ts";
import type { Exhibit } from "../record.ts";
import { inkUri } from "./png.ts";

type Images = Extract<Exhibit, { kind: "image" }>;
type GreyImage = Uint8Array;

/** Images of a sheet: so many in so many columns. */
const IN_SHEET = 36;
const COLUMNS = 6;
/** Pixels: each of an image is so many wide, for sharp edges at any size, and so far apart they are. */
const ZOOM = 2;
const GAP = 4;

/** A sheet of real images, and one of each of some generations, side by side. */
export function imageSheets(
  facts: ImageFacts,
  shown: readonly (readonly [generation: number, exhibit: Images])[],
): string {
  const original = shown[0]?.[1].original;
  const real = original === undefined ? realImages(facts) : original.map(decoded);
  const sheets = [
    sheet(real, facts, "real"),
    ...shown.map(([g, { images }]) => sheet(images.map(decoded), facts, `generation ${g}`)),
  ];
  return `<div class="sheets">${sheets.join("\n")}</div>`;
}

/** Of those to learn from, or, where these never end, held-out ones. */
function realImages({ images, heldOut, height, width }: ImageFacts): GreyImage[] {
  const all = images ?? heldOut;
  const D = height * width;
  return Array.from({ length: Math.min(IN_SHEET, all.length / D) }, (_, i) =>
    all.subarray(i * D, (i + 1) * D),
  );
}

function decoded(base64: string): GreyImage {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function sheet(
  all: readonly GreyImage[],
  { height, width }: Pick<ImageFacts, "height" | "width">,
  name: string,
): string {
  const images = all.slice(0, IN_SHEET);
  const rows = Math.max(1, Math.ceil(images.length / COLUMNS));
  const [stepX, stepY] = [ZOOM * width + GAP, ZOOM * height + GAP];
  const [W, H] = [COLUMNS * stepX - GAP, rows * stepY - GAP];
  const ink = new Uint8Array(W * H);
  for (const [i, image] of images.entries()) {
    const first = Math.floor(i / COLUMNS) * stepY * W + (i % COLUMNS) * stepX;
    for (let y = 0; y < ZOOM * height; y++) {
      for (let x = 0; x < ZOOM * width; x++) {
        const pixel = Math.floor(y / ZOOM) * width + Math.floor(x / ZOOM);
        ink[first + y * W + x] = image[pixel];
      }
    }
  }
  return `<figure class="sheet"><img src="${inkUri(ink, W)}" width="${W}" height="${H}" alt="${images.length} images, ${name}"><figcaption>${name}</figcaption></figure>`;
}
