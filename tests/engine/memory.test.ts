import { describe, expect, test } from "vitest";
import type { AdapterInfo } from "../../src/compute/backend.ts";
import { BufferPool, type PooledBuffer } from "../../src/compute/buffer-pool.ts";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { type Tensor, byteLength } from "../../src/compute/tensor.ts";
import type { Size } from "../../src/engine/counting-backend.ts";
import { dryRun } from "../../src/engine/dry-run.ts";
import { memoryNeed, needOf, requireMemory } from "../../src/engine/memory.ts";
import { generationsOf } from "../../src/engine/run.ts";
import { ConfigError } from "../../src/errors.ts";
import type { Experiment, ResolvedExperiment } from "../../src/experiments/experiment.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

const WEBGPU: AdapterInfo = { ...cpu.adapter, backend: "webgpu" };

/** Counts what is alive through the scopes that make it, and gives each tensor a buffer. */
class CountingBackend extends CpuBackend {
  tensors = 0;
  largestTensor = 0;
  readonly buffers = { most: 0 };
  readonly #pool = countedPool(this.buffers);
  #alive = 0;

  override scope(label: string) {
    const inner = super.scope(label);
    const taken = new Map<Tensor, PooledBuffer>();
    const counted = <T extends Tensor>(tensor: T): T => {
      const bytes = byteLength(tensor.shape);
      taken.set(tensor, this.#pool.take(bytes, tensor.label));
      this.#alive += bytes;
      this.tensors = Math.max(this.tensors, this.#alive);
      this.largestTensor = Math.max(this.largestTensor, bytes);
      return tensor;
    };
    const freed = (tensor: Tensor, buffer: PooledBuffer) => {
      this.#pool.give(buffer);
      this.#alive -= byteLength(tensor.shape);
      taken.delete(tensor);
    };
    const scope: ReturnType<CpuBackend["scope"]> = {
      tensor: (...words) => counted(inner.tensor(...words)),
      zeros: (...words) => counted(inner.zeros(...words)),
      view: (...words) => inner.view(...words),
      sweep: (kept) => {
        for (const [tensor, buffer] of taken) if (!kept.has(tensor)) freed(tensor, buffer);
        inner.sweep(kept);
      },
      [Symbol.dispose]: () => {
        for (const [tensor, buffer] of taken) freed(tensor, buffer);
        inner[Symbol.dispose]();
      },
    };
    return scope;
  }
}

/** A pool over as much of a device as it asks for, which says how many bytes it held at most. */
function countedPool(held: { most: number }): BufferPool {
  let bytes = 0;
  const createBuffer = ({ size }: GPUBufferDescriptor) => {
    bytes += size;
    held.most = Math.max(held.most, bytes);
    return { destroy: () => (bytes -= size) };
  };
  const device = { createBuffer, pushErrorScope() {}, popErrorScope: () => Promise.resolve(null) };
  const options = { label: "tensor", usage: 0, onOutOfMemory: () => {} };
  return new BufferPool(device as unknown as GPUDevice, options);
}

/** Of a run, and of the dry run that foretells it. */
const GENERATIONS = 110;
const ALL = { generations: Infinity, changes: Infinity };
const KNOWN = { generations: 72, changes: Infinity };

const VECTORS: Partial<Experiment> = { metrics: [{ name: "variance" }, { name: "w2" }] };
const FULL: Partial<Experiment> = {
  ...VECTORS,
  family: { name: "gaussian", config: { covariance: "full" } },
};
const CATEGORIES: Partial<Experiment> = {
  dataset: { name: "zipf", config: { categories: 700 } },
  family: { name: "categorical" },
  metrics: [{ name: "survivors" }, { name: "js" }],
};
const KINDS = { diagonal: VECTORS, full: FULL, categorical: CATEGORIES };

const NAMES = ["accumulate", "keep-original", "fresh-data"] as const;
type Name = (typeof NAMES)[number];

/** Every choice of interventions, in every order. */
function orders(of: readonly Name[] = NAMES): Name[][] {
  return [
    [],
    ...of.flatMap((first) =>
      orders(of.filter((name) => name !== first)).map((rest) => [first, ...rest]),
    ),
  ];
}

function chosen(order: readonly Name[], fraction: number): Experiment["interventions"] {
  return order.map((name) => (name === "accumulate" ? { name } : { name, config: { fraction } }));
}

/** What a run on a backend that counts takes, and the bytes of its largest checkpoint. */
async function taken(experiment: ResolvedExperiment) {
  const backend = new CountingBackend();
  let stored = 0;
  for await (const { checkpoint } of generationsOf(experiment, { backend })) {
    const { tensors } = await checkpoint();
    stored = Math.max(
      stored,
      tensors.reduce((sum, { data }) => sum + data.byteLength, 0),
    );
  }
  const { tensors, buffers, largestTensor } = backend;
  return { tensors, buffers: buffers.most, largestTensor, checkpoint: stored };
}

describe("what a run takes is known beforehand, to the byte", () => {
  test.each<[string, Partial<Experiment>]>([
    ["many samples", { interventions: [], samples: 3000 }],
    ["few samples", { interventions: [], samples: 2 }],
    ["one generation", { generations: 1 }],
    ["two generations", { generations: 2 }],
    ["many dimensions", { dataset: { name: "standard-normal", config: { dimensions: 16 } } }],
    ["two modes", { dataset: { name: "gaussian-pair" } }],
    ["truncated", { family: { name: "gaussian", config: { truncation: 2 } } }],
    ["unbiased", { family: { name: "gaussian", config: { divisor: "N-1" } } }],
    ["one lineage", { lineages: 1 }],
    ["as many lineages as stand for all", { lineages: 11 }],
    [
      "categories, tempered",
      { ...CATEGORIES, family: { name: "categorical", config: { temperature: 2 } } },
    ],
    ["categories, few samples", { ...CATEGORIES, samples: 2 }],
  ])("%s", async (_, change) => {
    const experiment = await resolvedSmall(change);
    expect(await memoryNeed(experiment, WEBGPU)).toMatchObject(await taken(experiment));
  });

  describe.each(Object.entries(KINDS))("%s", (_, kind) => {
    test.each([0.1, 0.5])("interventions in any order, with a fraction of %d", async (fraction) => {
      for (const order of orders()) {
        const interventions = chosen(order, fraction);
        const change = { ...kind, interventions, lineages: 2, generations: 14, samples: 20 };
        const experiment = await resolvedSmall(change);
        const need = await memoryNeed(experiment, WEBGPU);
        expect(need, order.join()).toMatchObject(await taken(experiment));
      }
    });
  });

  test("buffers that wait are given back when they are too many", async () => {
    // Every generation draws more fresh rows than the one before, so that no buffer is used again.
    const experiment = await resolvedSmall({
      interventions: chosen(["accumulate", "fresh-data"], 0.5),
      samples: 2000,
      generations: 100,
    });
    const dry = await dryRun(experiment, WEBGPU);
    const lineages = 50;
    const held = { most: 0 };
    const pool = countedPool(held);
    const taken = new Map<Size, PooledBuffer[]>();
    for (const { size, sign } of dry.changes.slice(0, dry.ends.at(-1))) {
      const bytes = size.each * lineages + size.shared;
      const alike = taken.get(size) ?? [];
      taken.set(size, alike);
      if (sign > 0) alike.push(pool.take(bytes, "test"));
      else pool.give(alike.pop()!);
    }
    const { tensors, buffers } = needOf(dry, "webgpu", { ...experiment, lineages });
    expect(buffers).toBe(held.most);
    expect(buffers).toBeGreaterThan(1.3 * tensors);
  });
});

describe("what longer runs take is foretold", () => {
  const growing = orders().filter((order) => order.includes("accumulate"));

  test.each(
    Object.entries(KINDS).flatMap(([name, kind]) =>
      [0.1, 0.5].map((fraction) => [name, fraction, kind] as const),
    ),
  )("%s, with a fraction of %d", async (_, fraction, kind) => {
    for (const order of growing) {
      const interventions = chosen(order, fraction);
      const experiment = await resolvedSmall({ ...kind, interventions, generations: GENERATIONS });
      const beginning = await dryRun(experiment, WEBGPU, null, KNOWN);
      const whole = await dryRun(experiment, WEBGPU, null, ALL);
      expect([beginning, whole].map(({ ends }) => ends.length)).toEqual([
        KNOWN.generations,
        GENERATIONS,
      ]);
      const need = needOf(beginning, "cpu", experiment);
      const truth = needOf(whole, "cpu", experiment);
      for (const what of ["total", "tensors", "largestTensor", "checkpoint"] as const) {
        const place = `${order.join()}: ${what}`;
        expect(need[what], place).toBeGreaterThanOrEqual(truth[what]);
        expect(need[what], place).toBeLessThanOrEqual(2 * truth[what]);
      }
    }
  });

  test("as far as it goes by default", async () => {
    const interventions = chosen(["accumulate", "fresh-data"], 0.5);
    const experiment = await resolvedSmall({ interventions, generations: 250 });
    const need = await memoryNeed(experiment, cpu.adapter);
    const truth = needOf(await dryRun(experiment, WEBGPU, null, ALL), "cpu", experiment);
    expect(need.total).toBeGreaterThanOrEqual(truth.total);
    expect(need.total).toBeLessThan(2 * truth.total);
  });

  test("a tensor that grows is seen before it is the largest", async () => {
    const interventions = chosen(["accumulate", "fresh-data"], 0.005);
    for (const kind of [VECTORS, CATEGORIES]) {
      const change = { ...kind, interventions, samples: 1000, generations: 1000 };
      const { largestTensor } = await memoryNeed(await resolvedSmall(change), cpu.adapter);
      const experiment = await resolvedSmall({ ...change, interventions: [], generations: 1 });
      const { largestTensor: drawn } = await memoryNeed(experiment, cpu.adapter);
      // In the last generation five times as many fresh rows are drawn as samples.
      expect(largestTensor).toBeGreaterThanOrEqual(5 * drawn);
      expect(largestTensor).toBeLessThanOrEqual(10 * drawn);
    }
  });

  test("without accumulation a few generations tell all", async () => {
    for (const order of orders().filter((one) => !one.includes("accumulate"))) {
      const interventions = chosen(order, 0.5);
      const experiment = await resolvedSmall({ interventions, generations: 2 ** 24 - 1 });
      const dry = await dryRun(experiment, WEBGPU);
      expect(dry.isSteady).toBe(true);
      expect(dry.ends.length).toBeLessThan(10);
    }
  });
});

describe("what does not fit is refused with a size that does", () => {
  const adapter = (change: Partial<AdapterInfo>): AdapterInfo => ({ ...cpu.adapter, ...change });

  async function refusal(change: Partial<Experiment>, machine: AdapterInfo) {
    const experiment = await resolvedSmall(change);
    try {
      await requireMemory(experiment, machine);
    } catch (error) {
      if (error instanceof ConfigError) return error;
      throw error;
    }
    return null;
  }

  test.each<[string, Partial<Experiment>, Partial<AdapterInfo>, "lineages" | "samples"]>([
    ["in all", { lineages: 1000, samples: 1000 }, { memoryBytes: 2e6 }, "lineages"],
    ["in one tensor", { lineages: 1000, samples: 1000 }, { maxTensorBytes: 1e5 }, "lineages"],
    ["in one lineage", { samples: 1e6 }, { memoryBytes: 3e6 }, "samples"],
  ])("%s", async (_, change, limits, key) => {
    const error = await refusal(change, adapter(limits));
    expect(error?.path).toBe(`$.${key}`);
    const fits = Number(/up to (\d+) /.exec(error!.message)![1]);
    const rest = key === "samples" ? { lineages: 1 } : {};
    expect(await refusal({ ...change, ...rest, [key]: fits }, adapter(limits))).toBeNull();
    expect(await refusal({ ...change, ...rest, [key]: fits + 1 }, adapter(limits))).not.toBeNull();
  });

  test("nothing but fewer generations would help", async () => {
    const change = { interventions: [{ name: "accumulate" }], generations: 1e6 } as const;
    const error = await refusal(change, adapter({ memoryBytes: 1e6 }));
    expect(error?.path).toBe("$.generations");
    const fits = Number(/up to (\d+) fit/.exec(error!.message)![1]);
    for (const [generations, isRefused] of [
      [fits, false],
      [fits + 1, true],
    ] as const) {
      const refused = await refusal({ ...change, generations }, adapter({ memoryBytes: 1e6 }));
      expect(refused !== null).toBe(isRefused);
    }
  });

  test("what draws more samples than the experiment says is named", async () => {
    const sized = (samples: number): Partial<Experiment> => ({
      interventions: [{ name: "fresh-data" }, { name: "pool-size", config: { samples } }],
    });
    const error = await refusal(sized(1e6), adapter({ memoryBytes: 1e6 }));
    expect(error?.path).toBe("$.interventions[1].config");
    expect(error?.detail).toContain('"pool-size" draws too many samples even for one lineage');
    expect(await refusal(sized(100), adapter({ memoryBytes: 1e6 }))).toBeNull();
    const nothing = await refusal(sized(100), adapter({ memoryBytes: 10 }));
    expect(nothing?.detail).toContain("take fewer of everything");
  });

  test("the copies of a checkpoint count", async () => {
    const { total, buffers, tensors, checkpoint } = await memoryNeed(await resolvedSmall(), WEBGPU);
    expect(total).toBe(buffers + 3 * checkpoint);
    expect((await memoryNeed(await resolvedSmall(), cpu.adapter)).total).toBe(
      tensors + 2 * checkpoint,
    );
  });
});

test("a member that leaves late is foreseen: the others' pools have more places then", async () => {
  const leaving = (leaves: readonly number[]) =>
    resolvedSmall({
      interventions: [{ name: "exchange", config: { members: 3, rate: 0.1, leaves } }],
      generations: 80,
      samples: 5000,
    });
  const { tensors: never } = await memoryNeed(await leaving([]), cpu.adapter);
  const { tensors: late } = await memoryNeed(await leaving([70]), cpu.adapter);
  const { tensors: soon } = await memoryNeed(await leaving([2]), cpu.adapter);
  expect(late).toBe(soon);
  expect(late).toBeGreaterThan(never);
});
