import { html, nothing } from "lit";

/** A figure that somebody wants to take along. */
export interface AskedFigure {
  readonly kind: "png" | "svg";
  /** What is to be seen of it is in here, in shadow roots or not. */
  readonly figure: Element;
  /** Where no heading says it. */
  readonly title?: string;
  readonly subtitle?: string;
  /** Whether it is pixels already, of which no SVG is made. */
  readonly isPixels?: true;
  /** Of what is drawn in pixels: `scale` times as many in each direction. */
  readonly raster?: (scale: number) => Promise<HTMLCanvasElement>;
}

/**
 * Buttons that save the figure around them. They fire "save-figure" with an `AskedFigure`, through
 * all shadow roots.
 */
export function savers(name: string, more: Partial<AskedFigure> = {}) {
  const button = (kind: AskedFigure["kind"]) =>
    html`<button
      type="button"
      class="quiet small"
      aria-label="Save ${name} as ${kind.toUpperCase()}"
      @click=${({ currentTarget }: Event) => {
        const target = currentTarget as HTMLElement;
        const figure = target.closest("figure, .savable")!;
        const detail: AskedFigure = { kind, figure, ...more };
        const options = { detail, bubbles: true, composed: true };
        target.dispatchEvent(new CustomEvent("save-figure", options));
      }}
    >
      ${kind.toUpperCase()}
    </button>`;
  return html`${button("png")}
  ${more.raster === undefined && more.isPixels !== true ? button("svg") : nothing}`;
}
