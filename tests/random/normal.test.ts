import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { boxMuller } from "../../src/kernels/random/box-muller.ts";
import { cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

await webgpu?.prepare([boxMuller]);

async function normals(backend: Backend, bits: Uint32Array<ArrayBuffer>): Promise<Float32Array> {
  using scope = backend.scope("test");
  const N = bits.length / 2;
  const normals = scope.tensor("normals", "f32", [N, 2]);
  backend.dispatch(boxMuller, { bits: scope.tensor("bits", "u32", [N, 2], bits), normals }, {});
  return (await backend.read(normals))[0];
}

/** An even grid over the bits of radius and direction: 2¹⁰ radii × 2¹¹ directions. */
function grid(offset: number): Uint32Array<ArrayBuffer> {
  const bits = new Uint32Array(2 ** 22);
  for (let i = 0; i < 2 ** 21; i++) {
    bits[2 * i] = ((i >>> 11) * 2 ** 22 + offset) >>> 0;
    bits[2 * i + 1] = ((i & 2047) * 2 ** 21 + offset) >>> 0;
  }
  return bits;
}

function moments(values: ArrayLike<number>) {
  let square = 0;
  let fourth = 0;
  let sum = 0;
  for (let i = 0; i < values.length; i++) {
    sum += values[i];
    square += values[i] ** 2;
    fourth += values[i] ** 4;
  }
  return {
    mean: sum / values.length,
    square: square / values.length,
    fourth: fourth / values.length,
  };
}

/** The reference in double precision, without the rounding of a Float32Array. */
function exactNormals(bits: Uint32Array): Float64Array {
  const values = new Float64Array(bits.length);
  const arrays = { bits, normals: values };
  boxMuller.reference(arrays as never, {}, { N: bits.length / 2 });
  return values;
}

describe.skipIf(webgpu === null)("normals in WGSL", () => {
  test.each([2 ** 20, 1_234_567, 3])(
    "have no bias on an even grid at offset %i",
    async (offset) => {
      const bits = grid(offset);
      const expected = moments(exactNormals(bits));
      const actual = moments(await normals(webgpu!, bits));
      expect(Math.abs(actual.mean - expected.mean)).toBeLessThan(1e-8);
      expect(Math.abs(actual.square - expected.square)).toBeLessThan(1e-8);
      expect(Math.abs(actual.fourth / expected.fourth - 1)).toBeLessThan(1e-7);
    },
  );

  test("agree with the twin to 1e-5, at the edges of the range too", async () => {
    const edges = [0, 1, 2, 0x7fffffff, 0x80000000, 0xb504f333, 0xb504f334, 0xfffffffe, 0xffffffff];
    const scattered = Array.from({ length: 50_001 }, (_, i) => Math.imul(i, 0x9e3779b1) >>> 0);
    const words = [...edges, ...scattered];
    const bits = Uint32Array.from(words.flatMap((word, i) => [word, words[words.length - 1 - i]]));
    expectClose(await normals(webgpu!, bits), await normals(cpu, bits), { absolute: 1e-5 });
  });
});
