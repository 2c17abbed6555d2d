import { expect, test } from "vitest";
import { microKernel } from "../../src/compute/simd/micro-kernel.ts";
import { type CpuProduct, addPlainly, addProduct } from "../../src/compute/simd/product.ts";
import { scatteredNormal } from "../support/agree.ts";

/** No multiples of a tile, and beyond one block in each direction. */
const EXTENTS = [
  { M: 1, N: 1, K: 1 },
  { M: 5, N: 7, K: 3 },
  { M: 4, N: 8, K: 16 },
  { M: 1030, N: 9, K: 5 },
  { M: 6, N: 521, K: 4 },
  { M: 7, N: 10, K: 1100 },
];
const CASES = EXTENTS.flatMap((extents) =>
  (["NN", "NT", "TN"] as const).map((kind) => ({ kind, ...extents })),
);

function product({ kind, M, N, K }: (typeof CASES)[number]): CpuProduct {
  const numbers = (count: number, offset: number) =>
    Float32Array.from({ length: count }, (_, i) => scatteredNormal(offset + i));
  const a = numbers(M * K + 2, 0);
  const b = numbers(K * N + 3, 100_000);
  const c = numbers(M * N + 5, 200_000);
  return { kind, a, aStart: 2, b, bStart: 3, c, cStart: 4, M, N, K };
}

test("every engine with SIMD takes what is assembled", () => {
  expect(WebAssembly.validate(microKernel())).toBe(true);
});

test.each(CASES)("$kind of $M × $N × $K has the same bits with SIMD and without", (extents) => {
  const given = product(extents);
  const c = given.c.slice();
  addProduct({ ...given, c });
  const plain = given.c.slice();
  addPlainly({ ...given, c: plain });
  expect(c).toEqual(plain);
  expect(c.slice(0, given.cStart)).toEqual(given.c.slice(0, given.cStart));
  expect(c.at(-1)).toBe(given.c.at(-1));
});

test("what is added is the product", () => {
  for (const kind of ["NN", "NT", "TN"] as const) {
    const [M, N, K] = [2, 2, 3];
    const a = kind === "TN" ? [1, 4, 2, 5, 3, 6] : [1, 2, 3, 4, 5, 6];
    const b = kind === "NT" ? [7, 9, 11, 8, 10, 12] : [7, 8, 9, 10, 11, 12];
    const c = Float32Array.of(1000, 0, 0, 0);
    const arrays = { a: Float32Array.from(a), aStart: 0, b: Float32Array.from(b), bStart: 0 };
    addProduct({ kind, ...arrays, c, cStart: 0, M, N, K });
    expect([...c]).toEqual([1058, 64, 139, 154]);
  }
});
