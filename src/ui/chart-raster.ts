import uPlot from "uplot";

/** CSS pixels between the marks of an axis that says nothing of it: across, and up. */
const SPACES = [50, 30];
/** What of the options is a length, and what is a list of them. */
const LENGTHS = new Set(["width", "height", "size", "gap", "labelSize", "labelGap", "space"]);
const LISTS = new Set(["dash", "padding"]);
const FONTS = new Set(["font", "labelFont"]);

/** A chart drawn once more, with `scale` times the pixels of its options in each direction. */
export async function chartRaster(
  options: uPlot.Options,
  data: uPlot.AlignedData,
  scale: number,
): Promise<HTMLCanvasElement> {
  const chart = new uPlot(
    magnified(options, scale / devicePixelRatio),
    data,
    document.createElement("div"),
  );
  // It draws itself in a microtask, at the latest by the next frame.
  await new Promise(requestAnimationFrame);
  const { canvas } = chart.ctx;
  const copy = document.createElement("canvas");
  [copy.width, copy.height] = [canvas.width, canvas.height];
  copy.getContext("2d")!.drawImage(canvas, 0, 0);
  chart.destroy();
  return copy;
}

/** uPlot knows no scale but the screen's, so every length is made longer instead. */
export function magnified(options: uPlot.Options, factor: number): uPlot.Options {
  const axes = options.axes?.map((axis, i) => ({ space: SPACES[i], ...axis })) ?? [];
  const whole = { ...options, axes, cursor: { show: false }, hooks: {} };
  return scaled("", whole, factor) as uPlot.Options;
}

function scaled(key: string, value: unknown, factor: number): unknown {
  if (LENGTHS.has(key)) {
    if (typeof value === "number") return value * factor;
    if (typeof value !== "function") return value;
    const length = value as (...given: unknown[]) => number;
    return (...given: unknown[]) => length(...given) * factor;
  }
  if (FONTS.has(key)) {
    // Whole pixels: uPlot reads no others.
    return String(value).replace(/\d+(?=px)/, (size) => `${Math.round(Number(size) * factor)}`);
  }
  if (Array.isArray(value)) {
    const isList = LISTS.has(key);
    return value.map((one: unknown) =>
      isList && typeof one === "number" ? one * factor : scaled("", one, factor),
    );
  }
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [name, scaled(name, one, factor)]),
  );
}
