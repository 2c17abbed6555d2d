import { describe, expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import type { Checkpoint, StoredSegment } from "../../src/record.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

type Interventions = Experiment["interventions"];

async function checkpoints(
  interventions: Interventions,
  change: Partial<Experiment> = {},
): Promise<Checkpoint[]> {
  const experiment = await resolvedSmall({ generations: 5, interventions, ...change });
  const all: Checkpoint[] = [];
  for await (const { checkpoint } of generationsOf(experiment, { backend: cpu })) {
    all.push(await checkpoint());
  }
  return all;
}

/** Rows by generation of birth, in the order of the pool; the original ones are "o". */
function shape(pool: readonly StoredSegment[]): string {
  return pool
    .map(({ rows, birth, values }) => `${values === null ? "o" : birth}:${rows}`)
    .join(" ");
}

const shapes = async (interventions: Interventions, change?: Partial<Experiment>) =>
  (await checkpoints(interventions, change)).map(({ pool }) => shape(pool));

function weights({ tensors, pool }: Checkpoint): number[][] {
  return pool.map(({ weight, rows, values }) => {
    const L = 3;
    const one = weight === undefined ? null : tensors[weight];
    if (one === null) return Array.from({ length: L }, () => rows);
    const [, N] = one.shape;
    expect(values === null || tensors[values].shape[1] === N).toBe(true);
    return Array.from({ length: L }, (_, l) =>
      Array.from(one.data.subarray(l * N, l * N + rows)).reduce((sum, w) => sum + w, 0),
    );
  });
}

describe("pools are made of", () => {
  test("as much real data as the schedule says", async () => {
    const fraction = { from: 0, to: 0.5, over: 2, shape: "step" as const };
    expect(await shapes([{ name: "fresh-data", config: { fraction } }])).toEqual([
      "1:13",
      "2:13",
      "3:6 0:7",
      "4:6 0:7",
      "5:6 0:7",
    ]);
  });

  test("the same further real set, once", async () => {
    const set = { name: "fixed-real-set", config: { size: 4 } } as const;
    expect((await shapes([set])).at(-1)).toBe("5:13 0:4");
    const accumulated = "o:13 1:13 0:4 2:13 3:13";
    expect((await shapes([set, { name: "accumulate" }]))[2]).toBe(accumulated);
    expect((await shapes([{ name: "accumulate" }, set]))[2]).toBe("o:13 1:13 2:13 3:13 0:4");
    const sets = (await checkpoints([set])).map(({ pool, tensors }) =>
      Array.from(tensors[pool[1].values!].data),
    );
    for (const values of sets) expect(values).toEqual(sets[0]);
  });

  test("all original data and what models add", async () => {
    const synthetic = { values: [5, 7.4, 9] };
    expect(await shapes([{ name: "synthetic-augmentation", config: { synthetic } }])).toEqual([
      "o:13 1:5",
      "o:13 2:7",
      "o:13 3:9",
      "o:13 4:9",
      "o:13 5:9",
    ]);
  });

  test("shares of the newest model, the pool before and real data", async () => {
    const config = { alpha: 1, beta: 0.5, gamma: 0.5 };
    // 3.25 rows of 13 are real; 6.5 are not the model's own.
    expect((await shapes([{ name: "earlier-generations", config }]))[0]).toBe("o:4 1:6 0:3");
    expect((await shapes([{ name: "earlier-generations", config }]))[1]).toBe(
      "o:1 1:2 0:1 2:6 0:3",
    );
  });

  test("as many rows as a list, or a power, says", async () => {
    const list = { samples: { values: [20, 6] } };
    expect((await shapes([{ name: "pool-size", config: list }])).slice(0, 3)).toEqual([
      "1:20",
      "2:6",
      "3:6",
    ]);
    const power = { samples: 5, power: 2 };
    expect((await shapes([{ name: "pool-size", config: power }])).slice(0, 3)).toEqual([
      "1:20",
      "2:45",
      "3:80",
    ]);
  });

  test("a random part of all data so far, of the first size", async () => {
    for (const [g, checkpoint] of (
      await checkpoints([{ name: "accumulate-subsample" }])
    ).entries()) {
      expect(checkpoint.pool.length).toBe(g + 2);
      for (const l of [0, 1, 2]) {
        const chosen = weights(checkpoint).reduce((sum, masses) => sum + masses[l], 0);
        expect(chosen).toBe(13);
      }
    }
  });

  test("real rows by chance, as many rows in all", async () => {
    const config = { fraction: 0.4, rows: "independent" } as const;
    const counts = (await checkpoints([{ name: "fresh-data", config }])).flatMap((one) => {
      const [own, fresh] = weights(one);
      for (const l of [0, 1, 2]) expect(own[l] + fresh[l]).toBe(13);
      return fresh;
    });
    expect(new Set(counts).size).toBeGreaterThan(3);
  });
});

test("weights are for one fit, and real samples have their share in it", async () => {
  const interventions = [
    { name: "accumulate" },
    { name: "sample-weighting", config: { real: 0.7 } },
  ] as const;
  for (const [g, checkpoint] of (await checkpoints(interventions)).entries()) {
    const masses = weights(checkpoint);
    const all = 13 * (g + 2);
    for (const l of [0, 1, 2]) {
      expect(masses[0][l]).toBeCloseTo(0.7 * all, 4);
      for (const synthetic of masses.slice(1))
        expect(synthetic[l]).toBeCloseTo((0.3 * all) / (g + 1), 4);
    }
  }
});

test("a share of a pool that was thinned by chance is a share of what is left", async () => {
  const interventions = [
    { name: "accumulate-subsample" },
    { name: "keep-original", config: { fraction: 0.5 } },
  ] as const;
  for (const checkpoint of await checkpoints(interventions)) {
    const masses = weights(checkpoint);
    for (const l of [0, 1, 2]) {
      // The last segments are the archive.
      const birth = checkpoint.pool.map((segment) => segment.birth);
      const firstArchive = birth.lastIndexOf(Math.max(...birth)) + 1;
      const sum = (from: number, to?: number) =>
        masses.slice(from, to).reduce((total, mass) => total + mass[l], 0);
      expect(sum(firstArchive)).toBe(sum(0, firstArchive));
    }
  }
});

test("three shares of nothing are refused", async () => {
  const interventions = [
    { name: "earlier-generations", config: { alpha: 0, beta: 0, gamma: 0 } },
  ] as const;
  await expect(resolvedSmall({ interventions })).rejects.toThrow(
    /config\.alpha: .*nothing to learn/,
  );
});
