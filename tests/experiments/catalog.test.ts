import { expect, test } from "vitest";
import { catalog } from "../../src/experiments/catalog.ts";
import { experimentJsonSchema } from "../../src/experiments/schema.ts";

test("the catalogue and the schema name every setting of every plug-in", () => {
  const { datasets, families, interventions, metrics } = catalog();
  const schema = JSON.stringify(experimentJsonSchema());
  for (const { name, title, summary, settings } of [
    ...datasets,
    ...families,
    ...interventions,
    ...metrics,
  ]) {
    expect(title).not.toBe("");
    expect(summary).toMatch(/\.$/);
    expect(schema).toContain(`{"const":${JSON.stringify(name)}}`);
    for (const [key, { help }] of Object.entries(settings)) {
      expect(schema).toContain(`${JSON.stringify(key)}:{`);
      expect(schema).toContain(JSON.stringify(help).slice(1, -1));
    }
  }
  expect(metrics.find(({ name }) => name === "variance")!.kind).toBe("vector");
  expect(metrics.find(({ name }) => name === "entropy")!.kind).toBe("category");
});
