import { grammarSample } from "../../kernels/grammar/sample.ts";
import { inkPixels } from "../../kernels/images/ink.ts";
import { pickImages } from "../../kernels/images/pick.ts";
import { drawStrokes, piecesOf } from "../../kernels/images/strokes.ts";
import { Stream } from "../../random/streams.ts";
import { english } from "../../text/grammar/english.ts";
import { grammarTables } from "../../text/grammar/tables.ts";
import type { KernelCase } from "../kernel-case.ts";
import { scatteredFraction, scatteredKeys as keys, scatteredWord } from "../scattered.ts";

const { grammar } = english({ dialectShare: 0.2, exponent: 1 });
const tables = grammarTables(grammar);

const random = { stream: Stream.DATASET, generation: 2 };
/** Slant, thickness and noise of every lineage. */
const hands = (i: number) => [0.2, 2.6, 0.3][i % 3];

/** Glyphs of up to P points in a box 14 x 20, with corners, two strokes each, and some points too few. */
const [G, P] = [7, 9];
const glyphs = (i: number) => {
  const [glyph, point] = [Math.floor(i / (3 * P)), Math.floor(i / 3) % P];
  if (i % 3 < 2) return (i % 3 === 0 ? 14 : 20) * scatteredFraction(i);
  // A smooth point, a corner, the first of a stroke, or none.
  return point >= P - (glyph % 3) ? 3 : point === 0 || point === 4 ? 2 : point % 2;
};

/** What real data are drawn from: grammars, characters, and images that there are. */
export const sourceCases: readonly KernelCase[] = [
  {
    kernel: grammarSample,
    axes: {
      L: 3,
      N: 31,
      T: 67,
      S: tables.symbols.length / 2,
      G: tables.thresholds.length,
      P: tables.parts.length,
      R: 1,
    },
    scalars: { start: grammar.start, longest: tables.longest, ...random },
    inputs: {
      keys,
      symbols: (i) => tables.symbols[i],
      rules: (i) => tables.rules[i],
      parts: (i) => tables.parts[i],
      thresholds: (i) => tables.thresholds[i],
    },
  },
  {
    kernel: drawStrokes,
    axes: { L: 3, N: 37, G, P, E: piecesOf(P) },
    scalars: random,
    inputs: {
      keys,
      hands,
      upTo: (i) => Math.floor((2 ** 32 * ((i % G) + 1)) / (G + 0.01)),
      glyphs,
    },
    // Normals agree to 10⁻⁵, and move a point by at most three pixels a deviation.
    absolute: 2e-4,
  },
  {
    kernel: inkPixels,
    axes: { L: 2, N: 5, E: 7, D: 12 * 11 },
    scalars: { width: 12, ...random },
    inputs: {
      keys,
      hands,
      segments: (i) => 16 * scatteredFraction(i) - 2,
      // 0 to 7 pieces, the rest of which nothing may be drawn.
      pens: (i) => (i % 2 === 0 ? 0.5 + scatteredFraction(i) : (i >> 1) % 8),
    },
    absolute: 2e-4,
  },
  {
    kernel: pickImages,
    axes: { L: 3, N: 11, S: 13, W: 2, D: 7 },
    scalars: random,
    inputs: { keys, pixels: scatteredWord },
    absolute: 2e-6,
  },
];
