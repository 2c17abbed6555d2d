import type { FileContent } from "../config.ts";
import { ConfigError } from "../errors.ts";

/** The text of a file, which must be UTF-8. A byte order mark does not belong to it. */
export function readText(file: FileContent, setting: string): string {
  const { bytes } = file;
  const fail = (message: string): never => {
    throw new ConfigError(setting, `${labelOf(file)} ${message}`);
  };
  if (bytes.length === 0) fail("is empty; choose a text with words in it");
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    fail("is UTF-16; save it as UTF-8");
  }
  const zero = bytes.indexOf(0);
  if (zero !== -1) fail(`is not a text: byte ${zero} is zero; choose a text in UTF-8`);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    const place = lengthOfValid(bytes);
    return fail(`is not UTF-8: the text breaks off at byte ${place}; save it as UTF-8`);
  }
}

export function labelOf(file: FileContent | null): string {
  return file === null ? "the built-in text" : JSON.stringify(file.name);
}

/** Bytes up to the first that cannot stand in UTF-8. Every prefix of a text is one, torn or not. */
function lengthOfValid(bytes: Uint8Array): number {
  const start = (length: number) =>
    new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes.subarray(0, length), {
      stream: true,
    });
  let [valid, invalid] = [0, bytes.length + 1];
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    try {
      start(middle);
      valid = middle;
    } catch {
      invalid = middle;
    }
  }
  // The last character may be torn, and then the trouble begins where it does.
  return new TextEncoder().encode(start(valid)).length;
}
