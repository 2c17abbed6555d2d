import {
  type ParseError,
  type ParseErrorCode,
  parse,
  printParseErrorCode,
  stripComments,
} from "jsonc-parser";
import { ConfigError, messageOf } from "../errors.ts";

/** Bytes of the largest experiment file. A generous one has a thousand. */
export const MAX_EXPERIMENT_BYTES = 2 ** 20;
/** What a comment begins with, if not inside of a text. */
const COMMENT = /\/[/*]/;
/** Brackets within brackets. An experiment has five. */
const MAX_DEPTH = 32;

/** Reads JSON, with comments or without. Throws a `ConfigError` with line and column for anything else. */
export function parseExperiment(bytes: Uint8Array): unknown {
  if (bytes.length > MAX_EXPERIMENT_BYTES) {
    throw new ConfigError("", `has ${bytes.length} bytes; an experiment has at most 1 MB`);
  }
  const written = decoded(bytes);
  // Spaces in their place keep lines and columns as they are.
  const text = COMMENT.test(written) ? stripComments(written, " ") : written;
  requireShallow(text);
  try {
    return JSON.parse(text);
  } catch (error) {
    const errors: ParseError[] = [];
    parse(text, errors, { disallowComments: true, allowTrailingComma: false });
    if (errors.length === 0) throw new ConfigError("", `is no JSON: ${messageOf(error)}`);
    const [{ error: code, offset }] = errors;
    throw new ConfigError("", `${placeOf(text, offset)}: ${complaint(code)}`);
  }
}

function decoded(bytes: Uint8Array): string {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw new ConfigError("", "is UTF-16; save it as UTF-8");
  }
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ConfigError("", "is no text in UTF-8; an experiment is a JSON file");
  }
  if (text.includes("\0")) throw new ConfigError("", "is binary; an experiment is a JSON file");
  if (text.trim() === "") throw new ConfigError("", "is empty; an experiment is a JSON file");
  return text;
}

/** Parsers may recurse, so this comes first and does not. */
function requireShallow(text: string): void {
  let depth = 0;
  let quoted = false;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (quoted) {
      if (character === "\\") i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === "{" || character === "[") depth++;
    else if (character === "}" || character === "]") depth--;
    if (depth > MAX_DEPTH) throw new ConfigError("", `is nested deeper than ${MAX_DEPTH} levels`);
  }
}

function placeOf(text: string, offset: number): string {
  const lines = text.slice(0, offset).split("\n");
  return `line ${lines.length}, column ${lines.at(-1)!.length + 1}`;
}

/** E.g. "comma expected". */
function complaint(code: ParseErrorCode): string {
  const words = printParseErrorCode(code).replaceAll(/(?<=[a-z])[A-Z]/g, " $&");
  return words.toLowerCase();
}
