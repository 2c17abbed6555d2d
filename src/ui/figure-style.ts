/** What styles of an element show in a picture, and what they are where nobody says so. */
const SHAPE: Readonly<Record<string, string>> = {
  "fill-opacity": "1",
  "fill-rule": "nonzero",
  "stroke-width": "1px",
  "stroke-opacity": "1",
  "stroke-dasharray": "none",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  opacity: "1",
  visibility: "visible",
};
const TEXT: Readonly<Record<string, string>> = {
  "font-size": "",
  "font-family": "",
  "font-weight": "400",
  "text-anchor": "start",
  "paint-order": "normal",
};
const PAINTS: Readonly<Record<string, string>> = { fill: "#000000", stroke: "none" };

/** Turns colours of any kind into what every program reads. */
export class Colours {
  readonly #known = new Map<string, { readonly hex: string; readonly alpha: number }>();
  readonly #context: CanvasRenderingContext2D;

  constructor() {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [1, 1];
    this.#context = canvas.getContext("2d", { willReadFrequently: true })!;
  }

  /** E.g. #c05020, and how much of it there is from 0 to 1. */
  of(css: string) {
    const known = this.#known.get(css);
    if (known !== undefined) return known;
    const context = this.#context;
    context.clearRect(0, 0, 1, 1);
    context.fillStyle = css;
    context.fillRect(0, 0, 1, 1);
    const [red, green, blue, alpha] = context.getImageData(0, 0, 1, 1).data;
    const hex = [red, green, blue].map((part) => part.toString(16).padStart(2, "0")).join("");
    const found = { hex: `#${hex}`, alpha: Number((alpha / 255).toFixed(3)) };
    this.#known.set(css, found);
    return found;
  }
}

/** A picture of the page as an SVG that needs no style sheet, in its own pixels. */
export function standalone(picture: SVGSVGElement, colours: Colours) {
  const copy = picture.cloneNode(true) as SVGSVGElement;
  styleAll(picture, copy, colours);
  const { width, height } = sizeOf(picture);
  for (const name of ["class", "style", "role", "aria-label", "aria-hidden"]) {
    copy.removeAttribute(name);
  }
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  copy.setAttribute("overflow", "visible");
  return { width, height, content: new XMLSerializer().serializeToString(copy) };
}

/** Pictures are drawn in their own units, however wide the window is. */
function sizeOf(picture: SVGSVGElement): { readonly width: number; readonly height: number } {
  const { width, height } = picture.viewBox.baseVal;
  if (width > 0) return { width: Math.round(width), height: Math.round(height) };
  const box = picture.getBoundingClientRect();
  return { width: Math.round(box.width), height: Math.round(box.height) };
}

function styleAll(from: Element, to: Element, colours: Colours): void {
  const comments = Array.from(to.childNodes).filter((node) => node instanceof Comment);
  for (const comment of comments) comment.remove();
  const [originals, copies] = [[...from.children], [...to.children]];
  for (const [i, original] of originals.entries()) {
    const style = getComputedStyle(original);
    if (style.display === "none" && original.localName !== "title") {
      copies[i].remove();
      continue;
    }
    if (original instanceof SVGGraphicsElement) restyle(copies[i], style, colours);
    styleAll(original, copies[i], colours);
  }
}

function restyle(copy: Element, style: CSSStyleDeclaration, colours: Colours): void {
  for (const name of copy.getAttributeNames()) {
    if (name === "class" || name === "style" || name.startsWith("data-"))
      copy.removeAttribute(name);
  }
  if (copy.localName === "g" || copy.localName === "svg") return;
  const isText = copy.localName === "text" || copy.localName === "tspan";
  for (const [name, usual] of Object.entries({ ...SHAPE, ...(isText ? TEXT : {}) })) {
    const value = style.getPropertyValue(name);
    if (value === usual) copy.removeAttribute(name);
    else copy.setAttribute(name, value.replaceAll(/(?<=\d)px/g, ""));
  }
  for (const [name, usual] of Object.entries(PAINTS)) {
    const value = style.getPropertyValue(name);
    const isPlain = value === "none" || value.startsWith("url");
    const { hex, alpha } = isPlain ? { hex: value, alpha: 1 } : colours.of(value);
    if (hex === usual) copy.removeAttribute(name);
    else copy.setAttribute(name, hex);
    if (alpha === 1) continue;
    const own = Number(style.getPropertyValue(`${name}-opacity`));
    copy.setAttribute(`${name}-opacity`, String(Number((alpha * own).toFixed(3))));
  }
}
