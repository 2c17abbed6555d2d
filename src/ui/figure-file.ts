import type { SweepDescription } from "../hosts/browser/sweep-protocol.ts";
import { download } from "./download.ts";
import { nameFrom } from "./draft.ts";
import { type About, aboutRun, aboutSweep } from "./figure-about.ts";
import type { AskedFigure } from "./figure-buttons.ts";
import { captured, lookOf } from "./figure-capture.ts";
import { type LaidPlate, laidOut } from "./figure-plate.ts";
import { Colours } from "./figure-style.ts";
import type { LabView } from "./run-view.ts";

/** Pixels of a saved picture for each of the page's. */
const SCALE = 2;

/** Hands a figure to the browser's downloads, with its title, legend and what was run. */
export async function saveRunFigure(asked: AskedFigure, view: LabView): Promise<void> {
  await saveFigure(asked, aboutRun(view));
}

/** The same of a sweep. */
export async function saveSweepFigure(
  asked: AskedFigure,
  sweep: SweepDescription,
  computedBy: string,
): Promise<void> {
  await saveFigure(asked, aboutSweep(sweep, computedBy));
}

async function saveFigure(asked: AskedFigure, { name, lines }: About): Promise<void> {
  const colours = new Colours();
  const plate = await captured(asked, lines, SCALE, colours);
  const context = document.createElement("canvas").getContext("2d")!;
  const laid = laidOut(plate, lookOf(colours), (text, font) => {
    context.font = font;
    return context.measureText(text).width;
  });
  const file = `${name}-${nameFrom(plate.title)}.${asked.kind}`;
  if (asked.kind === "svg") download(file, new TextEncoder().encode(laid.svg));
  else download(file, await pngOf(laid));
}

async function pngOf({ width, height, svg, rasters }: LaidPlate): Promise<Uint8Array<ArrayBuffer>> {
  const url = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [SCALE * width, SCALE * height];
    const context = canvas.getContext("2d")!;
    context.drawImage(image, 0, 0, canvas.width, canvas.height);
    context.scale(SCALE, SCALE);
    for (const { canvas: raster, box } of rasters) {
      // Pixels of an image stay squares.
      context.imageSmoothingEnabled = raster.width > SCALE * box.width;
      context.drawImage(raster, box.x, box.y, box.width, box.height);
    }
    const blob = await new Promise<Blob | null>((done) => canvas.toBlob(done, "image/png"));
    if (blob === null) throw new Error("the picture is larger than this browser can draw");
    return new Uint8Array(await blob.arrayBuffer());
  } finally {
    URL.revokeObjectURL(url);
  }
}
