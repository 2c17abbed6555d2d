import type { LitElement, ReactiveController } from "lit";

/** Knows how wide its element is, so that a picture can be drawn in pixels of the screen. */
export class WidthController implements ReactiveController {
  /** CSS pixels; 0 until the element has been laid out. */
  width = 0;
  readonly #host: LitElement;
  readonly #resizes: ResizeObserver;

  constructor(host: LitElement) {
    this.#host = host;
    this.#resizes = new ResizeObserver(([{ contentRect }]) => {
      const width = Math.round(contentRect.width);
      if (width === this.width) return;
      this.width = width;
      host.requestUpdate();
    });
    host.addController(this);
  }

  hostConnected(): void {
    this.#resizes.observe(this.#host);
  }

  hostDisconnected(): void {
    this.#resizes.disconnect();
  }
}
