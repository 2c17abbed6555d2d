import crc32 from "crc/calculators/crc32";
import { zlibSync } from "fflate";

const SIGNATURE = [137, 80, 78, 71, 13, 10, 26, 10];

/**
 * An image as a data URI: black ink, as dense as each value of 0 to 255 says, on nothing, so that it
 * stands on any paper. PNG, ISO/IEC 15948:2004, colour type 4.
 */
export function inkUri(values: Uint8Array, width: number): string {
  const height = values.length / width;
  // Each row begins with the filter that it went through, which is none; each pixel is grey, alpha.
  const rows = new Uint8Array(height * (1 + 2 * width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      rows[y * (1 + 2 * width) + 2 + 2 * x] = values[y * width + x];
    }
  }
  const header = new Uint8Array([...bigEndian(width), ...bigEndian(height), 8, 4, 0, 0, 0]);
  const bytes = [
    ...SIGNATURE,
    ...piece("IHDR", header),
    ...piece("IDAT", zlibSync(rows, { level: 9 })),
    ...piece("IEND", new Uint8Array()),
  ];
  const text = bytes.map((byte) => String.fromCharCode(byte)).join("");
  return `data:image/png;base64,${btoa(text)}`;
}

function piece(name: string, data: Uint8Array): number[] {
  const named = new Uint8Array(name.length + data.length);
  named.set(new TextEncoder().encode(name));
  named.set(data, name.length);
  return [...bigEndian(data.length), ...named, ...bigEndian(crc32(named) >>> 0)];
}

function bigEndian(word: number): number[] {
  return [24, 16, 8, 0].map((shift) => (word >>> shift) & 255);
}
