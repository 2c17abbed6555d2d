import { describe, expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import type { Checkpoint, GenerationRecord } from "../../src/record.ts";
import { backends } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

describe.each(backends)("exact statistics on $adapter.backend", (backend) => {
  async function records(change: Partial<Experiment>, from: Checkpoint | null = null) {
    const all: GenerationRecord[] = [];
    let checkpoint: Checkpoint | null = null;
    const experiment = await resolvedSmall({ interventions: [], ...change });
    for await (const generation of generationsOf(experiment, { backend, from })) {
      all.push(generation.record);
      if (generation.record.generation === 3) checkpoint = await generation.checkpoint();
    }
    return { all, checkpoint: checkpoint! };
  }
  const series = (all: readonly GenerationRecord[], metric: string) =>
    all.map(({ metrics }) => metrics[metric][1]);
  const gaussian = (config: object) => ({
    name: "gaussian" as const,
    config: { statistics: "exact" as const, ...config },
  });

  test("a Gaussian that contains the truth never changes", async () => {
    for (const covariance of ["diagonal", "full"] as const) {
      const { all } = await records({ family: gaussian({ covariance }) });
      for (const variance of series(all, "variance")) expect(variance).toBeCloseTo(1, 5);
      for (const mean of series(all, "mean")) expect(mean).toBe(0);
    }
  });

  test("one Gaussian on two modes takes both of them once, and stays there", async () => {
    const dataset = { name: "gaussian-pair" as const, config: { separation: 6, deviation: 0.5 } };
    const { all } = await records({ dataset, family: gaussian({}) });
    for (const variance of series(all, "variance")) expect(variance / (0.25 + 9)).toBeCloseTo(1, 5);
  });

  test("bias and shrinkage alone compound: (λ / (1 + s))ⁿ", async () => {
    const { all } = await records({ family: gaussian({ samplingBias: 0.8, shrinkage: 0.25 }) });
    for (const [g, variance] of series(all, "variance").entries()) {
      expect(variance / (0.8 ** g * 1.25 ** -(g + 1))).toBeCloseTo(1, 4);
    }
  });

  test("a share of fresh data holds the bias at γ / (1 - (1 - γ) λ)", async () => {
    const { all } = await records({
      family: gaussian({ samplingBias: 0.5 }),
      interventions: [{ name: "fresh-data", config: { fraction: 0.3 } }],
      samples: 10,
      generations: 60,
    });
    expect(series(all, "variance").at(-1)! / (0.3 / (1 - 0.7 * 0.5))).toBeCloseTo(1, 4);
  });

  test("probabilities follow p^(1/Tⁿ), and none is lost", async () => {
    const categories = {
      dataset: { name: "zipf" as const, config: { categories: 40 } },
      family: {
        name: "categorical" as const,
        config: { statistics: "exact" as const, temperature: 1.25 },
      },
      metrics: [{ name: "heterozygosity" as const }, { name: "survivors" as const }],
      generations: 5,
    };
    const { all } = await records(categories);
    const p = Array.from({ length: 40 }, (_, k) => 1 / (k + 1));
    for (const [g, found] of series(all, "heterozygosity").entries()) {
      const powers = p.map((x) => x ** (1.25 ** -g));
      const sum = powers.reduce((a, b) => a + b, 0);
      const expected = 1 - powers.reduce((square, x) => square + (x / sum) ** 2, 0);
      expect(found / expected).toBeCloseTo(1, 4);
    }
    expect(series(all, "survivors")).toEqual([40, 40, 40, 40, 40]);
    const mixed = { interventions: [{ name: "fresh-data" as const, config: { fraction: 0.5 } }] };
    const held = (await records({ ...categories, ...mixed })).all;
    expect(series(held, "heterozygosity").at(-1)).toBeLessThan(
      series(all, "heterozygosity").at(-1)!,
    );
  });

  test("a mixture that contains the truth never changes, and narrows by its shrinkage alone", async () => {
    const mixture = (shrinkage: number) =>
      records({
        dataset: { name: "gaussian-pair", config: { separation: 6, deviation: 0.5 } },
        family: { name: "mixture", config: { statistics: "exact", components: 3, shrinkage } },
        generations: 4,
      });
    for (const shrinkage of [0, 0.5]) {
      for (const [g, variance] of series((await mixture(shrinkage)).all, "variance").entries()) {
        expect(variance / (9 + 0.25 * (1 + shrinkage) ** -(g + 1))).toBeCloseTo(1, 5);
      }
    }
  });

  test("a mixture with too few components for its source says so", async () => {
    const family = {
      name: "mixture" as const,
      config: { statistics: "exact" as const, components: 1 },
    };
    const run = records({ dataset: { name: "gaussian-pair" }, family });
    await expect(run).rejects.toThrow("more components");
  });

  test("a run goes on as if it had never stopped", async () => {
    const change = {
      family: gaussian({ samplingBias: 0.7, covariance: "full" }),
      interventions: [{ name: "accumulate" as const }],
    };
    const { all, checkpoint } = await records(change);
    expect((await records(change, checkpoint)).all).toEqual(all.slice(4));
  });
});
