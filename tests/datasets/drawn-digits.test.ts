import { describe, expect, test } from "vitest";
import { drawnDigits } from "../../src/datasets/drawn-digits.ts";
import type { FactsOf } from "../../src/distribution.ts";
import { backends, cpu } from "../support/backends.ts";
import { contextFor } from "../support/contexts.ts";

const usual = {
  alphabet: "digits",
  rare: "none",
  rareShare: 0.01,
  slant: 0.2,
  thickness: 2.6,
  noise: 0.08,
} as const;

const space = { kind: "image", height: 28, width: 28 } as const;

/** Grey values [rows, 784] of every lineage. */
async function draw(facts: FactsOf<"image">, { backend = cpu, rows = 20, lineages = 2 } = {}) {
  await backend.prepare(drawnDigits.kernels);
  using scope = backend.scope("test");
  const context = contextFor(backend, scope, { lineages, space });
  const real = drawnDigits.open(context, Array<FactsOf<"image">>(lineages).fill(facts));
  const { values } = real.draw(context, rows);
  const [all, heldOut] = await backend.read(values, real.forms.heldOut!);
  const size = rows * 784;
  const lineage = (l: number) => all.subarray(l * size, (l + 1) * size) as Float32Array;
  return { lineages: Array.from({ length: lineages }, (_, l) => lineage(l)), heldOut };
}

describe("facts", () => {
  test("give every class its exact share", () => {
    const { classes, frequencies } = drawnDigits.facts(usual);
    expect(classes).toEqual("0123456789".split(""));
    for (const share of frequencies!) expect(share).toBeCloseTo(0.1, 8);
    expect(frequencies!.reduce((a, b) => a + b)).toBe(1);
  });

  test("make a digit rare, and what is held out with it", () => {
    const { frequencies, heldOutLabels } = drawnDigits.facts({
      ...usual,
      alphabet: "digits-and-letters",
      rare: "4",
      rareShare: 0.02,
    });
    expect(frequencies).toHaveLength(16);
    expect(frequencies![4]).toBeCloseTo(0.02, 8);
    expect(frequencies![15]).toBeCloseTo(0.98 / 15, 8);
    const counts = Array.from({ length: 16 }, () => 0);
    for (const label of heldOutLabels!) counts[label]++;
    // Six standard errors of a thousand draws.
    for (const [k, share] of frequencies!.entries()) {
      const error = Math.sqrt((share * (1 - share)) / 1000);
      expect(Math.abs(counts[k] / 1000 - share), `class ${k}`).toBeLessThan(6 * error);
    }
  });

  test("are the same for the same settings", () => {
    const first = Buffer.from(drawnDigits.facts(usual).heldOut);
    const other = Buffer.from(drawnDigits.facts({ ...usual, thickness: 3 }).heldOut);
    const again = Buffer.from(drawnDigits.facts({ ...usual }).heldOut);
    expect(first.equals(again)).toBe(true);
    expect(first.equals(other)).toBe(false);
  });
});

test("a label is what its image shows: the nearest of the classes' mean images", () => {
  const { heldOut, heldOutLabels: labels } = drawnDigits.facts({ ...usual, slant: 0.05 });
  const means = Array.from({ length: 10 }, () => new Float64Array(784));
  const counts = Array.from({ length: 10 }, () => 0);
  for (const [n, label] of labels!.entries()) {
    counts[label]++;
    for (let d = 0; d < 784; d++) means[label][d] += heldOut[n * 784 + d];
  }
  let right = 0;
  for (const [n, label] of labels!.entries()) {
    const distances = means.map((mean, k) =>
      mean.reduce((sum, grey, d) => sum + (grey / counts[k] - heldOut[n * 784 + d]) ** 2, 0),
    );
    if (distances.indexOf(Math.min(...distances)) === label) right++;
  }
  // Labels at random would be right in a tenth of the cases.
  expect(right / labels!.length).toBeGreaterThan(0.6);
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test("images are ink on an empty background, within the frame", async () => {
    const [first] = (await draw(drawnDigits.facts(usual), { backend })).lineages;
    let ink = 0;
    let border = 0;
    for (const [i, grey] of first.entries()) {
      if (!(grey >= 0 && grey <= 1)) expect.fail(`${grey} is no grey`);
      ink += grey;
      const [row, column] = [Math.floor((i % 784) / 28), i % 28];
      if (row === 0 || row === 27 || column === 0 || column === 27) border += grey;
    }
    expect(border / ink).toBeLessThan(0.01);
    // A pen of 2.6 pixels along 20 to 60 pixels.
    expect(ink / 20).toBeGreaterThan(52);
    expect(ink / 20).toBeLessThan(156);
  });

  test("lineages draw their own images, and nobody what is held out", async () => {
    const facts = drawnDigits.facts(usual);
    const { lineages, heldOut } = await draw(facts, { backend });
    const rows = [...lineages, heldOut as Float32Array].flatMap((values) =>
      Array.from({ length: values.length / 784 }, (_, n) => values.slice(784 * n, 784 * n + 784)),
    );
    expect(new Set(rows.map(String)).size).toBe(rows.length);
  });
});
