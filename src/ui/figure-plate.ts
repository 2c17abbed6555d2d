import { escaped } from "../report/escaped.ts";

/** A picture inside of a figure. */
export interface PlatePart {
  /** Begins another row; "" for none. */
  readonly heading: string;
  readonly caption: string;
  /** Pixels. */
  readonly width: number;
  readonly height: number;
  /** An SVG of that size; or pixels, which are put in later. */
  readonly content: string | HTMLCanvasElement;
}

/** Everything that a saved figure shows. */
export interface Plate {
  readonly title: string;
  readonly subtitle: string;
  /** Above the pictures. */
  readonly readout: readonly string[];
  readonly parts: readonly PlatePart[];
  readonly legend: readonly { readonly swatch: string; readonly text: string }[];
  readonly notes: readonly string[];
  /** What was run, and on what. */
  readonly about: readonly string[];
}

/** Colours as #rrggbb, and families of fonts. */
export interface Look {
  readonly paper: string;
  readonly ink: string;
  readonly soft: string;
  readonly line: string;
  readonly serif: string;
  readonly sans: string;
}

/** Pixels that a text takes in a font, as the canvas names fonts. */
export type Measure = (text: string, font: string) => number;

export interface LaidPlate {
  readonly width: number;
  readonly height: number;
  readonly svg: string;
  /** What belongs into the holes of the SVG. */
  readonly rasters: readonly { readonly canvas: HTMLCanvasElement; readonly box: Box }[];
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const MARGIN = 24;
const GAP = 24;
const LEAST_WIDTH = 520;
/** Pictures go beside each other up to here. */
const MOST_WIDTH = 1800;
/** And small ones, no wider than this, only so far. */
const SMALL_PICTURE = 160;
const MOST_SMALL_WIDTH = 900;
/** Of a swatch in the legend, with the space after it. */
const SWATCH = { width: 28, height: 10, gap: 6, between: 20 };

interface Style {
  readonly size: number;
  readonly weight: 400 | 600;
  readonly family: "serif" | "sans";
  readonly color: "ink" | "soft";
}

const TITLE: Style = { size: 22, weight: 600, family: "serif", color: "ink" };
const HEADING: Style = { size: 15, weight: 600, family: "sans", color: "ink" };
const READOUT: Style = { size: 13, weight: 400, family: "sans", color: "ink" };
const SMALL: Style = { size: 12, weight: 400, family: "sans", color: "soft" };
/** Of a line, in sizes of its letters. */
const LEADING = 1.45;

/** A figure on a sheet of its own: title, pictures, legend, and what was run below them. */
export function laidOut(plate: Plate, look: Look, measure: Measure): LaidPlate {
  const sheet = new Sheet(widthOf(plate.parts), look, measure);
  sheet.text(plate.title, TITLE);
  sheet.text(plate.subtitle, SMALL);
  for (const line of plate.readout) sheet.text(line, READOUT);
  sheet.leave(10);
  for (const row of rowsOf(plate.parts)) sheet.row(row);
  sheet.legend(plate.legend);
  for (const note of plate.notes) sheet.text(note, SMALL);
  sheet.rule();
  for (const line of plate.about) sheet.text(line, SMALL);
  return sheet.finished();
}

function rowsOf(parts: readonly PlatePart[]): PlatePart[][] {
  const rows: PlatePart[][] = [];
  for (const part of parts) {
    const row = rows.at(-1);
    const most = part.width <= SMALL_PICTURE ? MOST_SMALL_WIDTH : MOST_WIDTH;
    const isFull = row === undefined || lengthOf([...row, part]) > most;
    if (isFull || part.heading !== "") rows.push([part]);
    else row.push(part);
  }
  return rows;
}

function lengthOf(row: readonly PlatePart[]): number {
  return row.reduce((sum, { width }) => sum + width + GAP, -GAP);
}

function widthOf(parts: readonly PlatePart[]): number {
  return Math.max(LEAST_WIDTH, ...rowsOf(parts).map(lengthOf));
}

/** Paper that fills from the top. */
class Sheet {
  readonly #width: number;
  readonly #look: Look;
  readonly #measure: Measure;
  readonly #marks: string[] = [];
  readonly #rasters: { canvas: HTMLCanvasElement; box: Box }[] = [];
  #y = MARGIN;

  /** `width` is that of the contents. */
  constructor(width: number, look: Look, measure: Measure) {
    this.#width = width;
    this.#look = look;
    this.#measure = measure;
  }

  /** Nothing, so high. */
  leave(height: number): void {
    this.#y += height;
  }

  /** In as many lines as it needs. */
  text(text: string, style: Style): void {
    for (const line of this.#wrapped(text, style)) {
      this.#write(line, MARGIN, this.#y + style.size, style);
      this.#y += style.size * LEADING;
    }
  }

  row(parts: readonly PlatePart[]): void {
    this.text(parts[0].heading, HEADING);
    const captions = parts.some(({ caption }) => caption !== "");
    if (captions) this.#y += SMALL.size * LEADING + 4;
    let x = MARGIN;
    for (const { caption, width, height, content } of parts) {
      if (caption !== "") this.#write(caption, x, this.#y - 8, SMALL);
      if (typeof content !== "string") {
        this.#rasters.push({ canvas: content, box: { x, y: this.#y, width, height } });
      } else this.#marks.push(`<g transform="translate(${x} ${rounded(this.#y)})">${content}</g>`);
      x += width + GAP;
    }
    this.#y += Math.max(...parts.map(({ height }) => height)) + 12;
  }

  legend(entries: Plate["legend"]): void {
    let x = MARGIN;
    const height = SMALL.size * 1.7;
    for (const { swatch, text } of entries) {
      const start = swatch === "" ? 0 : SWATCH.width + SWATCH.gap;
      const lines = this.#wrapped(text, SMALL, this.#width - start);
      const width = start + Math.max(0, ...lines.map((line) => this.#length(line, SMALL)));
      if (x > MARGIN && x + width > MARGIN + this.#width) [x, this.#y] = [MARGIN, this.#y + height];
      const top = rounded(this.#y + (height - SWATCH.height) / 2 - 2);
      if (swatch !== "") {
        this.#marks.push(`<g transform="translate(${rounded(x)} ${top})">${swatch}</g>`);
      }
      for (const [i, line] of lines.entries()) {
        if (i > 0) this.#y += SMALL.size * LEADING;
        this.#write(line, x + start, this.#y + SMALL.size, SMALL);
      }
      x += width + SWATCH.between;
    }
    if (entries.length > 0) this.#y += height + 6;
  }

  rule(): void {
    this.#y += 4;
    const y = rounded(this.#y) + 0.5;
    this.#marks.push(
      `<line x1="${MARGIN}" x2="${MARGIN + this.#width}" y1="${y}" y2="${y}" stroke="${this.#look.line}"/>`,
    );
    this.#y += 8;
  }

  finished(): LaidPlate {
    const [width, height] = [Math.ceil(this.#width + 2 * MARGIN), Math.ceil(this.#y + MARGIN)];
    const paper = `<rect width="${width}" height="${height}" fill="${this.#look.paper}"/>`;
    const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">${paper}${this.#marks.join("\n")}</svg>`;
    return { width, height, svg, rasters: this.#rasters };
  }

  #write(text: string, x: number, y: number, { size, weight, family, color }: Style): void {
    const font = `font-family="${inXml(this.#look[family])}" font-size="${size}" font-weight="${weight}"`;
    this.#marks.push(
      `<text x="${rounded(x)}" y="${rounded(y)}" ${font} fill="${this.#look[color]}">${inXml(text)}</text>`,
    );
  }

  #length(text: string, { size, weight, family }: Style): number {
    return this.#measure(text, `${weight} ${size}px ${this.#look[family]}`);
  }

  #wrapped(text: string, style: Style, width = this.#width): string[] {
    const lines: string[] = [];
    for (const word of text.split(" ").filter((part) => part !== "")) {
      const line = lines.length === 0 ? word : `${lines.at(-1)!} ${word}`;
      if (lines.length > 0 && this.#length(line, style) <= width) lines[lines.length - 1] = line;
      else lines.push(word);
    }
    return lines;
  }
}

function rounded(value: number): number {
  return Number(value.toFixed(1));
}

/** XML knows no control characters, however they are written. */
export function inXml(text: string): string {
  return escaped(text.replaceAll(/[\p{Cc}\uFFFE\uFFFF]/gu, " "));
}
