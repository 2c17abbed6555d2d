import * as fc from "fast-check";
import { expect, test } from "vitest";
import type { Checkpoint, StoredTensor } from "../../src/record.ts";
import { StoreError } from "../../src/errors.ts";
import {
  MOST_CHECKPOINT_BYTES,
  decodeCheckpoint,
  encodeCheckpoint,
} from "../../src/store/codec.ts";

const tensor: fc.Arbitrary<StoredTensor> = fc
  .record({
    label: fc.string(),
    isFloat: fc.boolean(),
    shape: fc.array(fc.integer({ min: 1, max: 4 }), { maxLength: 3 }),
  })
  .chain(({ label, isFloat, shape }) => {
    const length = shape.reduce((product, extent) => product * extent, 1);
    const words = fc.uint32Array({ minLength: length, maxLength: length });
    // Any bits at all: a NaN keeps its payload.
    return words.map((bits): StoredTensor =>
      isFloat
        ? { label, dtype: "f32", shape, data: new Float32Array(new Uint32Array(bits).buffer) }
        : { label, dtype: "u32", shape, data: new Uint32Array(bits) },
    );
  });

const checkpoint: fc.Arbitrary<Checkpoint> = fc
  .array(tensor, { minLength: 1, maxLength: 4 })
  .chain((tensors) => {
    const place = fc.option(fc.nat(tensors.length - 1));
    const places = fc.dictionary(fc.constantFrom("mean", "logDeviation", "counts"), place, {
      noNullPrototype: true,
    });
    return fc.record({
      generation: fc.integer({ min: -1 }),
      tensors: fc.constant(tensors),
      parameters: fc.option(places),
      first: fc.option(places),
      unfinished: fc.option(
        fc.record({
          phase: fc.constantFrom("fit" as const, "sample" as const),
          done: fc.nat(),
          state: places,
          fitted: fc.option(places),
          traces: fc.dictionary(
            fc.constantFrom("loss", "gradient-norm"),
            fc.array(
              fc.tuple(
                fc.nat(),
                fc.float({ noNaN: true, noDefaultInfinity: true }).map((x) => x + 0),
              ),
            ),
            { noNullPrototype: true },
          ),
        }),
      ),
      pool: fc.array(
        fc.record({ rows: fc.nat(), birth: fc.nat(), values: place, frame: fc.option(places) }),
        { minLength: 1, maxLength: 3 },
      ),
    });
  });

test("a checkpoint comes back bit for bit, wherever its bytes lie", () => {
  fc.assert(
    fc.property(checkpoint, fc.nat(7), (original, offset) => {
      const bytes = encodeCheckpoint(original);
      const elsewhere = new Uint8Array(bytes.length + offset);
      elsewhere.set(bytes, offset);
      const decoded = decodeCheckpoint(elsewhere.subarray(offset));
      expect(decoded).toEqual(original);
      // Equal objects may differ in the bits of a NaN; equal bytes may not.
      expect(encodeCheckpoint(decoded)).toEqual(bytes);
    }),
  );
});

test("a damaged checkpoint is a StoreError, whatever the damage", () => {
  const damage = fc.oneof(
    fc.record({ cut: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }) }),
    fc.record({
      flip: fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }),
      bit: fc.nat(7),
    }),
    fc.record({ more: fc.uint8Array({ minLength: 1, maxLength: 9 }) }),
  );
  fc.assert(
    fc.property(checkpoint, damage, (original, change) => {
      const bytes = encodeCheckpoint(original);
      let damaged = bytes.slice();
      if ("cut" in change) damaged = bytes.slice(0, Math.floor(change.cut * bytes.length));
      else if ("flip" in change) {
        damaged[Math.floor(change.flip * bytes.length)] ^= 1 << change.bit;
      } else damaged = Uint8Array.of(...bytes, ...change.more);
      expect(() => decodeCheckpoint(damaged)).toThrow(StoreError);
    }),
    { numRuns: 500 },
  );
});

test("bytes that were never a checkpoint are a StoreError", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      expect(() => decodeCheckpoint(bytes)).toThrow(StoreError);
    }),
    { numRuns: 1000 },
  );
});

test("a header that lies is a StoreError even with the right checksum", () => {
  const valid: Checkpoint = {
    generation: 3,
    tensors: [{ label: "mean", dtype: "f32", shape: [2], data: Float32Array.of(1, 2) }],
    parameters: { mean: 0 },
    first: null,
    pool: [{ rows: 5, birth: 4, values: 0, frame: null }],
    unfinished: null,
  };
  const lies: readonly Partial<Record<keyof Checkpoint, unknown>>[] = [
    { generation: -2 },
    { first: { mean: 1 } },
    { unfinished: { phase: "fit", done: 1, state: { mean: 1 }, fitted: null, traces: {} } },
    { unfinished: { phase: "sample", done: 1, state: {}, fitted: { mean: 1 }, traces: {} } },
    { unfinished: { phase: "rest", done: 1, state: {}, fitted: null, traces: {} } },
    { generation: 1.5 },
    { parameters: { mean: 1 } },
    { parameters: { mean: "0" } },
    { pool: [] },
    { pool: [{ rows: 5, birth: 4, values: 9, frame: null }] },
    { pool: [{ rows: 5, birth: 4, values: 0, frame: { mean: 1 } }] },
    { tensors: [{ ...valid.tensors[0], shape: [3] }] },
    { tensors: [{ ...valid.tensors[0], shape: [1] }] },
    { tensors: [{ ...valid.tensors[0], shape: [2 ** 40, 2 ** 40] }] },
    { tensors: [{ ...valid.tensors[0], shape: [-2] }] },
    { tensors: [{ ...valid.tensors[0], dtype: "f64" }] },
  ];
  expect(decodeCheckpoint(encodeCheckpoint(valid))).toEqual(valid);
  for (const lie of lies) {
    const bytes = encodeCheckpoint({ ...valid, ...lie } as Checkpoint);
    expect(() => decodeCheckpoint(bytes), JSON.stringify(lie)).toThrow(StoreError);
  }
});

test("a checkpoint that could not be read back is not written", () => {
  const valid: Checkpoint = {
    generation: 3,
    tensors: [{ label: "mean", dtype: "f32", shape: [1], data: Float32Array.of(1) }],
    parameters: { mean: 0 },
    first: null,
    pool: [{ rows: 5, birth: 4, values: 0, frame: null }],
    unfinished: null,
  };
  const [mean] = valid.tensors;
  const longHeader = { ...valid, tensors: [{ ...mean, label: "x".repeat(2 ** 26) }] };
  expect(() => encodeCheckpoint(longHeader)).toThrow(StoreError);
  expect(() => encodeCheckpoint(longHeader)).toThrow("fewer generations or interventions");
  // Nobody has to hold so much memory to hear that it is too much.
  const data = { byteLength: MOST_CHECKPOINT_BYTES } as Float32Array<ArrayBuffer>;
  const muchData = { ...valid, tensors: [{ ...mean, data }] };
  expect(() => encodeCheckpoint(muchData)).toThrow("fewer lineages, samples or dimensions");
});
