import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { covering, defineKernel } from "../../src/compute/kernel.ts";
import { WebGpuBackend } from "../../src/compute/webgpu-backend.ts";
import { openNodeWebGpu, shaderSource } from "../../src/hosts/node/platform.ts";
import { add } from "../../src/kernels/layers/add.ts";
import { webgpu } from "../support/backends.ts";
import { scatteredNormal } from "../support/agree.ts";

const SHADERS = join(import.meta.dirname, "../../shaders");

test("every kernel counts its workgroups from where its dispatch begins", () => {
  const texts = readdirSync(SHADERS, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".wgsl"))
    .map((file) => [file, readFileSync(join(SHADERS, file), "utf8")] as const);
  const wrong = texts.filter(
    ([, text]) =>
      (text.includes("global_invocation_id") && !text.includes("gridIndex(invocation, ")) ||
      (text.includes("workgroup_id)") && !text.includes("workgroupIndex(group, ")),
  );
  expect(wrong.map(([file]) => file)).toEqual([]);
});

/** A backend by whose clock every workgroup takes a tenth of a second. */
async function slow({ software = true } = {}) {
  const { device, adapter: found } = await openNodeWebGpu();
  const adapter = { ...found, software };
  let time = 0;
  let given = 0;
  const works = new Map<GPUCommandBuffer, number>();
  const backend = new WebGpuBackend(device, adapter, source, { now: () => time });
  const counts = { dispatches: 0, submits: 0 };
  const create = device.createCommandEncoder.bind(device);
  device.createCommandEncoder = (descriptor) => {
    const encoder = create(descriptor);
    let work = 0;
    const finish = encoder.finish.bind(encoder);
    encoder.finish = () => {
      const commands = finish();
      works.set(commands, work);
      return commands;
    };
    const begin = encoder.beginComputePass.bind(encoder);
    encoder.beginComputePass = (options) => {
      const pass = begin(options);
      const dispatch = pass.dispatchWorkgroups.bind(pass);
      pass.dispatchWorkgroups = (...grid) => {
        counts.dispatches++;
        work += 100 * grid[0];
        dispatch(...grid);
      };
      return pass;
    };
    return encoder;
  };
  const submit = device.queue.submit.bind(device.queue);
  device.queue.submit = (buffers) => {
    counts.submits++;
    submit(buffers);
    given = [...buffers].reduce((sum, commands) => sum + works.get(commands)!, 0);
  };
  const land = device.queue.onSubmittedWorkDone.bind(device.queue);
  device.queue.onSubmittedWorkDone = async () => {
    const work = given;
    await land();
    time += work;
    return undefined;
  };
  return { backend, counts };
}

const N = 3_333;
const numbers = (count: number) =>
  Float32Array.from({ length: count }, (_, i) => scatteredNormal(i % 1009));

/** Adds three times, and again by a program that is replayed twice; reads after every step. */
async function sums(backend: Backend): Promise<Float32Array[]> {
  await backend.prepare([add]);
  using scope = backend.scope("test");
  const x = scope.tensor("x", "f32", [N], numbers(N));
  const sum = scope.zeros("sum", "f32", [N]);
  const read: Float32Array[] = [];
  for (let i = 0; i < 3; i++) {
    backend.dispatch(add, { x, sum }, { accumulate: 1 });
    read.push(await backend.read(sum).then(([array]) => array));
  }
  {
    using program = backend.record("twice", () => {
      for (let i = 0; i < 2; i++) backend.dispatch(add, { x, sum }, { accumulate: 1 });
    });
    backend.replay(program, 2);
  }
  // What waits has its order with what the host writes.
  scope.sweep(new Set([sum]));
  const again = scope.tensor("again", "f32", [N], numbers(N).fill(1));
  backend.dispatch(add, { x: again, sum }, { accumulate: 1 });
  read.push(...(await backend.read(sum, again)));
  return read;
}

/** Counts by whole workgroups, as those do that share memory. */
const GROUPS = `#import grid
struct Params { N: u32 }
@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read_write> counts: array<u32>;
@compute @workgroup_size(WORKGROUP_SIZE)
fn main(
  @builtin(local_invocation_index) index: u32,
  @builtin(workgroup_id) group: vec3u,
  @builtin(num_workgroups) groups: vec3u,
) {
  let n = workgroupIndex(group, groups) * WORKGROUP_SIZE + index;
  if n < params.N {
    counts[n] += n;
  }
}`;
const groups = defineKernel({
  shader: "x/groups.wgsl",
  bindings: { counts: { dtype: "u32", shape: "N", access: "update" } },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),
  reference() {},
});
const source = (path: string) => (path === "x/groups.wgsl" ? GROUPS : shaderSource(path));

test.skipIf(webgpu === null)("a dispatch in pieces gives the same bits", async () => {
  const { backend, counts } = await slow();
  const expected = await sums(webgpu!);
  expect(await sums(backend)).toEqual(expected);
  // The first is the measurement.
  expect(counts.dispatches).toBeGreaterThan(20);
  expect(counts.submits).toBeGreaterThan(10);

  counts.dispatches = 0;
  using scope = backend.scope("test");
  const counted = scope.zeros("counts", "u32", [N]);
  for (let i = 0; i < 2; i++) {
    backend.dispatch(groups, { counts: counted }, {});
    await backend.read({ tensor: counted, start: 0, length: 1 });
  }
  expect((await backend.read(counted))[0]).toEqual(
    Uint32Array.from({ length: N }, (_, n) => 2 * n),
  );
  expect(counts.dispatches).toBeGreaterThan(2);
  backend.dispose();
});

test.skipIf(webgpu === null).each([
  // Pieces that leave a card idle are of no use.
  { N: 2 ** 13, pieces: 1 },
  { N: 2 ** 18, pieces: 16 },
])("what nobody has seen is $pieces pieces on a card if it is $N", async ({ N, pieces }) => {
  const { backend, counts } = await slow({ software: false });
  await backend.prepare([groups]);
  using scope = backend.scope("test");
  const tensor = scope.zeros("counts", "u32", [N]);
  backend.dispatch(groups, { counts: tensor }, {});
  const [array] = await backend.read(tensor);
  expect(array.every((count, n) => count === n)).toBe(true);
  expect(counts.dispatches).toBe(pieces);
  backend.dispose();
});

test.skipIf(webgpu === null)("a flush sends what waits, before others use the device", async () => {
  const { backend, counts } = await slow();
  await sums(backend);
  using scope = backend.scope("test");
  const [x, sum] = ["x", "sum"].map((label) => scope.zeros(label, "f32", [N]));
  for (let i = 0; i < 10; i++) backend.dispatch(add, { x, sum }, { accumulate: 1 });
  const before = counts.submits;
  backend.flush();
  const sent = counts.submits;
  expect(sent).toBeGreaterThan(before + 5);
  await backend.read(sum);
  expect(counts.submits).toBe(sent + 1);
  backend.dispose();
});

test.skipIf(webgpu === null)(
  "a device that is lost while submits wait is a DeviceError",
  async () => {
    const { backend } = await slow();
    await sums(backend);
    using scope = backend.scope("test");
    const [x, sum] = ["x", "sum"].map((label) => scope.zeros(label, "f32", [N]));
    for (let i = 0; i < 20; i++) backend.dispatch(add, { x, sum }, { accumulate: 1 });
    const reading = backend.read(sum).catch((error: unknown) => error);
    backend.dispose();
    expect(await reading).toMatchObject({ code: "device" });
  },
);
