import type { GreyImage } from "./grey-images.ts";

/** Red, green, blue, 0 to 255. */
export type Color = readonly [number, number, number];

/** What a sheet is made of. `paper` is grey value 0, `ink` 255, `gap` what lies between images. */
export interface Sheet {
  readonly images: readonly GreyImage[];
  readonly height: number;
  readonly width: number;
  readonly columns: number;
  readonly colors: { readonly paper: Color; readonly ink: Color; readonly gap: Color };
}

/** The size of a sheet in pixels of its images, with one between any two of them. */
export function sheetSize({ images, height, width, columns }: Omit<Sheet, "colors">) {
  const rows = Math.max(1, Math.ceil(images.length / columns));
  return { width: columns * (width + 1) - 1, height: rows * (height + 1) - 1 };
}

/** Columns that a sheet of many images may have. */
const FEWEST = 5;
const MOST = 9;
/** How wide an image may be on the screen, CSS pixels. */
const NARROWEST = 26;
const WIDEST = 96;

/**
 * How many columns fill the room best when every pixel of an image takes a whole number of the
 * screen's. `room` is in CSS pixels, `density` how many of the screen's one of those has.
 */
export function fittingColumns(width: number, room: number, density: number): number {
  const wide = (columns: number) => columns * (width + 1) - 1;
  let best = FEWEST;
  let bestFilled = 0;
  for (let columns = FEWEST; columns <= MOST; columns++) {
    const scale = Math.floor((room * density) / wide(columns));
    const filled = (scale * wide(columns)) / (room * density);
    const shown = (scale * width) / density;
    const isFine = shown >= NARROWEST && shown <= WIDEST;
    if (isFine && filled > bestFilled + 0.02) [best, bestFilled] = [columns, filled];
  }
  return best;
}

/** Pixels of a whole sheet as a canvas takes them. What no image covers is the gap. */
export function sheetPixels(sheet: Sheet): { data: Uint8ClampedArray<ArrayBuffer> } & Size {
  const { images, height, width, columns, colors } = sheet;
  const size = sheetSize(sheet);
  const data = new Uint8ClampedArray(4 * size.width * size.height);
  const put = (place: number, color: Color) => {
    for (let channel = 0; channel < 3; channel++) data[4 * place + channel] = color[channel];
    data[4 * place + 3] = 255;
  };
  for (let place = 0; place < size.width * size.height; place++) put(place, colors.gap);
  const shades = Array.from({ length: 256 }, (_, grey) => between(colors.paper, colors.ink, grey));
  for (const [i, image] of images.entries()) {
    const top = Math.floor(i / columns) * (height + 1);
    const left = (i % columns) * (width + 1);
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        put((top + y) * size.width + left + x, shades[image[y * width + x]]);
      }
    }
  }
  return { ...size, data };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function between(from: Color, to: Color, grey: number): Color {
  const at = (channel: number) => from[channel] + ((to[channel] - from[channel]) * grey) / 255;
  return [at(0), at(1), at(2)];
}
