import { css, html, LitElement, nothing, svg } from "lit";
import { customElement, property } from "lit/decorators.js";
import type { RealFacts } from "../distribution.ts";
import type { PlanePicture } from "../hosts/browser/protocol.ts";
import { contours } from "./contours.ts";
import { formatNumber } from "./format.ts";
import { ownFrame } from "./paint-queue.ts";
import {
  type PlaneWindow,
  densities,
  modelBlobs,
  proportioned,
  realBlobs,
  ring,
  windowAround,
  windowWith,
} from "./plane.ts";
import type { Snapshot } from "./run-view.ts";
import { sharedStyles } from "./shared-styles.ts";
import { WidthController } from "./width-controller.ts";

const MOST_HEIGHT = 360;
/** CSS pixels of a cell of the real density. */
const CELL = 4;
/** Deviations at which a single Gaussian is as high as a band of the real density begins. */
const BANDS = [3, 2.5, 2, 1.5, 1, 0.5];
const LENS = { size: 128, margin: 8 };
/** A model smaller than this part of the picture is shown again under a lens. */
const SMALL = 1 / 12;

type Place = (x: number, y: number) => string;

/** The real distribution in the plane as bands of density, the model as rings, and what it drew as dots. */
@customElement("lab-plane")
export class LabPlane extends LitElement {
  static override styles = [
    sharedStyles,
    css`
      svg {
        display: block;
        inline-size: 100%;
      }

      text {
        fill: var(--ink-soft);
        font-size: 12px;
        font-variant-numeric: tabular-nums;
      }

      .band {
        fill: var(--ink-soft);
        fill-opacity: 0.11;
        fill-rule: evenodd;
        stroke: var(--ink-soft);
        stroke-opacity: 0.5;
        stroke-width: 0;
        stroke-linejoin: round;
      }

      .band.whole {
        stroke-width: 0.75;
      }

      .edge {
        fill: none;
        stroke: var(--line-strong);
      }

      .dots {
        fill: none;
        stroke: var(--accent);
        stroke-linecap: round;
        stroke-width: 3;
        opacity: 0.45;
      }

      .ring {
        fill: none;
        stroke: var(--accent);
        stroke-width: 2;
      }

      .shadow {
        fill: none;
        stroke: var(--accent);
        stroke-width: 1;
      }

      .lens {
        fill: var(--raised);
        stroke: var(--line-strong);
      }
    `,
  ];

  @property({ attribute: false }) real!: Extract<RealFacts, { kind: "vector" }>;
  @property({ attribute: false }) current: Snapshot | null = null;
  @property({ attribute: false }) trail: readonly Snapshot[] = [];

  readonly #size = new WidthController(this);
  /** The real density, in the window that it was drawn for. */
  #bands: { readonly key: string; readonly paths: readonly string[] } = { key: "", paths: [] };

  protected override async scheduleUpdate() {
    if (this.hasUpdated) await ownFrame();
    await super.scheduleUpdate();
  }

  protected override render() {
    const { width } = this.#size;
    if (width === 0) return html`<div></div>`;
    const height = Math.min(MOST_HEIGHT, Math.round(0.75 * width));
    const model = planeOf(this.current);
    const real = windowAround(realBlobs(this.real));
    const around = model === null ? real : windowAround(modelBlobs(model));
    const window = proportioned(windowWith(real, around), width, height);
    const place = placeIn(window, { x: 0, y: 0, width, height });
    const shadows = this.trail.filter(({ generation }) => generation !== this.current?.generation);
    const part = (around.right - around.left) / (window.right - window.left);
    return html`<svg
      height=${height}
      viewBox="0 0 ${width} ${height}"
      role="img"
      aria-label=${this.#description(model)}
    >
      ${this.#real(window, width, height).map((d, i) => {
        const isWhole = Number.isInteger(BANDS[i]);
        return svg`<path class=${isWhole ? "band whole" : "band"} d=${d}></path>`;
      })}
      ${shadows.map((shadow, i) => {
        const earlier = planeOf(shadow);
        const opacity = 0.12 + (0.4 * (i + 1)) / (shadows.length + 1);
        return earlier === null
          ? nothing
          : svg`<path class="shadow" opacity=${opacity} d=${rings(earlier, [1], place)}></path>`;
      })}
      ${model === null ? nothing : drawn(model, place)}
      <rect class="edge" x="0.5" y="0.5" width=${width - 1} height=${height - 1}></rect>
      ${corners(window, width, height)}
      ${model !== null && part < SMALL ? lens(model, around, width) : nothing}
    </svg>`;
  }

  /** What the real density is at least, band upon band. */
  #real(window: PlaneWindow, width: number, height: number): readonly string[] {
    const key = JSON.stringify([this.real.joint ?? this.real.marginals, window, width, height]);
    if (key === this.#bands.key) return this.#bands.paths;
    const [columns, rows] = [Math.ceil(width / CELL), Math.ceil(height / CELL)];
    const cells = densities(realBlobs(this.real), window, columns, rows);
    const at = (part: number, size: number) => (part * size).toFixed(1);
    const paths = BANDS.map((deviations) =>
      contours(cells, columns, rows, Math.exp(-0.5 * deviations ** 2))
        .map((loop) => {
          const points = loop.map(([x, y]) => `${at(x / columns, width)},${at(y / rows, height)}`);
          return `M${points.join(" L")} Z`;
        })
        .join(" "),
    );
    this.#bands = { key, paths };
    return paths;
  }

  #description(model: PlanePicture | null): string {
    const { joint, groups } = this.real;
    const modes = groups?.length ?? joint?.length ?? 1;
    const real = `Points in the plane. Real: ${modes === 1 ? "one mode" : `${modes} modes`}.`;
    if (model === null || this.current === null) return real;
    const words = modelBlobs(model).map(({ weight, mean: [x, y], root: [a, b, c] }) => {
      const deviation = Math.sqrt((a * a + b * b + c * c) / 2);
      const share = `${Math.round(100 * weight)} %`;
      return `${share} at ${formatNumber(x)}, ${formatNumber(y)} ± ${formatNumber(deviation)}`;
    });
    return `${real} Model of generation ${this.current.generation}: ${words.join("; ")}.`;
  }
}

function planeOf(snapshot: Snapshot | null): PlanePicture | null {
  return snapshot?.picture.kind === "vector" ? (snapshot.picture.plane ?? null) : null;
}

/** From data units to a rectangle of the picture, CSS pixels. */
function placeIn(
  { left, right, bottom, top }: PlaneWindow,
  box: Readonly<Record<"x" | "y" | "width" | "height", number>>,
): Place {
  const at = (part: number, from: number, size: number) => (from + part * size).toFixed(2);
  return (x, y) => {
    const across = at((x - left) / (right - left), box.x, box.width);
    return `${across},${at((top - y) / (top - bottom), box.y, box.height)}`;
  };
}

function rings(model: PlanePicture, deviations: readonly number[], place: Place): string {
  return modelBlobs(model)
    .flatMap((blob) =>
      deviations.map((many) => {
        const points = ring(blob, many).map(([x, y]) => place(x, y));
        return `M${points.join(" L")} Z`;
      }),
    )
    .join(" ");
}

function drawn(model: PlanePicture, place: Place) {
  const { points } = model;
  const dots = Array.from(
    { length: points.length / 2 },
    (_, n) => `M${place(points[2 * n], points[2 * n + 1])} h0`,
  );
  return svg`
    <path class="dots" d=${dots.join(" ")}></path>
    <path class="ring" d=${rings(model, [1, 2], place)}></path>`;
}

/** Where the picture begins and ends. */
function corners({ left, right, bottom, top }: PlaneWindow, width: number, height: number) {
  const number = (value: number) => formatNumber(Number(value.toPrecision(3)));
  return svg`
    <text x="6" y=${height - 8}>${number(left)}, ${number(bottom)}</text>
    <text x=${width - 6} y=${height - 8} text-anchor="end">${number(right)}</text>
    <text x="6" y="16">${number(top)}</text>`;
}

/** The model again, as large as a lens makes it. */
function lens(model: PlanePicture, around: PlaneWindow, width: number) {
  const { size, margin } = LENS;
  const box = { x: width - size - margin, y: margin, width: size, height: size };
  const place = placeIn(proportioned(around, size, size), box);
  return svg`
    <clipPath id="lens"><rect x=${box.x} y=${box.y} width=${size} height=${size}></rect></clipPath>
    <rect class="lens" x=${box.x} y=${box.y} width=${size} height=${size}></rect>
    <g clip-path="url(#lens)">${drawn(model, place)}</g>
    <text x=${box.x + 6} y=${box.y + size - 6}>
      ${formatNumber(Number((around.right - around.left).toPrecision(2)))} across
    </text>`;
}

declare global {
  interface HTMLElementTagNameMap {
    "lab-plane": LabPlane;
  }
}
