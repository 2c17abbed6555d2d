import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { ShapeError } from "../../src/errors.ts";
import {
  multiply,
  multiplyAndSum,
  multiplyKernels,
  multiplyRectified,
  multiplyWhere,
  sumRows,
} from "../../src/training/multiply.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import type { ProductKind } from "../../src/training/product-kernels.ts";
import { scatteredNormal } from "../support/agree.ts";
import { backends, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

await webgpu?.prepare(multiplyKernels);

const PRODUCTS: readonly ProductKind[] = ["NN", "NT", "TN"];
/** Neither divides anything, or all are multiples of four. */
const EXTENTS = [
  { L: 3, M: 11, N: 13, K: 7 },
  { L: 2, M: 12, N: 20, K: 16 },
  { L: 2, M: 12, N: 18, K: 16 },
  { L: 2, M: 20, N: 40, K: 12 },
];

function matrix(L: number, rows: number, columns: number, offset: number) {
  const at = (l: number, i: number, j: number) =>
    scatteredNormal(offset + (l * rows + i) * columns + j);
  const data = Float32Array.from({ length: L * rows * columns }, (_, i) =>
    scatteredNormal(offset + i),
  );
  return {
    shape: [L, rows, columns],
    data,
    at: (...ijk: [number, number, number]) => Math.fround(at(...ijk)),
  };
}

interface Options {
  readonly hasBias?: boolean;
  readonly hasResidual?: boolean;
  readonly accumulate?: 0 | 1;
}

/** What `multiply` makes of scattered numbers, and what it should. */
async function run(
  backend: Backend,
  product: ProductKind,
  { L, M, N, K }: (typeof EXTENTS)[number],
  { hasBias = false, hasResidual = false, accumulate = 0 }: Options,
) {
  const a = product === "TN" ? matrix(L, K, M, 0) : matrix(L, M, K, 0);
  const b = product === "NT" ? matrix(L, N, K, 10_000) : matrix(L, K, N, 10_000);
  const before = matrix(L, M, N, 20_000);
  const residual = matrix(L, M, N, 30_000);
  const bias = matrix(L, 1, N, 40_000);
  const expected = Array.from({ length: L * M * N }, (_, i) => {
    const [l, m, n] = [Math.floor(i / (M * N)), Math.floor(i / N) % M, i % N];
    let sum = accumulate * before.at(l, m, n);
    if (hasBias) sum += bias.at(l, 0, n);
    if (hasResidual) sum += residual.at(l, m, n);
    for (let k = 0; k < K; k++) {
      const left = product === "TN" ? a.at(l, k, m) : a.at(l, m, k);
      sum += left * (product === "NT" ? b.at(l, n, k) : b.at(l, k, n));
    }
    return sum;
  });

  using scope = backend.scope("test");
  const tensor = (name: string, { shape, data }: ReturnType<typeof matrix>) =>
    scope.tensor(name, "f32", shape, data);
  const out = tensor("out", before);
  multiply(backend, {
    product,
    a: tensor("a", a),
    b: tensor("b", b),
    out,
    bias: hasBias ? scope.tensor("bias", "f32", [L, N], bias.data) : null,
    residual: hasResidual ? tensor("residual", residual) : null,
    accumulate,
  });
  const [actual] = await backend.read(out);
  return { actual, expected };
}

describe.each(backends)("on $adapter.backend", (backend) => {
  const cases = PRODUCTS.flatMap((product) => EXTENTS.map((extents) => ({ product, extents })));

  test.each(cases)("$product of $extents is the product", async ({ product, extents }) => {
    const everything = { hasBias: true, hasResidual: true, accumulate: 1 } as const;
    for (const options of [{}, { hasBias: true }, { hasResidual: true }, everything]) {
      const { actual, expected } = await run(backend, product, extents, options);
      // At most 16 products and 3 addends, none of them beyond 20.
      expectClose(actual, expected, { absolute: 2e-5 });
    }
  });

  test("a lineage has the same bits alone and in company", async () => {
    const all = [12, 40].flatMap((N) => PRODUCTS.map((product) => ({ N, product })));
    for (const { N, product } of all) {
      const extents = { L: 1, M: 12, N, K: 20 };
      const alone = await run(backend, product, extents, {});
      const both = await run(backend, product, { ...extents, L: 2 }, {});
      expect(both.actual.slice(0, alone.actual.length)).toEqual(alone.actual);
    }
  });

  test("sums of rows, added to what is there or not", async () => {
    using scope = backend.scope("test");
    const [L, M, N] = [2, 11, 5];
    const x = matrix(L, M, N, 0);
    const before = matrix(L, 1, N, 1000);
    for (const accumulate of [0, 1] as const) {
      const out = scope.tensor("out", "f32", [L, N], before.data);
      sumRows(backend, { x: scope.tensor("x", "f32", x.shape, x.data), out, accumulate });
      const [actual] = await backend.read(out);
      const expected = Array.from({ length: L * N }, (_, i) => {
        const [l, n] = [Math.floor(i / N), i % N];
        const rows = Array.from({ length: M }, (_, m) => x.at(l, m, n));
        return rows.reduce((sum, value) => sum + value, accumulate * before.at(l, 0, n));
      });
      expectClose(actual, expected, { absolute: 1e-5 });
    }
  });

  // By panels on a software adapter, which do all in one dispatch, and by two kernels.
  test.each([
    { L: 2, M: 7, N: 64, K: 64 },
    { L: 3, M: 11, N: 13, K: 7 },
  ])("a ReLU behind $N columns, and its gradient", async ({ L, M, N, K }) => {
    using scope = backend.scope("test");
    const tensor = (offset: number, ...shape: [number, number, number]) =>
      scope.tensor("x", "f32", shape, matrix(...shape, offset).data);
    const [a, b] = [tensor(0, L, M, K), tensor(1000, L, K, N)];
    const rectified = tensor(3000, L, M, N);
    const bias = scope.tensor("bias", "f32", [L, N], matrix(L, 1, N, 4000).data);
    const of = (change: (out: Tensor<"f32">) => void) => {
      const out = scope.tensor("out", "f32", [L, M, N], matrix(L, M, N, 2000).data);
      change(out);
      return out;
    };
    const forward = { product: "NN", a, b, bias } as const;
    const backward = { product: "NN", a, b, accumulate: 1 } as const;
    const [plain, cut, sum, masked] = await backend.read(
      of((out) => multiply(backend, { ...forward, out })),
      of((out) => multiplyRectified({ backend, scope }, { ...forward, out })),
      of((out) => multiply(backend, { ...backward, out })),
      of((out) => multiplyWhere({ backend, scope }, rectified, { ...backward, out })),
    );
    const [passes] = await backend.read(rectified);
    expect(plain.some((x) => x < 0) && plain.some((x) => x > 0)).toBe(true);
    // Sums may be worked out in another order.
    const exact = { absolute: 1e-5 };
    expectClose(
      cut,
      Array.from(plain, (x) => Math.max(0, x)),
      exact,
    );
    expectClose(
      masked,
      Array.from(sum, (x, i) => (passes[i] <= 0 ? 0 : x)),
      exact,
    );
  });

  // By panels on a software adapter, in several tiles, and by two kernels.
  test.each([
    { L: 2, M: 132, N: 64, K: 192 },
    { L: 3, M: 11, N: 13, K: 7 },
  ])("a product with the sums of $N columns", async ({ L, M, N, K }) => {
    using scope = backend.scope("test");
    const tensor = (offset: number, ...shape: [number, number, number]) =>
      scope.tensor("x", "f32", shape, matrix(...shape, offset).data);
    const [a, b] = [tensor(0, L, K, M), tensor(1000, L, K, N)];
    for (const accumulate of [0, 1] as const) {
      const outs = [tensor(2000, L, M, N), tensor(2000, L, M, N)];
      const before = matrix(L, 1, N, 3000).data;
      const sums = [0, 1].map(() => scope.tensor("sums", "f32", [L, N], before));
      multiplyAndSum(backend, { a, b, out: outs[0], accumulate }, sums[0]);
      multiply(backend, { product: "TN", a, b, out: outs[1], accumulate });
      sumRows(backend, { x: b, out: sums[1], accumulate });
      const [product, expected, together, apart] = await backend.read(...outs, ...sums);
      expect(product).toEqual(expected);
      expectClose(together, apart, { absolute: 2e-5 });
    }
  });

  test("what does not fit is refused", () => {
    using scope = backend.scope("test");
    const of = (...shape: number[]) => scope.zeros("x", "f32", shape);
    const fitting = { product: "NN", a: of(1, 3, 2), b: of(1, 2, 5), out: of(1, 3, 5) } as const;
    const refused = [
      { ...fitting, bias: of(1, 4) },
      { ...fitting, residual: of(1, 2, 5) },
      { ...fitting, a: of(1, 3, 3) },
      { ...fitting, product: "NT" } as const,
    ];
    for (const product of refused) expect(() => multiply(backend, product)).toThrow(ShapeError);
  });
});
