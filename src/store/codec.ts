import crc32 from "crc/calculators/crc32";
import * as v from "valibot";
import { byteLength, type DType, type Shape, typedArray } from "../compute/tensor.ts";
import { StoreError, messageOf } from "../errors.ts";
import type { Checkpoint } from "../record.ts";

/*
 * magic (8 bytes) · format (u32) · length of the header (u32) · header (JSON, padded with spaces to
 * four bytes) · the tensors in the order of the header · CRC-32 of all before (u32). Little-endian,
 * as is every machine that runs the lab.
 */
const MAGIC = new TextEncoder().encode("OUROBORO");
const FORMAT = 1;
const PREFIX_BYTES = 16;
const CHECKSUM_BYTES = 4;
/** Far above the longest pool that accumulates a segment in every generation. */
const MAX_HEADER_BYTES = 2 ** 26;
const MAX_ELEMENTS = 2 ** 32;

const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const place = v.nullable(count);
const places = v.record(v.string(), place);
const traces = v.record(v.string(), v.array(v.tuple([v.number(), v.number()])));
const unfinished = v.strictObject({
  phase: v.picklist(["fit", "sample"]),
  done: count,
  state: places,
  fitted: v.nullable(places),
  traces,
});
const header = v.strictObject({
  generation: v.pipe(v.number(), v.safeInteger(), v.minValue(-1)),
  tensors: v.array(
    v.strictObject({
      label: v.string(),
      dtype: v.picklist(["f32", "u32"]),
      shape: v.array(count),
    }),
  ),
  parameters: v.nullable(places),
  // What checkpoints of an earlier version of the lab do not say, they did not have.
  first: v.optional(v.nullable(places), null),
  unfinished: v.optional(v.nullable(unfinished), null),
  pool: v.pipe(
    v.array(
      v.strictObject({
        rows: count,
        birth: count,
        values: place,
        frame: v.nullable(places),
        weight: v.exactOptional(count),
        lastingWeight: v.exactOptional(place),
        set: v.exactOptional(count),
        drawn: v.exactOptional(count),
        source: v.exactOptional(v.record(v.string(), places)),
      }),
    ),
    v.minLength(1),
  ),
});

/** Bytes of the largest checkpoint: more than that fits into one array on no machine for sure. */
export const MOST_CHECKPOINT_BYTES = 2 ** 32 - 2 ** 10;

/**
 * A checkpoint as one self-contained, checked block of bytes. Throws a `StoreError` where it would
 * be larger than what can be read back.
 */
export function encodeCheckpoint(checkpoint: Checkpoint): Uint8Array {
  const { tensors, ...outline } = checkpoint;
  const described = tensors.map(({ label, dtype, shape }) => ({ label, dtype, shape }));
  const text = JSON.stringify({ ...outline, tensors: described });
  const unpadded = new TextEncoder().encode(text);
  const headerBytes = Math.ceil(unpadded.length / 4) * 4;
  if (headerBytes > MAX_HEADER_BYTES) {
    throw tooLarge(`names ${tensors.length} tensors`, "generations or interventions");
  }
  const dataBytes = tensors.reduce((sum, { data }) => sum + data.byteLength, 0);
  const allBytes = PREFIX_BYTES + headerBytes + dataBytes + CHECKSUM_BYTES;
  if (allBytes > MOST_CHECKPOINT_BYTES) {
    throw tooLarge(`has ${allBytes} bytes`, "lineages, samples or dimensions");
  }
  const bytes = new Uint8Array(allBytes);
  const view = new DataView(bytes.buffer);
  bytes.set(MAGIC);
  view.setUint32(8, FORMAT, true);
  view.setUint32(12, headerBytes, true);
  bytes.fill(0x20, PREFIX_BYTES, PREFIX_BYTES + headerBytes);
  bytes.set(unpadded, PREFIX_BYTES);
  let offset = PREFIX_BYTES + headerBytes;
  for (const { data } of tensors) {
    bytes.set(new Uint8Array(data.buffer, data.byteOffset, data.byteLength), offset);
    offset += data.byteLength;
  }
  view.setUint32(offset, checksum(bytes.subarray(0, offset)), true);
  return bytes;
}

/** Reads what `encodeCheckpoint` wrote. Anything else is a `StoreError`. */
export function decodeCheckpoint(bytes: Uint8Array): Checkpoint {
  if (bytes.length < PREFIX_BYTES + CHECKSUM_BYTES) throw broken("it is cut short");
  if (MAGIC.some((byte, i) => bytes[i] !== byte)) throw broken("it is some other kind of file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const format = view.getUint32(8, true);
  if (format > FORMAT) throw broken("a newer version of the lab wrote it; update the lab");
  const end = bytes.length - CHECKSUM_BYTES;
  if (view.getUint32(end, true) !== checksum(bytes.subarray(0, end))) {
    throw broken("its checksum is wrong");
  }
  const headerBytes = view.getUint32(12, true);
  if (headerBytes > MAX_HEADER_BYTES || PREFIX_BYTES + headerBytes > end) {
    throw broken("its header is cut short");
  }
  const { tensors, ...described } = decodeHeader(
    bytes.subarray(PREFIX_BYTES, PREFIX_BYTES + headerBytes),
  );
  let offset = PREFIX_BYTES + headerBytes;
  const filled = tensors.map(({ label, dtype, shape }) => {
    const length = lengthOf(label, shape);
    if (length > end - offset) throw broken(`"${label}" is cut short`);
    // A copy, since a tensor wants a buffer of its own that begins at a multiple of four.
    const data = dataOf(dtype, new Uint8Array(bytes.subarray(offset, offset + length)));
    offset += length;
    return { label, dtype, shape, data };
  });
  if (offset !== end) throw broken(`${end - offset} bytes belong to no tensor`);
  const checkPlace = (at: number | null) => {
    if (at !== null && at >= filled.length) throw broken(`there is no tensor ${at}`);
  };
  const { parameters, first } = described;
  const { state = {}, fitted = null } = described.unfinished ?? {};
  for (const holder of [parameters, first, state, fitted]) {
    for (const at of Object.values(holder ?? {})) checkPlace(at);
  }
  for (const { values, frame, weight = null, source = {} } of described.pool) {
    for (const at of [values, weight]) checkPlace(at);
    for (const holder of [frame ?? {}, ...Object.values(source)]) {
      for (const at of Object.values(holder)) checkPlace(at);
    }
  }
  return { ...described, tensors: filled };
}

function decodeHeader(bytes: Uint8Array): v.InferOutput<typeof header> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw broken(`its header is no JSON: ${messageOf(error)}`);
  }
  const result = v.safeParse(header, parsed);
  if (result.success) return result.output;
  throw broken(`its header is malformed: ${result.issues[0].message}`);
}

function lengthOf(label: string, shape: Shape): number {
  const bytes = byteLength(shape);
  if (bytes > 4 * MAX_ELEMENTS) throw broken(`"${label}" is too large`);
  return bytes;
}

function dataOf(dtype: DType, { buffer }: Uint8Array<ArrayBuffer>) {
  return typedArray(dtype, buffer);
}

function checksum(bytes: Uint8Array): number {
  return crc32(bytes) >>> 0;
}

function tooLarge(what: string, remedy: string): StoreError {
  return new StoreError(
    `the checkpoint ${what}, which is more than a store holds: take fewer ${remedy}`,
  );
}

function broken(reason: string): StoreError {
  return new StoreError(`the checkpoint cannot be read: ${reason}`);
}
