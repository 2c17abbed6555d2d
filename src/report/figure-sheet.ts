import { MARGIN, WIDTH } from "./axes.ts";
import { escaped } from "./escaped.ts";

/** Height of a line of text, and characters that fit into one. */
const LINE = 17;
const MOST_CHARACTERS = 96;

/** Colours that any program that draws SVG knows, on white: slides and papers have no dark mode. */
const STYLE = `
svg { background: #fff; }
text { fill: #5b554e; font: 12px system-ui, "Helvetica Neue", Arial, sans-serif; }
.label { fill: #29241f; font-size: 13px; }
.title { fill: #29241f; font-size: 16px; font-weight: 600; }
.grid { stroke: #e2ded8; } .axis { stroke: #5b554e; }
polyline { fill: none; stroke-linejoin: round; }
.band { fill: #c04f15; opacity: 0.2; }
.median { stroke: #c04f15; stroke-width: 2; } .median.thin { stroke-width: 1; }
.mean { stroke: #c04f15; stroke-width: 1.5; stroke-dasharray: 2 3; }
.mean.lead { stroke-width: 2.5; stroke-dasharray: none; }
.theory { stroke: #29241f; stroke-width: 1.5; }
.theory.of-mean { stroke-dasharray: 7 5; } .theory.of-median { stroke-dasharray: 2 4; }
.theory.of-limit { stroke-dasharray: 10 3 2 3; }
.median.dot, .mean.dot { fill: #c04f15; } .theory.dot { fill: #29241f; }
.ridge { fill: #f0d3c4; fill-opacity: 0.82; stroke: #c04f15; stroke-width: 1.75; stroke-linejoin: round; }
.first { fill: none; stroke: #29241f; stroke-width: 1.25; stroke-dasharray: 4 3; }
.middle { stroke: #8f3a0e; stroke-width: 2; }
.heading { fill: #29241f; font-weight: 600; }
.cell { stroke: #fff; stroke-width: 0.5; }
.cell[fill="none"], .void { fill: none; stroke: #e2ded8; stroke-width: 1; stroke-dasharray: 2 2; }
.failed { fill: none; stroke: #5b554e; }
polyline.iso { stroke: #fff; stroke-width: 1.5; }
polyline.iso.halo { stroke: #000; stroke-width: 3; stroke-opacity: 0.55; }
text.iso { fill: #fff; stroke: #000; stroke-width: 3px; stroke-opacity: 0.75; paint-order: stroke; font-weight: 600; }
.group { stroke: #c04f15; stroke-width: 2; } .dark { stroke: #29241f; } .group.foreseen { stroke-width: 1; stroke-dasharray: none; opacity: 0.75; }
.dash-1 { stroke-dasharray: 7 4; } .dash-2 { stroke-dasharray: 2 3; } .dash-3 { stroke-dasharray: 8 3 2 3; }
.dash-4 { stroke-dasharray: 14 4; } .dash-5 { stroke-dasharray: 1 5; }
.measured { fill: #c04f15; } .spread { stroke: #c04f15; stroke-width: 2; }
`;

/** What a line of a legend looks like, and what it stands for. */
export interface Key {
  readonly style: string;
  readonly text: string;
}

export interface FigureSheet {
  readonly title: string;
  /** One below the other: an SVG with its own view box, and a heading or "". */
  readonly drawings: readonly { readonly heading: string; readonly drawing: string }[];
  readonly keys: readonly Key[];
  /** What was run, a paragraph each. */
  readonly notes: readonly string[];
}

/** An SVG file: title, drawings, legend and notes, with everything that it needs in itself. */
export function figureSheet({ title, drawings, keys, notes }: FigureSheet): string {
  const rows: string[] = [];
  let y = 2 * LINE;
  for (const { heading, drawing } of drawings) {
    if (heading !== "") {
      y += LINE;
      rows.push(`<text class="heading" x="${MARGIN.right}" y="${y}">${escaped(heading)}</text>`);
      y += LINE / 2;
    }
    const [, width, height] = /viewBox="0 0 ([\d.]+) ([\d.]+)"/.exec(drawing)!.map(Number);
    const place = `x="${(WIDTH - width) / 2}" y="${y}" width="${width}" height="${height}"`;
    rows.push(drawing.replace(/^<svg/, `<svg ${place}`));
    y += height + LINE;
  }
  for (const { style, text } of keys) {
    rows.push(
      style === "band" || style === "ridge"
        ? `<rect class="${style}" x="${MARGIN.left}" y="${y - 9}" width="26" height="9"/>`
        : `<polyline class="${style}" points="${MARGIN.left},${y - 4} ${MARGIN.left + 26},${y - 4}"/>`,
    );
    for (const line of linesOf(text, MOST_CHARACTERS - 20)) {
      rows.push(`<text x="${MARGIN.left + 36}" y="${y}">${escaped(line)}</text>`);
      y += LINE;
    }
  }
  y += LINE / 2;
  for (const line of notes.flatMap((text) => linesOf(text, MOST_CHARACTERS))) {
    rows.push(`<text x="${MARGIN.right}" y="${y}">${escaped(line)}</text>`);
    y += LINE;
  }
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${y}" width="${WIDTH}" height="${y}">
<style>${STYLE}</style>
<rect width="100%" height="100%" fill="#fff"/>
<text class="title" x="${MARGIN.right}" y="22">${escaped(title)}</text>
${rows.join("\n")}
</svg>
`;
}

/** Broken between words, so that no line has more characters. */
function linesOf(text: string, most: number): string[] {
  return text.split(" ").reduce<string[]>((lines, word) => {
    const last = lines.at(-1);
    if (last === undefined || last.length + 1 + word.length > most) return [...lines, word];
    return [...lines.slice(0, -1), `${last} ${word}`];
  }, []);
}
