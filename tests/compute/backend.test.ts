import { afterAll, describe, expect, test } from "vitest";
import { defineKernel } from "../../src/compute/kernel.ts";
import { WebGpuBackend } from "../../src/compute/webgpu-backend.ts";
import { openNodeWebGpu, shaderSource } from "../../src/hosts/node/platform.ts";
import { difference } from "../../src/kernels/gaussian/difference.ts";
import { widen } from "../../src/kernels/gaussian/widen.ts";
import { backends, webgpu } from "../support/backends.ts";

await Promise.all(backends.map((backend) => backend.prepare([widen, difference])));

describe.each(backends)("on $adapter.backend", (backend) => {
  test("dispatches run in order, however many go into one submit", async () => {
    using scope = backend.scope("test");
    let at = scope.zeros("start", "f32", [1, 3]);
    for (let i = 0; i < 1000; i++) {
      const next = scope.tensor("next", "f32", [1, 3]);
      backend.dispatch(widen, { logDeviation: at, widened: next }, { shift: 1 });
      at = next;
    }
    expect([...(await backend.read(at))[0]]).toEqual([1000, 1000, 1000]);
  });

  test("a buffer that is used again keeps nothing of before", async () => {
    const results = [];
    for (let round = 0; round < 5; round++) {
      using scope = backend.scope("round");
      const zeros = scope.zeros("zeros", "f32", [1, 777]);
      const widened = scope.tensor("widened", "f32", [1, 777]);
      backend.dispatch(widen, { logDeviation: zeros, widened }, { shift: round });
      results.push(backend.read(widened, zeros));
    }
    for (const [round, [widened, zeros]] of (await Promise.all(results)).entries()) {
      expect(new Set(widened)).toEqual(new Set([round]));
      expect(new Set(zeros)).toEqual(new Set([0]));
    }
  });

  test("data written into a freed buffer do not overtake what still reads it", async () => {
    using scope = backend.scope("test");
    const widened = scope.tensor("widened", "f32", [1, 500]);
    {
      using inner = backend.scope("inner");
      const ones = inner.tensor("ones", "f32", [1, 500], new Float32Array(500).fill(1));
      backend.dispatch(widen, { logDeviation: ones, widened }, { shift: 0 });
    }
    scope.tensor("twos", "f32", [1, 500], new Float32Array(500).fill(2));
    expect(new Set((await backend.read(widened))[0])).toEqual(new Set([1]));
  });

  test("a sweep frees all but what is kept", async () => {
    using scope = backend.scope("test");
    const kept = scope.tensor("kept", "u32", [2], Uint32Array.of(1, 2));
    const lost = scope.tensor("lost", "u32", [2], Uint32Array.of(3, 4));
    scope.sweep(new Set([kept]));
    expect([...(await backend.read(kept))[0]]).toEqual([1, 2]);
    await expect((async () => backend.read(lost))()).rejects.toThrow('"lost" was freed');
  });

  test("slices and several tensors come back in one read", async () => {
    using scope = backend.scope("test");
    const words = scope.tensor("words", "u32", [2, 3], Uint32Array.of(1, 2, 3, 4, 5, 6));
    const none = scope.tensor("none", "f32", [0]);
    const [row, all, empty] = await backend.read(
      { tensor: words, start: 3, length: 3 },
      words,
      none,
    );
    expect([[...row], all.length, empty.length]).toEqual([[4, 5, 6], 6, 0]);
  });

  test("data of the wrong length and tensors that are too large are refused", () => {
    using scope = backend.scope("test");
    expect(() => scope.tensor("x", "f32", [3], new Float32Array(2))).toThrow('"x" holds 3, not 2');
    expect(() => scope.tensor("x", "f32", [2 ** 20, 2 ** 20])).toThrow("fewer lineages or samples");
  });
});

describe.skipIf(webgpu === null)("the GPU device", () => {
  const opened: WebGpuBackend[] = [];
  afterAll(() => opened.forEach((backend) => backend.dispose()));
  const open = async (options = {}) => {
    const backend = await openNodeWebGpu(options);
    opened.push(backend);
    return backend;
  };

  const kernelFor = (shader: string) =>
    defineKernel({
      shader,
      bindings: { values: { dtype: "f32", shape: "N", access: "write" } },
      scalars: [],
      overrides: { WORKGROUP_SIZE: 64 },
      workgroups: () => [1],
      reference() {},
    });

  test("a shader that does not compile names its file and line", async () => {
    const { device, adapter } = await open();
    const text = `#import grid
@group(0) @binding(0) var<storage, read_write> values: array<f32>;
@compute @workgroup_size(WORKGROUP_SIZE)
fn main() {
  values[0] = missing;
}`;
    const source = (path: string) => (path === "x/broken.wgsl" ? text : shaderSource(path));
    const backend = new WebGpuBackend(device, adapter, source);
    await expect(backend.prepare([kernelFor("x/broken.wgsl")])).rejects.toThrow(
      "x/broken.wgsl:5: ",
    );
  });

  test("an adapter says what it is", async () => {
    const { adapter } = await open();
    expect(adapter.backend).toBe("webgpu");
    expect(adapter.description).not.toBe("");
    expect(adapter.maxTensorBytes).toBeGreaterThanOrEqual(128 * 2 ** 20);
  });

  test("a lost device is a DeviceError at the next read, and at every one after it", async () => {
    const backend = await open();
    using scope = backend.scope("test");
    const zeros = scope.zeros("zeros", "f32", [4]);
    const reading = backend.read(zeros);
    backend.device.destroy();
    await Promise.allSettled([reading]);
    await backend.device.lost;
    await expect(backend.read(zeros)).rejects.toMatchObject({ code: "device" });
    await expect(backend.read(zeros)).rejects.toThrow("the GPU device was closed");
  });

  test("the profiler counts every pass by kernel", async () => {
    const backend = await open({ profile: true });
    if (backend.profiler === null) return; // an adapter without timestamps
    await backend.prepare([widen]);
    using scope = backend.scope("test");
    const zeros = scope.zeros("zeros", "f32", [100, 1000]);
    const widened = scope.tensor("widened", "f32", [100, 1000]);
    for (let i = 0; i < 300; i++) {
      backend.dispatch(widen, { logDeviation: zeros, widened }, { shift: 1 });
    }
    await backend.read(widened);
    await backend.profiler.settled();
    const total = backend.profiler.totals.get("gaussian/widen.wgsl");
    expect(total?.passes).toBe(300);
    expect(total?.elapsedNs).toBeGreaterThan(0);
  });
});
