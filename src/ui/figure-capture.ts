import type { AskedFigure } from "./figure-buttons.ts";
import type { Look, Plate, PlatePart } from "./figure-plate.ts";
import { type Colours, standalone } from "./figure-style.ts";

/** What nobody needs to see in a picture. */
const SKIPPED =
  "button:not(.strip button), details, select, input, .toggles, .controls, .probe, .unseen, #readout, div.readout, [hidden], lab-table, lab-data-table";

type Draft = {
  -readonly [K in keyof Plate]: Plate[K] extends readonly (infer T)[] ? T[] : Plate[K];
};

/** Everything that a figure of the page shows, as it is shown. */
export async function captured(
  { figure, title = "", subtitle = "", raster }: AskedFigure,
  about: readonly string[],
  scale: number,
  colours: Colours,
): Promise<Plate> {
  const plate: Draft = {
    title,
    subtitle,
    readout: [],
    parts: [],
    legend: [],
    notes: [],
    about: [...about],
  };
  const canvas = raster === undefined ? null : await raster(scale);
  visit(figure, { plate, canvas, scale, colours, heading: "", caption: "" });
  return plate;
}

interface Visit {
  readonly plate: Draft;
  readonly canvas: HTMLCanvasElement | null;
  /** Pixels of it for each of the picture's. */
  readonly scale: number;
  readonly colours: Colours;
  /** Of the next picture. */
  heading: string;
  caption: string;
}

function visit(element: Element, state: Visit): void {
  for (const child of (element.shadowRoot ?? element).children) {
    if (!child.matches(SKIPPED)) take(child, state);
  }
}

function take(element: Element, state: Visit): void {
  const { plate, canvas, colours } = state;
  const words = wordsOf(element);
  if (element instanceof SVGSVGElement) return put(state, standalone(element, colours));
  if (element.id === "plot" && canvas !== null) {
    const [width, height] = [canvas.width / state.scale, canvas.height / state.scale];
    return put(state, { width, height, content: canvas });
  }
  if (element instanceof HTMLCanvasElement) {
    const { width, height } = element.getBoundingClientRect();
    return put(state, { width: Math.round(width), height: Math.round(height), content: element });
  }
  if (element.matches(".pair h4")) state.caption = words;
  else if (element.matches("h2, h3, h4")) {
    if (plate.title === "") plate.title = words;
    else state.heading = words;
  } else if (element.matches("figcaption:not(:has(h2, h3, ul, .table))")) state.caption = words;
  else if (element.matches("figcaption > .soft") && plate.subtitle === "") plate.subtitle = words;
  else if (element.matches(".legend")) plate.legend.push(...legendOf(element, colours));
  else if (element.matches(".table")) plate.legend.push(...keysOf(element, colours));
  else if (element.matches("p"))
    (plate.parts.length === 0 ? plate.readout : plate.notes).push(words);
  else {
    if (element.matches(".strip")) state.heading = element.ariaLabel ?? "";
    if (element.matches(".strip button")) state.caption = wordsOf(element);
    visit(element, state);
  }
}

function put(state: Visit, picture: Omit<PlatePart, "heading" | "caption">): void {
  const { heading, caption } = state;
  state.plate.parts.push({ heading, caption, ...picture });
  [state.heading, state.caption] = ["", ""];
}

/** Parts of a line that only space holds apart get more of it. */
function wordsOf(element: Element): string {
  const plain = (text: string | null) => (text ?? "").replaceAll(/\s+/g, " ").trim();
  const parts = [...element.children].filter((child) => child.localName === "span");
  const isReadout = element.matches(".readout") && parts.length > 1;
  return isReadout
    ? parts.map((part) => plain(part.textContent)).join(" · ")
    : plain(element.textContent);
}

function legendOf(legend: Element, colours: Colours): Plate["legend"][number][] {
  return [...legend.children].map((entry) => {
    const source = entry.getAttribute("title") ?? "";
    const mark = entry.querySelector("i, svg");
    return {
      text: source === "" ? wordsOf(entry) : `${wordsOf(entry)} (${source})`,
      swatch:
        mark === null
          ? ""
          : mark instanceof SVGSVGElement
            ? standalone(mark, colours).content
            : swatchOf(getComputedStyle(mark), colours),
    };
  });
}

/** Of a table whose rows begin with the key of a line. */
function keysOf(table: Element, colours: Colours): Plate["legend"][number][] {
  return [...table.querySelectorAll("tr:has(svg)")].map((row) => ({
    text: [...row.children].map(wordsOf).join(": "),
    swatch: standalone(row.querySelector("svg")!, colours).content,
  }));
}

const DASHES: Readonly<Record<string, string>> = { dashed: "6 4", dotted: "2 3" };

/** The key of a line or an area, of which style sheets make an edge or a ground. */
function swatchOf(style: CSSStyleDeclaration, colours: Colours): string {
  const { borderTopStyle, borderTopWidth, borderLeftStyle, borderLeftWidth } = style;
  const line = (ends: string, css: string, width: string, kind: string) => {
    const dash = DASHES[kind] === undefined ? "" : ` stroke-dasharray="${DASHES[kind]}"`;
    return `<line ${ends} ${painted("stroke", css)} stroke-width="${parseFloat(width)}"${dash}/>`;
  };
  const painted = (what: string, css: string) => {
    const { hex, alpha } = colours.of(css);
    return `${what}="${hex}" ${what}-opacity="${alpha}"`;
  };
  if (borderTopStyle !== "none" && parseFloat(borderTopWidth) > 0) {
    return line('x2="28" y1="5" y2="5"', style.borderTopColor, borderTopWidth, borderTopStyle);
  }
  if (borderLeftStyle !== "none" && parseFloat(borderLeftWidth) > 0) {
    return line('x1="14" x2="14" y2="10"', style.borderLeftColor, borderLeftWidth, borderLeftStyle);
  }
  return `<rect width="28" height="10" ${painted("fill", style.backgroundColor)}/>`;
}

/** The colours and fonts of the page, as they are now. */
export function lookOf(colours: Colours): Look {
  const probe = document.createElement("i");
  document.body.append(probe);
  const colour = (name: string) => {
    probe.style.color = `var(${name})`;
    return colours.of(getComputedStyle(probe).color).hex;
  };
  const font = (name: string) => {
    probe.style.fontFamily = `var(${name})`;
    return getComputedStyle(probe).fontFamily.replaceAll('"', "'");
  };
  const look = {
    paper: colour("--raised"),
    ink: colour("--ink"),
    soft: colour("--ink-soft"),
    line: colour("--line"),
    serif: font("--serif"),
    sans: font("--sans"),
  };
  probe.remove();
  return look;
}
