/** Bytes that are looked at: enough to tell a text from a picture, and read in no time. */
const LOOKED_AT = 2 ** 16;

/** Why bytes cannot be a text in UTF-8, as the end of a sentence; "" where they may be one. */
export function textProblem(bytes: Uint8Array): string {
  if (bytes.length === 0) return "is empty; choose a text with words in it";
  const start = bytes.subarray(0, LOOKED_AT);
  if (start.includes(0)) return "is not a text; choose a text in UTF-8";
  try {
    // As a stream, for the last character may be torn.
    const text = new TextDecoder("utf-8", { fatal: true }).decode(start, { stream: true });
    const isBlank = bytes.length <= LOOKED_AT && !/\P{White_Space}/u.test(text);
    return isBlank ? "has no words, only white space; choose a text with words in it" : "";
  } catch {
    return "is not a text in UTF-8; save it as UTF-8, or choose another";
  }
}
