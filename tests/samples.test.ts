import { expect, test } from "vitest";
import type { Tensor } from "../src/compute/tensor.ts";
import { type Segment, firstRows, poolRows, repeated, subpool } from "../src/samples.ts";

const segment = (rows: number, birth: number): Segment => {
  const values: Tensor = { label: `born ${birth}`, dtype: "f32", shape: [1, rows, 1] };
  return { values, rows, birth, frame: null };
};

test("a part of a pool has the size that was asked for, in proportion", () => {
  const pool = [segment(100, 0), segment(7, 1), segment(300, 2)];
  for (let rows = 0; rows <= 407; rows++) {
    const part = subpool(pool, rows);
    expect(poolRows(part)).toBe(rows);
    for (const { rows: taken, birth } of part) {
      const whole = pool[birth].rows;
      expect(Math.abs(taken - (whole * rows) / 407)).toBeLessThanOrEqual(1);
    }
  }
});

test("the same rows of a segment are the same object, so that what follows from them is kept", () => {
  const whole = segment(10, 3);
  expect(firstRows(whole, 10)).toBe(whole);
  expect(firstRows(whole, 4)).toBe(firstRows(whole, 4));
  expect(firstRows(whole, 4)).toMatchObject({ rows: 4, birth: 3 });
  expect(firstRows(firstRows(whole, 4), 2)).toBe(firstRows(whole, 2));
  expect(firstRows(segment(10, 3), 4)).not.toBe(firstRows(whole, 4));
});

test("a pool is repeated until it has as many rows, but not from next to nothing", () => {
  const pool = [segment(3, 0), segment(4, 1)];
  for (const rows of [0, 6, 7, 50]) expect(poolRows(repeated(pool, rows))).toBe(rows);
  // Every fit would go through the segments one by one.
  expect(repeated(pool, 7 * 2 ** 13)).toHaveLength(2 ** 14);
  expect(() => repeated(pool, 7 * (2 ** 13 + 1))).toThrow(
    "$.samples: a pool would repeat 7 samples until they are 57,351; take more samples",
  );
});
