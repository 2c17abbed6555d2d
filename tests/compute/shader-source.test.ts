import { expect, test } from "vitest";
import { type AnyKernel, defineKernel, resolveAxes } from "../../src/compute/kernel.ts";
import { shaderInterface } from "../../src/compute/shader-interface.ts";
import { resolveShader } from "../../src/compute/shader-source.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import { ShaderError, ShapeError } from "../../src/errors.ts";

const FILES: Record<string, string> = {
  "a/main.wgsl": "// a/main\n#import b/one\n#import b/two\nfn main() {}",
  "b/one.wgsl": "#import b/two\nfn one() {}",
  "b/two.wgsl": "fn two() {}",
  "a/broken.wgsl": "\n#import b/missing\n",
};
const source = (path: string) => FILES[path];

test("imports come once, and lines know where they are from", () => {
  const { text, origin } = resolveShader(source, "a/main.wgsl");
  expect(text).toBe("// a/main\nfn two() {}\nfn one() {}\nfn main() {}");
  expect([1, 2, 3, 4].map(origin)).toEqual([
    "a/main.wgsl:1",
    "b/two.wgsl:1",
    "b/one.wgsl:2",
    "a/main.wgsl:4",
  ]);
});

test("a missing import names the line that wants it", () => {
  expect(() => resolveShader(source, "a/broken.wgsl")).toThrow(
    new ShaderError("a/broken.wgsl:2", "there is no shaders/b/missing.wgsl"),
  );
});

const KERNEL = defineKernel({
  shader: "x/y.wgsl",
  bindings: {
    input: { dtype: "f32", shape: "L N", access: "read" },
    output: { dtype: "u32", shape: "L 2", access: "write" },
  },
  scalars: ["rate"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }) => [L],
  reference() {},
});

const WGSL = `
override WORKGROUP_SIZE: u32;
struct Params {
  L: u32,
  N: u32,  // a comment, with a comma
  rate: f32,
}
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> input: array<f32>;
@group(0) @binding(2) var<storage, read_write> output: array<vec2u>;
`;

test("reads fields and bindings out of the WGSL", () => {
  expect(shaderInterface(KERNEL, WGSL)).toEqual({
    fields: [
      { name: "L", type: "u32", offset: 0 },
      { name: "N", type: "u32", offset: 4 },
      { name: "rate", type: "f32", offset: 8 },
    ],
    bindings: [
      { name: "input", binding: 1, access: "read" },
      { name: "output", binding: 2, access: "read_write" },
    ],
    params: 0,
  });
});

test.each([
  ["rate: f32", "epoch: u32", "nothing fills Params.epoch"],
  ["  rate: f32,\n", "", 'Params has no field "rate"'],
  ["rate: f32", "rate: vec2f", "Params.rate is vec2f, but fields are u32, i32 or f32"],
  ["storage, read> input", "storage, read_write> input", '"input" is read_write here and read'],
  ["> input: array<f32>", "> input: array<u32>", '"input" is u32 here and f32 in the kernel'],
  ["> output", "> result", 'the kernel has no binding for "result"'],
  ["override WORKGROUP_SIZE", "override TILE", "the kernel gives no value to override TILE"],
  ["override WORKGROUP_SIZE: u32;", "", "there is no override WORKGROUP_SIZE"],
  ["var<uniform> params", "var<uniform> settings", null],
  ["@binding(0) var<uniform>", "var<private>", "Params is declared but not bound as a uniform"],
])("a shader with %j as %j does not fit", (from, to, message) => {
  const changed = WGSL.replace(from, to);
  expect(changed).not.toBe(WGSL);
  if (message === null) expect(() => shaderInterface(KERNEL, changed)).not.toThrow();
  else expect(() => shaderInterface(KERNEL, changed)).toThrow(`x/y.wgsl: ${message}`);
});

test("axes are resolved by letter, and a wrong tensor is named", () => {
  const tensor = (label: string, dtype: "f32" | "u32", ...shape: number[]): Tensor => ({
    label,
    dtype,
    shape,
  });
  const axes = (input: Tensor, output: Tensor) =>
    resolveAxes(KERNEL as AnyKernel, { input, output });
  const output = tensor("out", "u32", 3, 2);
  expect(axes(tensor("in", "f32", 3, 7), output)).toEqual({ L: 3, N: 7 });
  expect(() => axes(tensor("in", "u32", 3, 7), output)).toThrow(ShapeError);
  expect(() => axes(tensor("in", "f32", 4, 7), output)).toThrow(
    'x/y.wgsl: output must be [L 2] with L = 4, but "out" is [3, 2]',
  );
  expect(() => axes(tensor("in", "f32", 3), output)).toThrow('must be [L N], but "in" is [3]');
  expect(() => axes(tensor("in", "f32", 2, 7), tensor("out", "u32", 2, 3))).toThrow("with 2 = 2");
  expect(() => resolveAxes(KERNEL as AnyKernel, { output })).toThrow("input [L N] is missing");
});
