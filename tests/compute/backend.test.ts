import { afterAll, describe, expect, test } from "vitest";
import { defineKernel } from "../../src/compute/kernel.ts";
import { WebGpuBackend } from "../../src/compute/webgpu-backend.ts";
import { Abandoned } from "../../src/errors.ts";
import { openNodeWebGpu, shaderSource } from "../../src/hosts/node/platform.ts";
import { difference } from "../../src/kernels/gaussian/difference.ts";
import { noise } from "../../src/kernels/layers/noise.ts";
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

  test("works as ever after it has given up what it was at", async () => {
    using scope = backend.scope("test");
    const zeros = scope.zeros("zeros", "f32", [1, 9]);
    const widened = scope.tensor("widened", "f32", [1, 9]);
    backend.dispatch(widen, { logDeviation: zeros, widened }, { shift: 1 });
    const asked = backend.read(widened).catch((error: unknown) => error);
    backend.abandon();
    if (backend.adapter.backend === "webgpu") expect(await asked).toBeInstanceOf(Abandoned);
    backend.dispatch(widen, { logDeviation: zeros, widened }, { shift: 2 });
    expect(new Set((await backend.read(widened))[0])).toEqual(new Set([2]));
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

  test("every kernel that was not there yet is told of as it is compiled", async () => {
    const backend = await open();
    await backend.prepare([widen]);
    const told: unknown[] = [];
    await backend.prepare([difference, widen, noise, difference], (compiled) => {
      told.push(compiled);
    });
    expect(told).toEqual([
      { done: 1, total: 2 },
      { done: 2, total: 2 },
    ]);
  });

  test("an adapter says what it is", async () => {
    const { adapter } = await open();
    expect(adapter.backend).toBe("webgpu");
    expect(adapter.description).not.toBe("");
    expect(adapter.maxTensorBytes).toBeGreaterThanOrEqual(128 * 2 ** 20);
  });

  test("what an adapter offers can be left alone", async () => {
    const { device, adapter } = await openNodeWebGpu({ subgroups: false, half: false });
    expect(adapter).toMatchObject({ subgroups: false, half: false });
    expect(device.features.has("subgroups")).toBe(false);
    expect(device.features.has("shader-f16")).toBe(false);
    expect(webgpu!.adapter.subgroups).toBe(webgpu!.device.features.has("subgroups"));
    expect(webgpu!.adapter.half).toBe(webgpu!.device.features.has("shader-f16"));
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

  /** Every buffer that a device is asked for from now on. */
  function watchBuffers({ device }: WebGpuBackend): { label: string; size: number }[] {
    const made: { label: string; size: number }[] = [];
    const create = device.createBuffer.bind(device);
    device.createBuffer = (descriptor) => {
      made.push({ label: descriptor.label ?? "", size: descriptor.size });
      return create(descriptor);
    };
    return made;
  }

  test("a read larger than any buffer comes back in pieces", async () => {
    const { device, adapter } = await open();
    const backend = new WebGpuBackend(device, adapter, shaderSource, { mostStagingBytes: 1100 });
    const made = watchBuffers(backend);
    using scope = backend.scope("test");
    const sizes = [1, 300, 0, 256, 700, 3];
    const whole = sizes.map((size, i) =>
      Float32Array.from({ length: size }, (_, j) => 1000 * i + j),
    );
    const tensors = whole.map((data) => scope.tensor("part", "f32", [data.length], data));
    const slice = { tensor: tensors[4], start: 13, length: 600 };
    expect(await backend.read(...tensors, slice)).toEqual([...whole, whole[4].slice(13, 613)]);
    const staging = made.filter(({ label }) => label.startsWith("read-back"));
    expect(staging.length).toBeGreaterThan(7);
    expect(Math.max(...staging.map(({ size }) => size))).toBe(1024);
  });

  test("an error of the device stays with its backend, and another one works", async () => {
    const broken = await open();
    expect(broken.failed).toBeNull();
    const { limits } = broken.device;
    broken.device.createBuffer({ label: "too large", size: 2 * limits.maxBufferSize, usage: 128 });
    using scope = broken.scope("test");
    const zeros = scope.zeros("zeros", "f32", [4]);
    await broken.read(zeros).catch(() => {});
    await expect(broken.read(zeros)).rejects.toThrow(/^WebGPU: /);
    expect(broken.failed).toMatchObject({ code: "device", resumable: true });
    const next = await open();
    using other = next.scope("test");
    expect((await next.read(other.zeros("zeros", "f32", [4])))[0]).toHaveLength(4);
    expect(next.failed).toBeNull();
  });

  test("out of memory says what to do, and that to resume is not it", async () => {
    const backend = await open();
    const { device } = backend;
    const pop = device.popErrorScope.bind(device);
    // No test should fill the memory of the machine to hear this.
    device.popErrorScope = () => pop().then(() => new GPUOutOfMemoryError("enough"));
    using scope = backend.scope("test");
    const tensor = scope.tensor("huge", "f32", [4]);
    device.popErrorScope = pop;
    await backend.read(tensor).catch(() => {});
    const error = await backend.read(tensor).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "device", resumable: false });
    expect((error as Error).message).toMatch(/does not fit .* fewer lineages or samples$/);
    expect(backend.failed).toBe(error);
  });

  test("a read of a freed tensor costs no buffer", async () => {
    const backend = await open();
    const made = watchBuffers(backend);
    using scope = backend.scope("test");
    const tensor = scope.zeros("zeros", "f32", [4]);
    scope.sweep(new Set());
    for (let i = 0; i < 3; i++) await expect(backend.read(tensor)).rejects.toThrow("was freed");
    expect(made.filter(({ label }) => label.startsWith("read-back"))).toEqual([]);
  });

  test("a mapping that fails without a word is a DeviceError, and does not wait for ever", async () => {
    const backend = await open();
    using scope = backend.scope("test");
    const tensor = scope.zeros("zeros", "f32", [4]);
    const create = backend.device.createBuffer.bind(backend.device);
    backend.device.createBuffer = (descriptor) => {
      const buffer = create(descriptor);
      buffer.mapAsync = () => Promise.reject(new Error("no reason"));
      return buffer;
    };
    await expect(backend.read(tensor)).rejects.toMatchObject({ code: "device" });
    expect(backend.failed?.message).toContain("no reason");
  });

  test("a device that is lost while it compiles is a DeviceError", async () => {
    const backend = await open();
    const create = backend.device.createShaderModule.bind(backend.device);
    backend.device.createShaderModule = (descriptor) => {
      const shader = create(descriptor);
      shader.getCompilationInfo = () => Promise.reject(new Error("instance dropped"));
      return shader;
    };
    backend.device.popErrorScope = () => Promise.reject(new Error("instance dropped"));
    await expect(backend.prepare([widen])).rejects.toMatchObject({ code: "device" });
    backend.device.destroy();
    await backend.device.lost;
    await expect(backend.prepare([difference])).rejects.toThrow("the GPU device was closed");
  });

  test("bind groups are kept, but not without end", async () => {
    const backend = await open();
    await backend.prepare([widen]);
    const { device } = backend;
    let made = 0;
    const create = device.createBindGroup.bind(device);
    device.createBindGroup = (descriptor) => {
      made++;
      return create(descriptor);
    };
    using scope = backend.scope("test");
    const tensors = Array.from({ length: 3000 }, () => scope.tensor("one", "f32", [1, 1]));
    const widened = scope.tensor("widened", "f32", [1, 1]);
    const use = (logDeviation: (typeof tensors)[0]) => {
      backend.dispatch(widen, { logDeviation, widened }, { shift: 0 });
      return made;
    };
    tensors.forEach(use);
    expect(made).toBe(3000);
    expect(use(tensors[2999])).toBe(3000);
    expect(use(tensors[0])).toBe(3001);
    await backend.read(widened);
  });

  test("a buffer is named after the tensor that it was made for", async () => {
    const backend = await open();
    const made = watchBuffers(backend);
    using scope = backend.scope("run");
    scope.zeros("real values", "f32", [4]);
    expect(made.map(({ label }) => label)).toEqual(["tensor 0, at first run/real values"]);
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
