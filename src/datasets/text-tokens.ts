import type { FileContent } from "../config.ts";
import { bytePairTokenizer } from "../text/byte-pairs.ts";
import { byteTokenizer } from "../text/bytes.ts";
import { characterTokenizer } from "../text/characters.ts";
import { readText } from "../text/read-text.ts";
import type { Tokenizer } from "../text/tokenizer.ts";
import { wordTokenizer } from "../text/words.ts";
import { builtInText } from "./built-in-text.ts";

/** Which texts, and what a token of them is. */
interface Asked {
  readonly file: FileContent | null;
  readonly heldOut: FileContent | null;
  readonly tokenizer: string;
  readonly vocabulary: number;
  readonly tokenizerFile: FileContent | null;
  readonly mergesFile: FileContent | null;
}

interface TextTokens {
  readonly tokenizer: Tokenizer;
  readonly tokens: Uint32Array<ArrayBuffer>;
  /** Null without a text of their own. */
  readonly heldOut: Uint32Array<ArrayBuffer> | null;
}

/** A form asks again with every setting that is changed, and ten megabytes are cut for many seconds. */
const latest: { question: string; answer: TextTokens | null } = { question: "", answer: null };

/** Cuts a text into tokens, and the held-out one by the same tokenizer. */
export function textTokens(asked: Asked): TextTokens {
  const question = JSON.stringify(asked, (key, value: unknown) =>
    key === "bytes" ? undefined : value,
  );
  if (latest.answer === null || latest.question !== question) {
    latest.answer = cut(asked);
    latest.question = question;
  }
  return latest.answer;
}

function cut({ file, heldOut, tokenizer: kind, ...asked }: Asked): TextTokens {
  const text = file === null ? builtInText : readText(file, "file");
  const tokenizer = tokenizerFor[kind](text, asked);
  return {
    tokenizer,
    tokens: tokenizer.encode(text),
    heldOut: heldOut === null ? null : tokenizer.encode(readText(heldOut, "heldOut")),
  };
}

type Choose = (
  text: string,
  asked: Pick<Asked, "vocabulary" | "tokenizerFile" | "mergesFile">,
) => Tokenizer;

const tokenizerFor: Readonly<Record<string, Choose>> = {
  words: (text, { vocabulary }) => wordTokenizer(text, vocabulary),
  characters: (text, { vocabulary }) => characterTokenizer(text, vocabulary),
  bytes: byteTokenizer,
  "byte-pairs": (_text, { tokenizerFile, mergesFile }) =>
    bytePairTokenizer(tokenizerFile, mergesFile),
};
