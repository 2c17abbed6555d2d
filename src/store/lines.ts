import type { Directory } from "./directory.ts";

const LINE_END = 10;
/** Enough that a read costs little, and little enough to hold a few of them. */
const PIECE_BYTES = 2 ** 23;

export interface Line {
  /** Without the line end. */
  readonly bytes: Uint8Array;
  /** Bytes of the file up to and with the line end. */
  readonly end: number;
}

/** The whole lines of a file, which may be larger than memory; none where there is no file. */
export async function* linesOf(
  directory: Directory,
  path: string,
  pieceBytes = PIECE_BYTES,
): AsyncGenerator<Line, void, void> {
  /** The start of a line, from earlier pieces. */
  let begun: Uint8Array[] = [];
  for (let offset = 0; ;) {
    const piece = await directory.readFrom(path, offset, pieceBytes);
    if (piece === null || piece.length === 0) return;
    let start = 0;
    for (let end = piece.indexOf(LINE_END); end !== -1; end = piece.indexOf(LINE_END, start)) {
      const last = piece.subarray(start, end);
      yield { bytes: begun.length === 0 ? last : joined([...begun, last]), end: offset + end + 1 };
      begun = [];
      start = end + 1;
    }
    if (start < piece.length) begun.push(piece.subarray(start));
    offset += piece.length;
  }
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}
