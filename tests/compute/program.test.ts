import { describe, expect, test } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { openNodeWebGpu } from "../../src/hosts/node/platform.ts";
import { addCounts } from "../../src/kernels/categorical/add.ts";
import { widen } from "../../src/kernels/gaussian/widen.ts";
import { backends, webgpu } from "../support/backends.ts";

const K = 100;

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a program does the same as its dispatches, as often as it is replayed", async () => {
    await backend.prepare([addCounts]);
    using scope = backend.scope("test");
    const firstCounts = scope.tensor(
      "a",
      "u32",
      [2, K],
      Uint32Array.from({ length: 2 * K }, (_, i) => i),
    );
    const firstTotals = scope.tensor("a", "u32", [2], Uint32Array.of(1, 2));
    const [one, two] = ["one", "two"].map((label) => ({
      counts: scope.zeros(label, "u32", [2, K]),
      totals: scope.zeros(label, "u32", [2]),
    }));
    const first = { firstCounts, firstTotals };
    const add = (from: typeof one, to: typeof one) =>
      backend.dispatch(
        addCounts,
        { ...first, secondCounts: from.counts, secondTotals: from.totals, ...to },
        {},
      );
    using program = backend.record("adds twice", () => {
      add(one, two);
      add(two, one);
    });
    expect((await backend.read(one.counts))[0].every((count) => count === 0)).toBe(true);
    backend.replay(program, 200);
    add(one, two);
    backend.replay(program);
    const [counts, totals] = await backend.read(one.counts, one.totals);
    expect(Array.from(counts)).toEqual(Array.from({ length: 2 * K }, (_, i) => 402 * i));
    expect(Array.from(totals)).toEqual([402, 804]);
  });

  test("what was replayed outlives the program", async () => {
    await backend.prepare([addCounts]);
    using scope = backend.scope("test");
    const [one, two, three] = ["one", "two", "three"].map((label) => ({
      counts: scope.tensor(label, "u32", [1, 2], Uint32Array.of(1, 2)),
      totals: scope.tensor(label, "u32", [1], Uint32Array.of(3)),
    }));
    {
      using program = backend.record("adds", () => {
        const second = { secondCounts: two.counts, secondTotals: two.totals };
        const first = { firstCounts: one.counts, firstTotals: one.totals };
        backend.dispatch(addCounts, { ...first, ...second, ...three }, {});
      });
      backend.replay(program);
    }
    expect(Array.from((await backend.read(three.counts))[0])).toEqual([2, 4]);
  });

  test("a view shares the numbers of its tensor, and keeps it in a sweep", async () => {
    await backend.prepare([addCounts]);
    using scope = backend.scope("test");
    const all = scope.tensor(
      "all",
      "u32",
      [300],
      Uint32Array.from({ length: 300 }, (_, i) => i),
    );
    const part = scope.view("part", all, [2, 30], 64);
    const totals = scope.tensor("totals", "u32", [2], Uint32Array.of(7, 8));
    const into = scope.zeros("into", "u32", [300]);
    const counts = scope.view("counts", into, [2, 30], 128);
    const none = scope.zeros("none", "u32", [2, 30]);
    const zero = scope.zeros("zero", "u32", [2]);
    const sums = scope.zeros("sums", "u32", [2]);
    backend.dispatch(
      addCounts,
      {
        firstCounts: part,
        firstTotals: totals,
        secondCounts: none,
        secondTotals: zero,
        counts,
        totals: sums,
      },
      {},
    );
    const expected = Array.from({ length: 60 }, (_, i) => 64 + i);
    const [whole, again] = await backend.read(into, {
      tensor: scope.view("tail", counts, [3], 0),
      start: 1,
      length: 2,
    });
    expect(Array.from(whole.subarray(128, 188))).toEqual(expected);
    expect(whole[127] + whole[188]).toBe(0);
    expect(Array.from(again)).toEqual([65, 66]);
    scope.sweep(new Set([counts]));
    expect(Array.from((await backend.read(counts))[0])).toEqual(expected);
    await expect(async () => backend.read(part)).rejects.toThrow("was freed");
  });

  test("a view lies within its tensor, where any adapter can bind it", () => {
    using scope = backend.scope("test");
    const all = scope.tensor("all", "f32", [130]);
    expect(() => scope.view("part", all, [4], 32)).toThrow(
      '"part" begins at 32, which is no multiple of 64',
    );
    expect(() => scope.view("part", all, [3], 128)).toThrow('"part" ends at 131, and "all" at 130');
  });
});

test.each(backends.map((one) => [one.adapter.backend] as const))(
  "the widest moment in memory is remembered: %s",
  async (name) => {
    const backend = name === "cpu" ? new CpuBackend() : await openNodeWebGpu();
    const wide = () => {
      using scope = backend.scope("wide");
      scope.tensor("thousand", "f32", [1000]);
      using inner = backend.scope("inner");
      inner.tensor("two thousand", "f32", [2000]);
    };
    wide();
    // Buffers come in steps of 256 bytes.
    expect(backend.peakBytes).toBeGreaterThanOrEqual(12_000);
    expect(backend.peakBytes).toBeLessThan(12_000 + 512);
    const before = backend.peakBytes;
    wide();
    expect(backend.peakBytes).toBe(before);
    backend.dispose();
  },
);

test.skipIf(webgpu === null)(
  "a kernel that nobody has prepared is compiled when it is needed",
  async () => {
    const backend = await openNodeWebGpu();
    using scope = backend.scope("test");
    const one = scope.tensor("one", "f32", [1, 2], Float32Array.of(1, 2));
    const widened = scope.tensor("widened", "f32", [1, 2]);
    backend.dispatch(widen, { logDeviation: one, widened }, { shift: 3 });
    expect([...(await backend.read(widened))[0]]).toEqual([4, 5]);
    backend.dispose();
  },
);

test.skipIf(webgpu === null)(
  "memory that is given back was used before by all that is recorded",
  async () => {
    const backend = await openNodeWebGpu();
    await backend.prepare([widen]);
    using scope = backend.scope("test");
    const result = scope.tensor("result", "f32", [1, 2]);
    {
      // More than a device keeps waiting for its next use.
      using large = backend.scope("large");
      const many = large.tensor("many", "f32", [1, 2 ** 25]);
      const two = large.view("two", many, [1, 2]);
      const some = large.tensor("some", "f32", [1, 2], Float32Array.of(1, 2));
      backend.dispatch(widen, { logDeviation: some, widened: two }, { shift: 1 });
      backend.dispatch(widen, { logDeviation: two, widened: result }, { shift: 1 });
    }
    expect([...(await backend.read(result))[0]]).toEqual([3, 4]);
    backend.dispose();
  },
);
