import type { FactsOf, Handwriting } from "../distribution.ts";
import { inkPixels } from "../kernels/images/ink.ts";
import { drawStrokes, piecesOf } from "../kernels/images/strokes.ts";
import { randomBits } from "../random/philox.ts";
import { Stream } from "../random/streams.ts";
import { type GlyphTable, MOST_POINTS } from "./glyphs.ts";

/** Pixels of an image along either side. */
export const SIDE = 28;

const HELD_OUT = 1000;

/** Seed and lineage of what is held out. No run has such a lineage, so that nobody trains on it. */
const HELD_OUT_KEY = [0x0d161750, 0xffffffff] as const;

/** Shares in whole parts of 2³², so that what is drawn has them to the bit. They sum to 1. */
export function exactShares(shares: readonly number[]): Float64Array {
  const parts = Float64Array.from(shares, (share) => Math.round(share * 2 ** 32));
  const largest = parts.indexOf(Math.max(...parts));
  parts[largest] += 2 ** 32 - parts.reduce((sum, part) => sum + part, 0);
  return parts.map((part) => part / 2 ** 32);
}

/** 2³² times the probability of each glyph or one before; the glyphs of a class share it evenly. */
export function glyphThresholds(
  { classOf }: GlyphTable,
  frequencies: Float64Array,
): Uint32Array<ArrayBuffer> {
  let before = 0;
  return Uint32Array.from(classOf, (k, g) => {
    const first = classOf.indexOf(k);
    const ways = classOf.lastIndexOf(k) - first + 1;
    if (g === first + ways - 1) before += frequencies[k] * 2 ** 32;
    if (g === first + ways - 1) return Math.min(before, 2 ** 32 - 1);
    return before + Math.floor((frequencies[k] * 2 ** 32 * (g - first + 1)) / ways);
  });
}

type HeldOut = Pick<FactsOf<"image">, "heldOut" | "heldOutLabels">;

/** A form asks again with every letter that is typed, most often for the same. */
const latest: { question: string; answer: HeldOut | null } = { question: "", answer: null };

/** Characters that no run draws: grey values [M, D], and the class of each. */
export function heldOutDrawings(
  table: GlyphTable,
  frequencies: Float64Array,
  hand: Handwriting,
): HeldOut {
  const question = JSON.stringify([table.classes, [...frequencies], hand]);
  if (latest.answer === null || latest.question !== question) {
    latest.answer = drawnHeldOut(table, frequencies, hand);
    latest.question = question;
  }
  return latest.answer;
}

function drawnHeldOut(
  table: GlyphTable,
  frequencies: Float64Array,
  { slant, thickness, noise }: Handwriting,
): HeldOut {
  const [L, N, D] = [1, HELD_OUT, SIDE * SIDE];
  const [G, P, E] = [table.classOf.length, MOST_POINTS, piecesOf(MOST_POINTS)];
  const keys = Uint32Array.from(HELD_OUT_KEY);
  const hands = Float32Array.of(slant, thickness, noise);
  const upTo = glyphThresholds(table, frequencies);
  const segments = new Float32Array(N * E * 4);
  const pens = new Float32Array(N * 2);
  const values = new Float32Array(N * D);
  const random = { stream: Stream.DATASET, generation: 0 };
  const lines = { keys, hands, upTo, glyphs: table.points, segments, pens };
  drawStrokes.reference(lines, random, { L, N, G, P, E });
  inkPixels.fast!(
    { keys, hands, segments, pens, values },
    { width: SIDE, ...random },
    { L, N, E, D },
  );

  const words = new Uint32Array(4);
  const [seed, lineage] = HELD_OUT_KEY;
  const heldOutLabels = Uint8Array.from({ length: N }, (_, index) => {
    randomBits({ seed, lineage, ...random, step: 0, index, draw: 0 }, words);
    const glyph = upTo.subarray(0, G - 1).findIndex((bound) => words[0] < bound);
    return table.classOf[glyph === -1 ? G - 1 : glyph];
  });
  return { heldOut: Uint8Array.from(values, (grey) => Math.round(255 * grey)), heldOutLabels };
}
