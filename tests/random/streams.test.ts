import { expect, test } from "vitest";
import { experimentSchema } from "../../src/experiments/schema.ts";
import { PLUGINS_PER_KIND, Stream } from "../../src/random/streams.ts";
import { smallExperiment } from "../support/experiments.ts";
import * as v from "valibot";

/** The field of an address that holds the stream has eight bits. */
const STREAMS = 256;

test("the streams of metrics and interventions run into nothing", () => {
  expect(Stream.METRIC + PLUGINS_PER_KIND).toBeLessThanOrEqual(Stream.INTERVENTION);
  expect(Stream.INTERVENTION + PLUGINS_PER_KIND).toBeLessThanOrEqual(Stream.CHOICE);
  expect(Stream.CHOICE + PLUGINS_PER_KIND).toBeLessThanOrEqual(STREAMS);
  const others = Object.values(Stream).filter((stream) => stream < Stream.METRIC);
  expect(others).toHaveLength(8);
  expect(new Set(others).size).toBe(others.length);
});

test.each(["metrics", "interventions"] as const)("no more %s than there are streams", (kind) => {
  const [one] = { metrics: [{ name: "mean" }], interventions: [{ name: "accumulate" }] }[kind];
  const listing = (count: number) => ({ ...smallExperiment, [kind]: Array(count).fill(one) });
  const accepts = (count: number) => v.safeParse(experimentSchema(), listing(count)).success;
  expect([PLUGINS_PER_KIND, PLUGINS_PER_KIND + 1].map(accepts)).toEqual([true, false]);
});
