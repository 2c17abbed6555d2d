import { expect, test } from "vitest";
import { generation } from "../../src/bench/generation.ts";
import { mixtures } from "../../src/bench/mixtures.ts";
import { inRegisters, multiplyAddCeiling, product } from "../../src/bench/products.ts";
import { bareKernel, recursion, varianceFinding } from "../../src/bench/programs.ts";
import { sweep } from "../../src/bench/sweeps.ts";
import { onnxGraphs } from "../../src/onnx/session.ts";
import { backends, cpu } from "../support/backends.ts";

const small = {
  id: "small",
  title: "small",
  lineages: 33,
  samples: 50,
  generations: 4,
  runsPerReading: 1,
} as const;

test.each(backends)("both programs find what theory says, on $adapter.backend", async (backend) => {
  const programs = [
    await recursion(backend, { ...small, program: "recursion" }),
    bareKernel(backend, { ...small, program: "bare" }),
  ];
  // The real data and four generations.
  expect(programs.map(({ work }) => work)).toEqual([8250, 8250]);
  for (const program of programs) {
    const { value, expected, standardError } = await program.run();
    expect(Math.abs(value - expected)).toBeLessThan(5 * standardError);
    expect(value).not.toBe(expected);
    expect((await program.run()).value).toBe(value);
  }
});

test.each(backends)(
  "a sweep is the same in one batch and cell by cell, on $adapter.backend",
  async (backend) => {
    const cell = { lineages: 33, samples: 50, generations: 4 };
    const timed = { id: "small", title: "small", runsPerReading: 1, biases: 3, seeds: 2, cell };
    const [together, alone] = [
      await sweep(backend, { ...timed, program: "sweep" }),
      await sweep(backend, { ...timed, program: "sweep, cell by cell" }),
    ];
    expect(together.work).toBe(3 * 2 * 33 * 50 * 5);
    const { value, expected, standardError } = await together.run();
    expect(Math.abs(value - expected)).toBeLessThan(5 * standardError);
    expect((await alone.run()).value).toBe(value);
  },
);

test("mixtures find what theory says", async () => {
  const program = await mixtures(cpu, { ...small, program: "mixtures" });
  // Two dimensions, the real data and four generations.
  expect(program.work).toBe(2 * 8250);
  const { value, expected, standardError } = await program.run();
  expect(Math.abs(value - expected)).toBeLessThan(5 * standardError);
  expect(value).not.toBe(expected);
});

test.each(backends)("products find what they should, on $adapter.backend", async (backend) => {
  const timed = { id: "small", title: "small", runsPerReading: 1 };
  const programs = [
    product(backend, { ...timed, program: "product", size: 37 }),
    product(backend, { ...timed, program: "product by registers", size: 36 }, inRegisters),
    ...(["ceiling", "ceiling in registers"] as const).map((program) =>
      multiplyAddCeiling(backend, { ...timed, program, invocations: 1000, rounds: 9 }),
    ),
  ];
  const each = 1000 * 9 * 128;
  expect(programs.map(({ work }) => work)).toEqual([2 * 37 ** 3, 2 * 36 ** 3, each, each]);
  for (const program of programs) {
    const { value, expected, standardError } = await program.run();
    expect(Math.abs(value - expected)).toBeLessThan(standardError);
    expect(expected).not.toBe(0);
  }
});

test.each(backends)("texts are what they should be, on $adapter.backend", async (backend) => {
  const timed = { id: "small", title: "small", runsPerReading: 1, program: "generation" } as const;
  for (const beams of [1, 3]) {
    for (const by of [null, onnxGraphs(backend, { preferred: true, provider: "wasm" })]) {
      const program = generation(backend, { ...timed, texts: 3, beams, width: 32 }, by);
      expect(program.work).toBe(3 * 64);
      const { value, expected, standardError } = await program.run();
      expect(Math.abs(value - expected)).toBeLessThan(4 * standardError);
      await by?.close();
    }
  }
});

test("the standard error of a mean variance shrinks with rows and lineages", () => {
  const { expected, standardError } = varianceFinding(1, small);
  expect(expected).toBeCloseTo(0.98 ** 4, 12);
  expect(standardError).toBeCloseTo(0.98 ** 4 * Math.sqrt(8 / 1650), 12);
});
