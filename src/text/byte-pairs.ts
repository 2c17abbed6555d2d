import { Tokenizer as HubTokenizer } from "@huggingface/tokenizers";
import * as v from "valibot";
import type { FileContent } from "../config.ts";
import { ConfigError } from "../errors.ts";
import { labelOf, readText } from "./read-text.ts";
import type { Tokenizer } from "./tokenizer.ts";

/** The largest number that a token may have, less one. */
const MOST_TOKENS = 2 ** 20;
/** Published vocabularies have some numbers without a token, and room for tokens added later. */
const MOST_NUMBERS_PER_TOKEN = 2;
const ROOM_FOR_ADDED = 1024;
/** Tokens that texts begin with, by the names that published vocabularies give them. */
const STARTS = ["</s>", "<|endoftext|>", "<s>", "<bos>"];

const tokenNumber = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(MOST_TOKENS - 1));
const vocabularySchema = v.pipe(
  v.unknown(),
  v.check((vocabulary) => !Array.isArray(vocabulary)),
  v.record(v.string(), tokenNumber),
);
const mergeSchema = v.union([
  v.pipe(
    v.string(),
    v.check((merge) => merge.split(" ").length === 2, "two pieces"),
  ),
  v.tuple([v.string(), v.string()]),
]);
const addedSchema = v.looseObject({
  id: tokenNumber,
  content: v.pipe(v.string(), v.minLength(1)),
});
const tokenizerSchema = v.looseObject({
  model: v.looseObject({
    type: v.optional(v.literal("BPE"), "BPE"),
    vocab: vocabularySchema,
    merges: v.array(mergeSchema),
  }),
  added_tokens: v.optional(v.array(addedSchema), []),
});
type Description = v.InferOutput<typeof tokenizerSchema>;

/**
 * Byte-level byte pair encoding (Sennrich et al. 2016, doi:10.18653/v1/P16-1162) by the files of a
 * published tokenizer: a `tokenizer.json`, or a `vocab.json` with its `merges.txt`. Lines are
 * encoded one by one, each with its end, as the rows of a data set are.
 */
export function bytePairTokenizer(file: FileContent | null, merges: FileContent | null): Tokenizer {
  if (file === null) {
    throw new ConfigError("tokenizerFile", "byte pairs need a tokenizer.json, or a vocab.json");
  }
  const description = descriptionOf(file, merges);
  const fail = (message: string): never => {
    throw new ConfigError("tokenizerFile", `${labelOf(file)} ${message}`);
  };
  const pieces = piecesOf(description, fail);
  const strange = strangeMerge(description.model);
  if (strange !== null) {
    fail(`lacks tokens for the merge ${shown(strange)}; choose the files of one tokenizer`);
  }
  let hub: HubTokenizer;
  try {
    hub = new HubTokenizer(description, {});
  } catch (error) {
    return fail(`cannot be used: ${error instanceof Error ? error.message : "it is broken"}`);
  }
  const encodeLine = (line: string) => hub.encode(line, { add_special_tokens: false }).ids;
  const encode = (text: string) => {
    const tokens: number[] = [];
    for (const [line] of text.matchAll(/[^\n]*\n|[^\n]+/g)) {
      let ids: readonly (number | undefined)[];
      try {
        ids = encodeLine(line);
      } catch (error) {
        return fail(`fails: ${error instanceof Error ? error.message : "it is broken"}`);
      }
      let at = 0;
      const before = tokens.length;
      for (const id of ids) {
        // What the vocabulary lacks has no number, and its bytes are missing then.
        if (id === undefined) continue;
        at += pieces[id].length;
        tokens.push(id);
      }
      if (!isSpelled(line, tokens.slice(before), pieces, at)) {
        return fail(`does not give ${shown(line)} back; it must be byte-level and change nothing`);
      }
    }
    return Uint32Array.from(tokens);
  };
  return { pieces, glue: "", start: startOf(description), encode };
}

/** What the library takes, from either form. */
function descriptionOf(file: FileContent, merges: FileContent | null): Description {
  const input = jsonOf(file);
  const isWhole = typeof input === "object" && input !== null && "model" in input;
  const checked = <S extends v.GenericSchema>(schema: S, value: unknown): v.InferOutput<S> => {
    const result = v.safeParse(schema, value);
    if (result.success) return result.output;
    const [issue] = result.issues;
    const path = v.getDotPath(issue);
    const place = path === null || path.length > 100 ? "" : ` at ${path}`;
    const what = isWhole ? "a tokenizer.json of byte pairs" : "a vocab.json";
    throw new ConfigError("tokenizerFile", `${labelOf(file)} is not ${what}: wrong${place}`);
  };
  if (isWhole) {
    if (merges !== null) {
      throw new ConfigError(
        "mergesFile",
        `${labelOf(file)} has merges of its own, so ${labelOf(merges)} would not be used; leave it out`,
      );
    }
    const whole = checked(tokenizerSchema, input);
    return { ...EMPTY, ...whole, model: { ...whole.model, type: "BPE" } };
  }
  const vocab = checked(vocabularySchema, input);
  if (merges === null) {
    throw new ConfigError(
      "mergesFile",
      `${labelOf(file)} is a vocabulary and needs its merges.txt`,
    );
  }
  const lines = readText(merges, "mergesFile")
    .split(/\r?\n/)
    .filter((line, i) => line !== "" && !(i === 0 && line.startsWith("#version")));
  const wrong = lines.find((line) => line.split(" ").length !== 2);
  if (wrong !== undefined) {
    throw new ConfigError("mergesFile", `${labelOf(merges)} has no pair in ${shown(wrong)}`);
  }
  const added = STARTS.filter((name) => Object.hasOwn(vocab, name));
  return {
    ...EMPTY,
    model: { type: "BPE", vocab, merges: lines },
    added_tokens: added.map((content) => ({ id: vocab[content], content, special: true })),
  };
}

/** The parts that the library asks for, as in GPT-2. */
const EMPTY = {
  normalizer: null,
  pre_tokenizer: { type: "ByteLevel", add_prefix_space: false, trim_offsets: true },
  post_processor: null,
  decoder: { type: "ByteLevel" },
  added_tokens: [],
};

function jsonOf(file: FileContent): unknown {
  try {
    return JSON.parse(readText(file, "tokenizerFile"));
  } catch (error) {
    if (error instanceof ConfigError) throw error;
    throw new ConfigError("tokenizerFile", `${labelOf(file)} is not JSON`);
  }
}

/**
 * The first merge with a piece or a result that the vocabulary lacks, if there is one. The library
 * would pass over merges of another tokenizer, and cut a text into other tokens than were published.
 */
function strangeMerge({ vocab, merges }: Description["model"]): string | null {
  for (const merge of merges) {
    const [left, right] = typeof merge === "string" ? merge.split(" ") : merge;
    const isKnown = [left, right, left + right].every((name) => Object.hasOwn(vocab, name));
    if (!isKnown) return `${left} ${right}`;
  }
  return null;
}

/** The bytes of every token. Numbers that no token has stand for nothing. */
function piecesOf(
  { model, added_tokens }: Description,
  fail: (message: string) => never,
): Uint8Array[] {
  const encoder = new TextEncoder();
  const added = new Set(added_tokens.map(({ content }) => content));
  const known = new Map<number, Uint8Array>();
  for (const { id, content } of added_tokens) known.set(id, encoder.encode(content));
  for (const [name, token] of Object.entries(model.vocab)) {
    if (added.has(name)) continue;
    if (known.has(token)) fail(`gives the number ${token} to two tokens`);
    known.set(token, bytesOf(name) ?? fail(`has ${shown(name)}, which is not byte-level`));
  }
  if (known.size < 2) fail("has no tokens");
  const size = [...known.keys()].reduce((most, token) => Math.max(most, token), 0) + 1;
  if (size > MOST_NUMBERS_PER_TOKEN * known.size + ROOM_FOR_ADDED) {
    fail(
      `numbers ${known.size} tokens up to ${size - 1}; a model would have a row for each number`,
    );
  }
  return Array.from({ length: size }, (_, token) => known.get(token) ?? new Uint8Array(0));
}

/**
 * The bytes behind the letters that byte-level vocabularies spell them with: printable characters
 * of Latin-1 stand for themselves, and the others, in order, for letters from U+0100 on.
 */
function bytesOf(name: string): Uint8Array | null {
  const bytes = Array.from(name, (letter) => BYTE_OF_LETTER.get(letter) ?? -1);
  return bytes.includes(-1) ? null : Uint8Array.from(bytes);
}

const BYTE_OF_LETTER = letters();

function letters(): ReadonlyMap<string, number> {
  const isPrintable = (byte: number) =>
    (byte >= 0x21 && byte <= 0x7e) || (byte >= 0xa1 && byte !== 0xad);
  const bytes = Array.from({ length: 256 }, (_, byte) => byte);
  const others = bytes.filter((byte) => !isPrintable(byte));
  return new Map([
    ...bytes.filter(isPrintable).map((byte) => [String.fromCodePoint(byte), byte] as const),
    ...others.map((byte, i) => [String.fromCodePoint(0x100 + i), byte] as const),
  ]);
}

function startOf({ model, added_tokens }: Description): number {
  const named = new Map(added_tokens.map(({ content, id }) => [content, id]));
  for (const name of STARTS) {
    const token = named.get(name) ?? (Object.hasOwn(model.vocab, name) ? model.vocab[name] : null);
    if (token !== null) return token;
  }
  const lineEnd = [...BYTE_OF_LETTER].find(([, byte]) => byte === 0x0a)![0];
  return Object.hasOwn(model.vocab, lineEnd) ? model.vocab[lineEnd] : 0;
}

/** Whether the pieces of tokens, `size` bytes in all, are those of the line. */
function isSpelled(
  line: string,
  tokens: readonly number[],
  pieces: readonly Uint8Array[],
  size: number,
): boolean {
  const bytes = new TextEncoder().encode(line);
  if (bytes.length !== size) return false;
  let at = 0;
  return tokens.every((token) => pieces[token].every((byte) => byte === bytes[at++]));
}

function shown(text: string): string {
  return JSON.stringify(text.length > 40 ? `${text.slice(0, 40)}…` : text);
}
