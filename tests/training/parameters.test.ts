import { describe, expect, test } from "vitest";
import { ROW } from "../../src/kernels/training/adamw.ts";
import { initialize } from "../../src/kernels/training/initialize.ts";
import {
  type ParameterSpec,
  initialWeights,
  parameterLayout,
  rowTable,
  views,
} from "../../src/training/parameters.ts";
import { backends, cpu } from "../support/backends.ts";

const spec = (name: string, ...shape: number[]): ParameterSpec => ({
  name,
  shape,
  initial: { kind: "normal", deviation: 1 },
  decays: name !== "bias",
});
const { adapter } = cpu;
const specs = [spec("weight", 37, 31), spec("bias", 31), spec("head", 31, 3)];

test("no two parameters share an element, and all fit into their chunk", () => {
  // Just enough for the first parameter of three lineages, so that the others need another.
  const layout = parameterLayout(specs, 3, adapter, 4 * (3 * 37 * 31 + 40));
  expect(layout.placed.map(({ chunk, start }) => [chunk, start])).toEqual([
    [0, 0],
    [1, 0],
    [1, 128],
  ]);
  expect(layout.chunks).toEqual([37 * 31, Math.ceil((128 + 3 * 93) / 3)]);
  const together = parameterLayout(specs, 3, adapter);
  expect(together.placed.map(({ start }) => start)).toEqual([0, 3456, 3584]);
  expect(together.chunks).toEqual([Math.ceil((3584 + 3 * 93) / 3)]);
});

test("a parameter that no tensor can hold is an error with a name", () => {
  expect(() => parameterLayout(specs, 3, { maxTensorBytes: 4 * 3 * 37 * 31 })).toThrow(
    /"weight" of 3 lineages/,
  );
});

test("the rows of all lineages cover every parameter once", async () => {
  const L = 3;
  const layout = parameterLayout(specs, L, adapter);
  using scope = cpu.scope("test");
  const [rows] = await cpu.read(rowTable(scope, layout, 0));
  const seen = new Map<number, number>();
  for (let r = 0; r < rows.length; r += 4) {
    const [start, stride, length, decays] = rows.subarray(r, r + 4);
    expect(length).toBeLessThanOrEqual(ROW);
    for (let l = 0; l < L; l++) {
      for (let e = 0; e < length; e++) {
        const at = start + l * stride + e;
        expect(seen.has(at)).toBe(false);
        seen.set(at, decays);
      }
    }
  }
  for (const { spec: own, size, start } of layout.placed) {
    for (let e = start; e < start + L * size; e++) expect(seen.get(e)).toBe(own.decays ? 1 : 0);
  }
  expect(seen.size).toBe(L * (37 * 31 + 31 + 31 * 3));
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a lineage begins with the same weights alone and in company, in one chunk or more", async () => {
    await backend.prepare([initialize]);
    const begun = async (lineages: readonly number[], most: number) => {
      using scope = backend.scope("test");
      const L = lineages.length;
      const layout = parameterLayout(specs, L, adapter, most);
      const words = Uint32Array.from(lineages.flatMap((lineage) => [7, lineage]));
      const keys = scope.tensor("keys", "u32", [L, 2], words);
      const chunks = initialWeights({ backend, scope, keys, generation: 1 }, layout);
      const named = views(scope, layout, chunks);
      expect(named["weight"].shape).toEqual([L, 37, 31]);
      const [weight, head] = await backend.read(named["weight"], named["head"]);
      const last = L - 1;
      return [weight.slice(last * 37 * 31), head.slice(last * 93)];
    };
    const inCompany = await begun([4, 9, 2], 2 ** 20);
    expect(await begun([2], 4 * 37 * 31 + 400)).toEqual(inCompany);
    expect(await begun([3], 2 ** 20)).not.toEqual(inCompany);
    const [weight, head] = inCompany;
    expect(weight.subarray(0, head.length)).not.toEqual(head);
  });
});
