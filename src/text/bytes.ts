import type { Tokenizer } from "./tokenizer.ts";

const LINE_END = 0x0a;

/** Every byte of the text in UTF-8 is a token. */
export function byteTokenizer(): Tokenizer {
  return {
    pieces: Array.from({ length: 256 }, (_, byte) => Uint8Array.of(byte)),
    glue: "",
    start: LINE_END,
    encode: (text) => Uint32Array.from(new TextEncoder().encode(text)),
  };
}
