import { css, html, LitElement } from "lit";
import { customElement, property } from "lit/decorators.js";
import { type Color, fittingColumns, sheetPixels, sheetSize } from "./contact-sheet.ts";
import type { GreyImage } from "./grey-images.ts";
import { sharedStyles } from "./shared-styles.ts";
import { WidthController } from "./width-controller.ts";

/** Grey images side by side, in the colours of the page, every pixel as large as any other. */
@customElement("lab-contact-sheet")
export class LabContactSheet extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      canvas {
        display: block;
        max-inline-size: 100%;
        image-rendering: pixelated;
      }

      canvas.small {
        image-rendering: auto;
      }

      i {
        display: none;
      }
    `,
  ];

  @property({ attribute: false }) images: readonly GreyImage[] = [];
  /** Of one image, pixels. */
  @property({ type: Number }) height = 1;
  @property({ type: Number }) width = 1;
  /** Null for as many as fill the room, in whole rows. */
  @property({ type: Number }) columns: number | null = null;
  /** What it shows, for those who do not see it. */
  @property() label = "";
  /** Changes when the colours of the page do. */
  @property() theme = "light";

  readonly #room = new WidthController(this);

  protected override render() {
    const { width, height } = sheetSize(this.#shown);
    return html`<canvas
        class=${this.#scale(width) < 1 ? "small" : ""}
        width=${width}
        height=${height}
        role="img"
        aria-label=${this.label}
      ></canvas>
      <i aria-hidden="true"></i>`;
  }

  protected override updated() {
    const colors = {
      paper: this.#color("var(--raised)"),
      ink: this.#color("var(--ink)"),
      gap: this.#color("var(--line)"),
    };
    const { data, width, height } = sheetPixels({ ...this.#shown, colors });
    const canvas = this.renderRoot.querySelector("canvas")!;
    canvas.getContext("2d")!.putImageData(new ImageData(data, width, height), 0, 0);
    // Not in the template: the page's policy has no room for styles in attributes.
    const scale = this.#scale(width);
    const wide = scale < 1 ? this.#room.width : (scale * width) / devicePixelRatio;
    canvas.style.inlineSize = `${wide}px`;
    canvas.style.blockSize = `${(wide * height) / width}px`;
  }

  /** Whole pixels of the screen, or the grid of the images would show where there is none. */
  #scale(width: number): number {
    return Math.floor((this.#room.width * devicePixelRatio) / width);
  }

  get #shown() {
    const { images, height, width } = this;
    const columns = this.columns ?? fittingColumns(width, this.#room.width, devicePixelRatio);
    const whole = Math.max(columns, images.length - (images.length % columns));
    return { images: images.slice(0, whole), height, width, columns };
  }

  /** A canvas knows no custom properties, and the browser may write a colour in any of its spaces. */
  #color(value: string): Color {
    const probe = this.renderRoot.querySelector("i")!;
    probe.style.color = value;
    const dot = new OffscreenCanvas(1, 1).getContext("2d")!;
    dot.fillStyle = getComputedStyle(probe).color;
    dot.fillRect(0, 0, 1, 1);
    const [red, green, blue] = dot.getImageData(0, 0, 1, 1).data;
    return [red, green, blue];
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-contact-sheet": LabContactSheet;
  }
}
