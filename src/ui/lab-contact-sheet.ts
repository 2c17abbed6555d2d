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
    // Whole pixels of the screen, or the grid of the images would show where there is none.
    const dense = Math.floor((this.#room.width * devicePixelRatio) / width);
    const isSmall = dense < 1;
    const size = isSmall ? this.#room.width : (dense * width) / devicePixelRatio;
    return html`<canvas
        class=${isSmall ? "small" : ""}
        width=${width}
        height=${height}
        role="img"
        aria-label=${this.label}
        style="inline-size: ${size}px; block-size: ${(size * height) / width}px"
      ></canvas>
      <i aria-hidden="true"></i>`;
  }

  protected override updated() {
    const colors = {
      paper: this.#color("var(--raised)"),
      ink: this.#color("var(--ink)"),
      gap: this.#color("var(--line)"),
    };
    const { data, ...size } = sheetPixels({ ...this.#shown, colors });
    const context = this.renderRoot.querySelector("canvas")!.getContext("2d")!;
    context.putImageData(new ImageData(data, size.width, size.height), 0, 0);
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
