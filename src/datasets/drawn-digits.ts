import { choice, number } from "../config.ts";
import type { Context } from "../context.ts";
import { type FactsOf, type Real, spaceOf } from "../distribution.ts";
import { inkPixels } from "../kernels/images/ink.ts";
import { drawStrokes, piecesOf } from "../kernels/images/strokes.ts";
import { defineDataset } from "./dataset.ts";
import { type GlyphTable, MOST_POINTS, glyphTable } from "./glyphs.ts";
import { SIDE, exactShares, glyphThresholds, heldOutDrawings } from "./handwriting.ts";
import { heldOutImages } from "./real-images.ts";

type Facts = FactsOf<"image">;

const RARE = ["none", "0", "1", "2", "3", "4", "5", "6", "7", "8", "9"] as const;

export const drawnDigits = defineDataset({
  name: "drawn-digits",
  title: "Drawn digits",
  summary: "Handwritten digits that a program draws, no two alike, as many as one likes.",
  source: "this project",
  kind: "image",
  settings: {
    alphabet: choice({
      default: "digits",
      options: ["digits", "digits-and-letters"],
      help: "Whether the letters A, C, E, H, K and T are drawn as well.",
    }),
    rare: choice({
      default: "none",
      options: RARE,
      help: "A digit that is rare, to see whether the models forget it; the others share the rest.",
    }),
    rareShare: number({
      default: 0.01,
      min: 0.0001,
      max: 0.5,
      unit: "of the images",
      help: "How frequent the rare digit is.",
    }),
    slant: number({
      default: 0.2,
      min: 0,
      max: 0.5,
      help: "How much the slant differs from one character to the next: deviation of its tangent.",
    }),
    thickness: number({
      default: 2.6,
      min: 1,
      max: 6,
      unit: "pixels",
      help: "Width of the pen, give or take a fifth.",
    }),
    noise: number({
      default: 0.08,
      min: 0,
      max: 1,
      help: "How much the darkness of the ink differs from one pixel to the next.",
    }),
  },
  kernels: [drawStrokes, inkPixels],

  facts({ alphabet, rare, rareShare, slant, thickness, noise }): Facts {
    const table = glyphTable(alphabet);
    const { classes } = table;
    const share = rare === "none" ? 0 : rareShare;
    const each = (1 - share) / classes.filter((name) => name !== rare).length;
    const frequencies = exactShares(classes.map((name) => (name === rare ? share : each)));
    const hand = { slant, thickness, noise };
    const { heldOut, heldOutLabels } = heldOutDrawings(table, frequencies, hand);
    return {
      kind: "image",
      height: SIDE,
      width: SIDE,
      classes,
      frequencies,
      images: null,
      labels: null,
      heldOut,
      heldOutLabels,
      hand,
    };
  },
  open: openDrawn,
});

function openDrawn({ scope, lineages: L }: Context, facts: readonly Facts[]): Real {
  const [first] = facts;
  const table = tableOf(first);
  const G = table.classOf.length;
  const known = new Map<Facts, Uint32Array>();
  const rows = facts.flatMap((one) => {
    const row = known.get(one) ?? glyphThresholds(table, one.frequencies!);
    known.set(one, row);
    return Array.from(row);
  });
  const upTo = scope.tensor("glyphs up to", "u32", [L, G], Uint32Array.from(rows));
  const handRows = facts.flatMap(({ hand }) => [hand!.slant, hand!.thickness, hand!.noise]);
  const hands = scope.tensor("hands", "f32", [L, 3], Float32Array.from(handRows));
  const glyphs = scope.tensor("glyphs", "f32", [G, MOST_POINTS, 3], table.points);
  return {
    space: spaceOf(first),
    facts: first,
    forms: { heldOut: heldOutImages(scope, first) },
    draw({ backend, scope, keys, stream, generation }, rows) {
      const segments = scope.tensor("strokes", "f32", [L, rows, piecesOf(MOST_POINTS), 4]);
      const pens = scope.tensor("pens", "f32", [L, rows, 2]);
      const values = scope.tensor("real samples", "f32", [L, rows, SIDE * SIDE]);
      const random = { stream, generation };
      backend.dispatch(drawStrokes, { keys, hands, upTo, glyphs, segments, pens }, random);
      const drawing = { keys, hands, segments, pens, values };
      backend.dispatch(inkPixels, drawing, { width: SIDE, ...random });
      return { values, rows, birth: 0, frame: null };
    },
  };
}

function tableOf({ classes }: Facts): GlyphTable {
  return glyphTable(classes!.includes("A") ? "digits-and-letters" : "digits");
}
