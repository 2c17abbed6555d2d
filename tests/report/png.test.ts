import { crc32 } from "crc";
import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { inkUri } from "../../src/report/png.ts";

interface Piece {
  readonly name: string;
  readonly data: Buffer;
}

/** The pieces of a PNG, whose checksums it holds to. */
function piecesOf(uri: string): Piece[] {
  const bytes = Buffer.from(uri.replace("data:image/png;base64,", ""), "base64");
  expect([...bytes.subarray(0, 8)]).toEqual([137, 80, 78, 71, 13, 10, 26, 10]);
  const pieces: Piece[] = [];
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const named = bytes.subarray(at + 4, at + 8 + length);
    expect(bytes.readUInt32BE(at + 8 + length)).toBe(crc32(named));
    pieces.push({ name: named.toString("latin1", 0, 4), data: named.subarray(4) });
    at += 12 + length;
  }
  return pieces;
}

test("ink is black and as dense as its values, on nothing", () => {
  const values = Uint8Array.of(0, 255, 7, 128, 1, 254);
  const [header, data, end] = piecesOf(inkUri(values, 3));
  expect([header.name, data.name, end.name]).toEqual(["IHDR", "IDAT", "IEND"]);
  expect([...header.data]).toEqual([0, 0, 0, 3, 0, 0, 0, 2, 8, 4, 0, 0, 0]);
  expect([...inflateSync(data.data)]).toEqual([0, 0, 0, 0, 255, 0, 7, 0, 0, 128, 0, 1, 0, 254]);
});

test("a sheet of many thousand pixels is whole", () => {
  const values = Uint8Array.from({ length: 300 * 400 }, (_, i) => (i * 7919) >>> 3);
  const [, data] = piecesOf(inkUri(values, 400));
  const rows = inflateSync(data.data);
  expect(rows.length).toBe(300 * 801);
  expect(rows[299 * 801 + 800]).toBe(values.at(-1));
});
