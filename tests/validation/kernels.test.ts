import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { type AnyKernel, type Bindings, defineKernel } from "../../src/compute/kernel.ts";
import { deviationOf } from "../../src/validation/kernel-case.ts";
import {
  compareKernels,
  kernelCases,
  kernelNames,
  kernelsOn,
} from "../../src/validation/kernels.ts";
import { cpu, webgpu } from "../support/backends.ts";

async function compared(only: readonly string[]) {
  const results = [];
  for await (const result of compareKernels(webgpu ?? cpu, { only })) results.push(result);
  return results;
}

/** The outputs are 1 and -2, give or take `error`, and what is no number. */
const off = (error: number, last = NaN) =>
  defineKernel({
    shader: "off.wgsl",
    bindings: { out: { dtype: "f32", shape: "N", access: "write" } },
    scalars: [],
    overrides: {},
    workgroups: () => [1],
    reference: ({ out }) => out.set([1, -2, NaN]),
    fast: ({ out }) => out.set([1 + error, -2 - error, last]),
  });

const deviation = (kernel: AnyKernel, absolute = 0, relative = 0) =>
  deviationOf(cpu, cpu, { kernel, axes: { N: 3 }, inputs: {}, absolute, relative });

test("a deviation is told where it uses up most of what is allowed", async () => {
  const near = await deviation(off(0.25), 0.1, 0.25);
  expect(near).toEqual({
    deviation: 0.25,
    tolerance: 0.35,
    numbers: 3,
    failures: 0,
    worst: null,
  });
  const far = await deviation(off(0.5), 0, 0.3);
  expect(far).toMatchObject({ deviation: 0.5, tolerance: 0.3, failures: 1 });
  expect(far.worst).toBe("out[0] is 1.5, not 1");
  expect(await deviation(off(0.5), 0, 0.2)).toMatchObject({ failures: 2 });
});

test("nothing passes for what is no number but what is none either", async () => {
  expect(await deviation(off(0))).toMatchObject({ deviation: 0, failures: 0 });
  for (const last of [0, Infinity]) {
    expect(await deviation(off(0, last), 1e9)).toMatchObject({ failures: 1, deviation: NaN });
  }
});

test("the table has kernels of every kind, each with something to compare", () => {
  const rooms = new Set(kernelNames.map((name) => name.split("/")[0]));
  for (const room of ["random", "gaussian", "categorical", "mixture", "pool", "linear", "layers"]) {
    expect(rooms).toContain(room);
  }
  expect(kernelNames.filter((name) => name.includes("attention")).length).toBeGreaterThan(9);
  expect(kernelNames.length).toBeGreaterThan(140);
  for (const { kernel, inputs } of kernelCases) {
    const read = Object.entries(kernel.bindings as Bindings)
      .filter(([, { access }]) => access === "read")
      .map(([name]) => name);
    expect(Object.keys(inputs), kernel.shader).toEqual(expect.arrayContaining(read));
  }
});

test("every kernel has a case, but for those of the benchmark", () => {
  const root = join(import.meta.dirname, "../../shaders");
  const names = readdirSync(root, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".wgsl") && !file.startsWith("bench"))
    .filter((file) => readFileSync(join(root, file), "utf8").includes("struct Params {"))
    .map((file) => file.replace(/\.wgsl$/, ""));
  expect(names.filter((name) => !kernelNames.includes(name))).toEqual([]);
});

test("the same numbers come out of a kernel and its reference", async () => {
  const only = ["random/block", "gaussian/sample", "pool/swap-rows", "linear/nt"];
  const results = await compared(only);
  const there = kernelsOn((webgpu ?? cpu).adapter).filter((name) => only.includes(name));
  expect(results.map(({ name }) => name)).toEqual(there);
  expect(results.filter(({ verdict }) => verdict === "fail")).toEqual([]);
  for (const { numbers } of results) expect(numbers).toBeGreaterThan(100);
});

test("on a processor those kernels are compared that have a faster twin", () => {
  const names = kernelsOn(cpu.adapter);
  expect(names).toContain("linear/nt");
  expect(names).not.toContain("gaussian/sample");
});

test("a kernel that does not even run is a failure with its reason, and no end of the sheet", async () => {
  const backend = new CpuBackend();
  const dispatch = backend.dispatch.bind(backend);
  backend.dispatch = (kernel: AnyKernel, tensors, scalars) => {
    if (kernel.shader === "linear/nn.wgsl") throw new Error("no such shader");
    dispatch(kernel, tensors, scalars);
  };
  const results = [];
  const only = ["linear/nn", "linear/row-sums"];
  for await (const result of compareKernels(backend, { only })) results.push(result);
  expect(results[0]).toMatchObject({ name: "linear/nn", verdict: "fail" });
  expect(results[0].detail).toContain("no such shader");
  expect(results[1]).toMatchObject({ name: "linear/row-sums", verdict: "pass" });
});
