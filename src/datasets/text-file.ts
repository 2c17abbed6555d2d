import { type FileContent, choice, file, integer } from "../config.ts";
import { ConfigError } from "../errors.ts";
import { randomBits } from "../random/philox.ts";
import { Stream } from "../random/streams.ts";
import { labelOf } from "../text/read-text.ts";
import { builtInText } from "./built-in-text.ts";
import { defineDataset } from "./dataset.ts";
import { followed, groupsSetting, readable } from "./followed.ts";
import { openBlocks, realBlockKernels } from "./real-tokens.ts";
import { textTokens } from "./text-tokens.ts";

export const textFile = defineDataset({
  name: "text-file",
  title: "A text",
  summary: "A text, cut into blocks of so many tokens each: what a language model learns from.",
  source: "Shumailov et al. 2024, doi:10.1038/s41586-024-07566-y",
  kind: "tokens",
  builtInText,
  settings: {
    file: file({
      accept: ".txt,.md,text/plain",
      help: "A text in UTF-8, read on this machine alone; without one, a built-in text.",
    }),
    tokenizer: choice({
      default: "words",
      options: ["words", "characters", "bytes", "byte-pairs"],
      help: "What a token is. Words stand between spaces, as in WikiText, and so does the end of a line; byte pairs need the files of a published tokenizer.",
    }),
    vocabulary: integer({
      default: 512,
      min: 3,
      max: 65_536,
      unit: "tokens",
      help: "Of words or characters, keep so many, the most frequent; the others become one, <unk> or �.",
    }),
    tokenizerFile: file({
      accept: ".json,application/json",
      help: "For byte pairs: a tokenizer.json, or a vocab.json together with its merges.txt.",
    }),
    mergesFile: file({
      accept: ".txt,text/plain",
      help: "For byte pairs by a vocab.json: its merges.txt.",
    }),
    length: integer({
      default: 64,
      min: 2,
      max: 2048,
      unit: "tokens",
      help: "The length of a block, and of every text that a model writes.",
    }),
    heldOut: file({
      accept: ".txt,.md,text/plain",
      help: "A text that no model is trained on, to measure them by; without one, the last tenth of the blocks.",
    }),
    order: choice({
      default: "file",
      options: ["file", "shuffled"],
      help: "The blocks that the first generation learns from are the first of the file, or of its blocks after shuffling.",
    }),
    groups: groupsSetting,
  },
  kernels: realBlockKernels,

  most: ({ blocks, length }) => blocks!.length / length,

  facts({ length: T, order, groups, ...asked }) {
    const { file, heldOut } = asked;
    const { tokenizer: chosen, ...cut } = textTokens(asked);
    const all = blocksOf(cut.tokens, T);
    const other = cut.heldOut === null ? null : blocksOf(cut.heldOut, T);
    requireBlocks(all, T, heldOut === null ? 2 : 1, "file", file);
    if (other !== null) requireBlocks(other, T, 1, "heldOut", heldOut);
    const count = all.length / T;
    const kept = other === null ? (count - Math.max(1, Math.floor(count / 10))) * T : all.length;
    const blocks = all.slice(0, kept);
    const frequencies = new Float64Array(chosen.pieces.length);
    for (const token of blocks) frequencies[token]++;
    return {
      kind: "tokens",
      length: T,
      pieces: chosen.pieces,
      glue: chosen.glue,
      start: chosen.start,
      ...(chosen.unknown === undefined ? {} : { unknown: chosen.unknown }),
      frequencies,
      blocks: order === "file" ? blocks : shuffled(blocks, T),
      heldOut: other ?? all.slice(kept),
      grammar: null,
      ...followed(groups, chosen.pieces.length, readable(chosen.pieces)),
    };
  },
  open: openBlocks,
});

/** As many whole blocks as there are. */
function blocksOf(tokens: Uint32Array<ArrayBuffer>, T: number): Uint32Array<ArrayBuffer> {
  return tokens.slice(0, tokens.length - (tokens.length % T));
}

function requireBlocks(
  blocks: Uint32Array,
  T: number,
  least: number,
  setting: string,
  file: FileContent | null,
): void {
  if (blocks.length >= least * T) return;
  const count = least === 1 ? "a block" : `${least} blocks`;
  throw new ConfigError(
    setting,
    `${labelOf(file)} is too short for ${count} of ${T} tokens; choose a longer text or a smaller length`,
  );
}

/** The order is the same in every run, whatever its seed: it belongs to the data. */
function shuffled(blocks: Uint32Array<ArrayBuffer>, T: number): Uint32Array<ArrayBuffer> {
  const places = Uint32Array.from({ length: blocks.length / T }, (_, k) => k);
  const words = new Uint32Array(4);
  const at = { seed: 0, lineage: 0, stream: Stream.SHUFFLE, generation: 0, step: 0, draw: 0 };
  for (let k = places.length - 1; k > 0; k--) {
    randomBits({ ...at, index: k }, words);
    // 53 bits: no place is preferred by more than 10⁻⁹ of its share.
    const fraction = (words[0] * 2 ** 21 + (words[1] >>> 11)) * 2 ** -53;
    const other = Math.floor(fraction * (k + 1));
    [places[k], places[other]] = [places[other], places[k]];
  }
  const out = new Uint32Array(blocks.length);
  for (const [k, place] of places.entries()) {
    out.set(blocks.subarray(place * T, (place + 1) * T), k * T);
  }
  return out;
}
