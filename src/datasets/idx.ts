import crc32 from "crc/calculators/crc32";
import { Gunzip } from "fflate";
import type { FileContent } from "../config.ts";
import { ConfigError } from "../errors.ts";

/** Bytes that a packed file may unpack to: a third of a million digits. */
const MAX_UNPACKED = 2 ** 28;

/** Bytes that are unpacked at a time, so that a bomb is noticed before it goes off. */
const PIECE = 2 ** 14;

/** Bytes of a gzip of nothing: head, an empty block, sum and size. */
const SHORTEST_GZIP = 20;

/** Pixels along the longer side of an image. */
const MAX_SIDE = 1024;

/** IDX names its type of number by a byte: this one is for u8, the only one that images come in. */
const UNSIGNED_BYTE = 0x08;

export interface IdxImages {
  readonly count: number;
  readonly height: number;
  readonly width: number;
  /** [count, height, width]. */
  readonly pixels: Uint8Array;
}

/**
 * The images of an IDX file, gzipped or not. `setting` is what the user called it.
 * Format: LeCun, Cortes & Burges, "The MNIST database", http://yann.lecun.com/exdb/mnist/
 */
export function idxImages(file: FileContent, setting: string): IdxImages {
  const { sizes, body } = idx(file, setting, 3, "images");
  const [count, height, width] = sizes;
  if (height > MAX_SIDE || width > MAX_SIDE) {
    const size = `${height} x ${width} pixels`;
    fail(file, setting, `has images of ${size}; a side has at most ${MAX_SIDE}`);
  }
  return { count, height, width, pixels: body };
}

/** The labels of an IDX file, gzipped or not, one for each of `count` images. */
export function idxLabels(file: FileContent, setting: string, count: number): Uint8Array {
  const { body } = idx(file, setting, 1, "labels");
  if (body.length !== count) {
    const message = `has ${body.length} labels for ${count} images; choose the file that belongs to them`;
    fail(file, setting, message);
  }
  return body;
}

function idx(file: FileContent, setting: string, dimensions: 1 | 3, what: "images" | "labels") {
  const bytes = unpacked(file, setting);
  const expected = `0x0000080${dimensions}`;
  if (bytes.length < 4) fail(file, setting, `is no IDX file: it ends before its magic number`);
  const magic = `0x${hex(bytes.subarray(0, 4))}`;
  if (magic !== expected) {
    const kind = kindOf(bytes);
    const message = `is no IDX file of ${what}: its magic number is ${magic}${kind}, not ${expected}`;
    fail(file, setting, `${message}; choose a file like ${EXAMPLE[what]}`);
  }
  const start = 4 + 4 * dimensions;
  if (bytes.length < start) fail(file, setting, "is torn: it ends within its sizes");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const sizes = Array.from({ length: dimensions }, (_, i) => view.getUint32(4 + 4 * i));
  if (sizes.includes(0)) fail(file, setting, `is empty: its sizes are ${sizes.join(" x ")}`);
  const needed = sizes.reduce((product, size) => product * size, 1);
  const there = bytes.length - start;
  if (there !== needed) {
    const trouble = there < needed ? "is torn" : "is too long";
    const message = `${trouble}: its sizes ${sizes.join(" x ")} make ${needed} bytes, and ${there} are there`;
    fail(file, setting, `${message}; fetch it again`);
  }
  return { sizes, body: bytes.subarray(start) };
}

const EXAMPLE = { images: "train-images-idx3-ubyte.gz", labels: "train-labels-idx1-ubyte.gz" };

/** What an IDX file of another kind holds, or nothing for what is none. */
function kindOf([zero, nil, type, dimensions]: Uint8Array): string {
  if (zero !== 0 || nil !== 0 || type < UNSIGNED_BYTE || type > 0x0e) return "";
  if (type !== UNSIGNED_BYTE) return ", for numbers that are not bytes";
  if (dimensions === 1) return ", for labels";
  return dimensions === 3 ? ", for images" : `, for ${dimensions} dimensions`;
}

/** The bytes of a file, out of its gzip where it is in one. */
function unpacked(file: FileContent, setting: string): Uint8Array {
  const { bytes } = file;
  if (bytes.length === 0) fail(file, setting, "is empty");
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes;
  if (bytes.length < SHORTEST_GZIP) fail(file, setting, "is a torn gzip; fetch it again");
  const pieces: Uint8Array[] = [];
  let length = 0;
  let members = 1;
  const gunzip = new Gunzip((piece) => {
    pieces.push(piece);
    length += piece.length;
    if (length > MAX_UNPACKED) throw new RangeError("a bomb");
  });
  gunzip.onmember = () => members++;
  try {
    for (let at = 0; at < bytes.length; at += PIECE) {
      gunzip.push(bytes.subarray(at, at + PIECE), at + PIECE >= bytes.length);
    }
  } catch {
    const most = `${MAX_UNPACKED / 2 ** 20} MB`;
    const trouble =
      length > MAX_UNPACKED
        ? `unpacks to more than ${most}; cut it to fewer images`
        : "is a torn gzip: it cannot be unpacked; fetch it again";
    fail(file, setting, trouble);
  }
  const whole = new Uint8Array(length);
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  // The sum at the end of a gzip is over its last member alone.
  const sum = new DataView(bytes.buffer, bytes.byteOffset + bytes.length - 8, 8).getUint32(0, true);
  if (members <= 1 && crc32(whole) >>> 0 !== sum) {
    fail(file, setting, "is a damaged gzip: its checksum is wrong; fetch it again");
  }
  return whole;
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

function fail(file: FileContent, setting: string, message: string): never {
  throw new ConfigError(setting, `${JSON.stringify(file.name)} ${message}`);
}
