import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import { type Generation, runExperiment } from "../../src/engine/run.ts";
import { requireMemory } from "../../src/engine/memory.ts";
import type { ResolvedExperiment } from "../../src/experiments/experiment.ts";
import { categorical } from "../../src/families/categorical.ts";
import { type Counts, countsKernels, poolCounts } from "../../src/families/counts.ts";
import { type Family, type Progress, defineFamily } from "../../src/families/family.ts";
import { addCounts } from "../../src/kernels/categorical/add.ts";
import { drawKernels } from "../../src/kernels/categorical/draw.ts";
import type { Checkpoint } from "../../src/record.ts";
import { backends, cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

const STEPS = 3;

/** Adds the counts of the pool to those of generation 0, a few times over, and says how far it is. */
const patient = defineFamily({
  ...categorical,
  name: "patient",
  kernels: [...countsKernels, ...drawKernels],
  startsFromFirst: () => true,

  async *fit(context, pool, _config, { first, unfinished }): AsyncGenerator<Progress, Counts> {
    const added = poolCounts(context, pool);
    let state = (unfinished?.state ?? first ?? added) as Counts;
    for (let done = unfinished?.done ?? 0; done < STEPS;) {
      const next = {
        counts: context.scope.tensor("counts", "u32", state.counts.shape),
        totals: context.scope.tensor("totals", "u32", state.totals.shape),
      };
      const [firstCounts, firstTotals] = [state.counts, state.totals];
      const [secondCounts, secondTotals] = [added.counts, added.totals];
      context.backend.dispatch(
        addCounts,
        { firstCounts, firstTotals, secondCounts, secondTotals, ...next },
        {},
      );
      state = next;
      const traces = { loss: [[++done, 1 / done]] as const };
      yield await Promise.resolve({ done, total: STEPS, unit: "steps" as const, state, traces });
    }
    return state;
  },

  async *sample(context, parameters: Counts, count, _config, { unfinished }) {
    const temperature = new Float64Array(context.lineages).fill(1);
    const config = { statistics: "sampled" as const, temperature };
    const drawn = categorical.sample(context, parameters, count, config, {
      original: [],
      unfinished: null,
    }) as { values: Tensor<"u32">; frame: null };
    if (unfinished === null) {
      yield await Promise.resolve({ done: 1, total: 2, unit: "tokens" as const, state: {} });
    }
    return drawn;
  },
});

async function experimentOf(): Promise<ResolvedExperiment> {
  const experiment = await resolvedSmall({
    dataset: { name: "zipf", config: { categories: 9 } },
    family: { name: "categorical" },
    metrics: [{ name: "entropy" }, { name: "survivors" }],
    generations: 4,
  });
  return { ...experiment, family: { plugin: patient, config: {} } };
}

async function everything(
  experiment: ResolvedExperiment,
  backend: Backend,
  from: Checkpoint | null,
) {
  const generations: Generation[] = [];
  const places: string[] = [];
  const checkpoints: Checkpoint[] = [];
  for await (const event of runExperiment(experiment, { backend, from })) {
    checkpoints.push(await event.checkpoint());
    if (event.kind === "generation") {
      generations.push(event);
      places.push(`${event.record.generation}`);
    } else places.push(`${event.generation} ${event.phase} ${event.done}/${event.total}`);
  }
  return { records: generations.map(({ record }) => record), places, checkpoints };
}

describe.each(backends)("on $adapter.backend", (backend) => {
  test("long work says how far it is, after the record of the generation before", async () => {
    const { places, records } = await everything(await experimentOf(), backend, null);
    expect(places.slice(0, 10)).toEqual([
      "0 fit 1/3",
      "0 fit 2/3",
      "0 fit 3/3",
      "0 sample 1/2",
      "0",
      "1 fit 1/3",
      "1 fit 2/3",
      "1 fit 3/3",
      "1 sample 1/2",
      "1",
    ]);
    expect(records[1].traces).toEqual({ loss: [1, 2, 3].map((step) => [step, 1 / step]) });
  });

  test("goes on from the middle of every generation bit for bit", async () => {
    const experiment = await experimentOf();
    const { records, checkpoints } = await everything(experiment, backend, null);
    expect(checkpoints).toHaveLength(20);
    for (const from of checkpoints) {
      const rest = await everything(experiment, backend, from);
      expect(rest.records).toEqual(records.slice(from.generation + 1));
    }
  });
});

test("the need for memory counts the state of long work", async () => {
  const experiment = await experimentOf();
  const need = await requireMemory(experiment, cpu.adapter);
  const { checkpoints } = await everything(experiment, cpu, null);
  const bytes = checkpoints.map(({ tensors }) =>
    tensors.reduce((sum, { data }) => sum + data.byteLength, 0),
  );
  expect(need.checkpoint).toBe(Math.max(...bytes));
});

test("a run that is left in the middle of long work ends the work", async () => {
  let hasEnded = false;
  const family = {
    ...patient,
    async *fit() {
      try {
        yield await Promise.resolve({ done: 1, total: 9, unit: "steps" as const, state: {} });
      } finally {
        hasEnded = true;
      }
      return {};
    },
  } as unknown as Family;
  const experiment = { ...(await experimentOf()), family: { plugin: family, config: {} } };
  for await (const { kind } of runExperiment(experiment, { backend: cpu })) {
    expect(kind).toBe("progress");
    break;
  }
  expect(hasEnded).toBe(true);
});
