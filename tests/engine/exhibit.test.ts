import { expect, test } from "vitest";
import { generationsOf } from "../../src/engine/run.ts";
import { decodeRecord, encodeRecord } from "../../src/store/record-line.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import type { GenerationRecord } from "../../src/record.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

async function recordsOf(change: Partial<Experiment>): Promise<GenerationRecord[]> {
  const experiment = await resolvedSmall({ interventions: [], generations: 2, ...change });
  const records: GenerationRecord[] = [];
  for await (const { record } of generationsOf(experiment, { backend: cpu })) records.push(record);
  return records;
}

test("texts come with what generation 0 learned from, once, and survive the store", async () => {
  const records = await recordsOf({
    dataset: { name: "text-file", config: { length: 8 } },
    family: { name: "ngram" },
    metrics: [{ name: "distinct-2" }],
    samples: 14,
  });
  const { facts } = await resolvedSmall({
    dataset: { name: "text-file", config: { length: 8 } },
    family: { name: "ngram" },
    metrics: [{ name: "distinct-2" }],
    interventions: [],
    samples: 14,
  });
  const [first, second] = records.map(({ exhibit }) => exhibit);
  if (facts.kind !== "tokens" || first?.kind !== "tokens" || second?.kind !== "tokens") {
    throw new Error("expected texts");
  }
  expect(first.original?.flat()).toEqual([...facts.blocks!.subarray(0, 12 * 8)]);
  expect(second.original).toBeUndefined();
  expect([first.tokens.length, first.percents?.length, first.percents?.[0].length]).toEqual([
    12, 12, 8,
  ]);
  for (const [g, record] of records.entries()) {
    const line = new TextEncoder().encode(encodeRecord(record).trimEnd());
    expect(decodeRecord(line, g, "here").exhibit).toEqual(record.exhibit);
  }
});

test("images come with what generation 0 learned from, as bytes of grey", async () => {
  const [first, second] = await recordsOf({
    dataset: { name: "drawn-digits" },
    family: { name: "vae", config: { epochs: 1, hidden: 4, latent: 2 } },
    metrics: [{ name: "reconstruction-error" }],
    lineages: 1,
    samples: 7,
  });
  if (first.exhibit?.kind !== "image" || second.exhibit?.kind !== "image") {
    throw new Error("expected images");
  }
  const { images, original } = first.exhibit;
  expect([images.length, original?.length]).toEqual([7, 7]);
  const bytes = original!.map((image) => Uint8Array.from(atob(image), (c) => c.charCodeAt(0)));
  for (const image of bytes) {
    expect(image).toHaveLength(28 * 28);
    // Paper, and ink on it.
    expect(Math.min(...image)).toBe(0);
    expect(Math.max(...image)).toBeGreaterThan(128);
  }
  expect(second.exhibit.original).toBeUndefined();
  const line = new TextEncoder().encode(encodeRecord(first).trimEnd());
  expect(decodeRecord(line, 0, "here").exhibit).toEqual(first.exhibit);
});
