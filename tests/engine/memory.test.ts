import { describe, expect, test } from "vitest";
import type { AdapterInfo } from "../../src/compute/backend.ts";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { estimateBytes, requireMemory } from "../../src/engine/memory.ts";
import { runExperiment } from "../../src/engine/run.ts";
import { ConfigError } from "../../src/errors.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

/** Counts the bytes of all tensors that are alive, through the scopes that make them. */
class CountingBackend extends CpuBackend {
  most = 0;
  #held = 0;

  override scope(label: string) {
    const inner = super.scope(label);
    const sizes = new Map<object, number>();
    const counted = <T extends { readonly shape: readonly number[] }>(tensor: T): T => {
      const bytes = 4 * tensor.shape.reduce((product, extent) => product * extent, 1);
      sizes.set(tensor, bytes);
      this.#held += bytes;
      this.most = Math.max(this.most, this.#held);
      return tensor;
    };
    const freed = (tensor: object) => {
      this.#held -= sizes.get(tensor)!;
      sizes.delete(tensor);
    };
    const scope: ReturnType<CpuBackend["scope"]> = {
      tensor: (...words) => counted(inner.tensor(...words)),
      zeros: (...words) => counted(inner.zeros(...words)),
      sweep: (kept) => {
        for (const tensor of sizes.keys()) if (!kept.has(tensor as never)) freed(tensor);
        inner.sweep(kept);
      },
      [Symbol.dispose]: () => {
        for (const tensor of sizes.keys()) freed(tensor);
        inner[Symbol.dispose]();
      },
    };
    return scope;
  }
}

const CATEGORIES: Partial<Experiment> = {
  dataset: { name: "zipf", config: { categories: 700 } },
  family: { name: "categorical" },
  metrics: [{ name: "survivors" }, { name: "js" }],
};

describe("what a run holds at most is near the estimate, and not above it", () => {
  test.each<[string, Partial<Experiment>]>([
    ["replace", { interventions: [] }],
    ["many samples", { interventions: [], samples: 5000 }],
    ["few samples", { interventions: [], samples: 2 }],
    ["many dimensions", { dataset: { name: "standard-normal", config: { dimensions: 16 } } }],
    [
      "full covariance",
      {
        dataset: { name: "standard-normal", config: { dimensions: 16 } },
        family: { name: "gaussian", config: { covariance: "full" } },
      },
    ],
    ["accumulate", { interventions: [{ name: "accumulate" }], generations: 20, samples: 200 }],
    ["fresh", { interventions: [{ name: "fresh-data" }], generations: 20, samples: 200 }],
    ["categories", { ...CATEGORIES, interventions: [] }],
    [
      "categories, tempered",
      { ...CATEGORIES, family: { name: "categorical", config: { temperature: 2 } } },
    ],
    [
      "categories, accumulated",
      { ...CATEGORIES, interventions: [{ name: "accumulate" }], generations: 15 },
    ],
    ["categories, few samples", { ...CATEGORIES, samples: 2 }],
  ])("%s", async (_, change) => {
    const experiment = await resolvedSmall({ ...change, lineages: 4 });
    const backend = new CountingBackend();
    for await (const _ of runExperiment(experiment, { backend })) continue;
    const estimate = estimateBytes(experiment);
    expect(backend.most).toBeLessThanOrEqual(estimate);
    expect(backend.most).toBeGreaterThan(estimate / 8);
  });
});

describe("what does not fit is refused with a size that does", () => {
  const adapter = (change: Partial<AdapterInfo>): AdapterInfo => ({ ...cpu.adapter, ...change });

  async function refusal(change: Partial<Experiment>, machine: AdapterInfo) {
    const experiment = await resolvedSmall(change);
    try {
      requireMemory(experiment, machine);
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
    expect(await refusal({ ...change, generations: 10 }, adapter({ memoryBytes: 1e6 }))).toBeNull();
  });
});
