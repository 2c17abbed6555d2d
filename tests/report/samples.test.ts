import { describe, expect, test } from "vitest";
import type { Exhibit, GenerationRecord } from "../../src/record.ts";
import { learningFigure } from "../../src/report/learning.ts";
import { inWords, ridges } from "../../src/report/ridges.ts";
import { samplesSection } from "../../src/report/samples.ts";
import { type HistogramSeries, histogramsOf } from "../../src/report/series.ts";
import { textsThrough } from "../../src/report/texts.ts";
import { resolvedSmall } from "../support/experiments.ts";

const ALONE = { interventions: [], metrics: [{ name: "held-out-loss" }], lineages: 1 } as const;
const digits = await resolvedSmall({
  ...ALONE,
  dataset: { name: "drawn-digits" },
  family: { name: "vae" },
  metrics: [{ name: "class-histogram" }, { name: "encoder-spread" }],
});
const language = (prompt: "original" | "none") =>
  resolvedSmall({
    ...ALONE,
    dataset: { name: "grammar", config: { length: 8 } },
    family: { name: "ngram", config: { prompt } },
  });

const recordsOf = (exhibits: readonly Exhibit[]): GenerationRecord[] =>
  exhibits.map((exhibit, generation) => ({ generation, metrics: {}, exhibit }));

describe("images", () => {
  const image = btoa(String.fromCharCode(...new Uint8Array(784)));
  const drawn = (count: number): Exhibit => ({
    kind: "image",
    images: Array.from({ length: count }, () => image),
  });
  const namesIn = (html: string) =>
    [...html.matchAll(/<figcaption>([^<]*)</g)].map(([, name]) => name);

  test("real ones, the first generation's, the last one's and some between", () => {
    const html = samplesSection(digits, recordsOf(Array.from({ length: 9 }, () => drawn(36))));
    const generations = [0, 2, 4, 6, 8].map((g) => `generation ${g}`);
    expect(namesIn(html)).toEqual(["real", ...generations]);
    expect(html.match(/src="data:image\/png;base64,/g)).toHaveLength(6);
    expect(html).toContain('alt="36 images, real"');
    // Six columns and rows of 56 pixels, 4 between any two.
    expect(html).toContain('width="356" height="356"');
  });

  test("what generation 0 learned from stands for the real ones where it is known", () => {
    const [first] = [{ ...drawn(7), original: [image, image, image] } as Exhibit];
    const html = samplesSection(digits, recordsOf([first]));
    expect(html).toContain('alt="3 images, real"');
    expect(html).toContain('alt="7 images, generation 0"');
    expect(html).toContain('width="356" height="116"');
  });

  test("a run without any has no section", () => {
    expect(samplesSection(digits, [{ generation: 0, metrics: {} }])).toBe("");
  });
});

describe("texts", () => {
  const facts = {
    pieces: ["\n", "<b>", "cat", "sat"].map((word) => new TextEncoder().encode(word)),
    glue: " ",
    start: 0,
  } as const;
  const wrote = (...tokens: number[]): Extract<Exhibit, { kind: "tokens" }> => ({
    kind: "tokens",
    tokens: [tokens],
    percents: null,
  });

  test("what was said before is marked, in one piece, and all of it is escaped", () => {
    const html = textsThrough(facts, [[3, wrote(1, 2, 3, 0, 1, 2, 3, 2)]], false);
    expect(html).toContain(
      '<span class="who">generation 3</span><p class="text">&lt;b&gt; cat sat ⏎<mark> &lt;b&gt; cat sat</mark> cat <small>38 % said before</small></p>',
    );
    const end = textsThrough(facts, [[0, wrote(1, 2, 3, 1, 2, 3)]], false);
    expect(end).toContain("<mark> &lt;b&gt; cat sat</mark> <small>50 %");
  });

  test("a prompt is said to be one, and only where there was one", async () => {
    const first: Exhibit = { ...wrote(5, 6, 7), original: [[8, 9, 10]] };
    const rows = async (prompt: "original" | "none") =>
      [
        ...samplesSection(await language(prompt), recordsOf([first])).matchAll(/who">([^<]*)</g),
      ].map(([, who]) => who);
    expect(await rows("original")).toEqual(["prompt, real", "generation 0"]);
    expect(await rows("none")).toEqual(["a real text", "generation 0"]);
  });
});

describe("ridges", () => {
  const series: HistogramSeries = {
    name: "sizes",
    title: "Sizes",
    summary: "",
    unit: "",
    bins: { edges: [1, 10, 100, 1000], scale: "log" },
    names: null,
    counts: [Float64Array.of(4, 0, 0), Float64Array.of(0, 2, 2), Float64Array.of(0, 0, 4)],
  };

  test("one for each generation, the first behind the others, with medians in their places", () => {
    const svg = ridges(series);
    expect(svg.match(/class="ridge"/g)).toHaveLength(3);
    expect(svg.match(/class="first"/g)).toHaveLength(2);
    const middles = [...svg.matchAll(/class="middle" x1="([\d.]+)"/g)].map(([, x]) => Number(x));
    // The plot is 548 wide from 76 on; medians are in the middle, at the end of their bins or between.
    for (const [i, place] of [1 / 6, 2 / 3, 5 / 6].entries()) {
      expect(middles[i]).toBeCloseTo(76 + 548 * place, 1);
    }
    expect(inWords(series)).toMatch(
      /^generation 0: median 3\.162, .*; generation 2: median 316\.2/,
    );
  });

  test("classes have their names, all of them", () => {
    const records = [0, 1].map((generation) => {
      const counts = new Float32Array(64);
      counts.set(generation === 0 ? [5, 5] : [0, 10]);
      return { generation, metrics: {}, histograms: { "class-histogram": counts } };
    });
    const [classes, ...others] = histogramsOf(digits, records);
    expect(others).toEqual([]);
    const svg = ridges(classes);
    for (let digit = 0; digit < 10; digit++) expect(svg).toContain(`middle">${digit}</text>`);
    expect(svg).not.toContain('class="middle"');
    expect(inWords(classes)).toContain("generation 1: most “1” (100 %)");
  });

  test("records without any give none", () => {
    expect(histogramsOf(digits, [{ generation: 0, metrics: {} }])).toEqual([]);
    expect(histogramsOf(digits, [])).toEqual([]);
  });
});

describe("training loss", () => {
  const record = (generation: number, ...losses: number[]): GenerationRecord => ({
    generation,
    metrics: {},
    traces: { loss: losses.map((loss, i) => [i + 1, loss]), "gradient-norm": [[1, 5]] },
  });

  test("a curve for each generation, without what is no number", () => {
    const html = learningFigure([record(0, 4, 3, 2), record(1, 3, NaN, 1.5), record(2, NaN, 1)]);
    expect(html.match(/<polyline class="loss/g)).toHaveLength(2);
    expect(html).toContain('<circle class="loss last dot"');
    expect(html).toContain("2 in generation 0, 1.5 in generation 1, 1 in generation 2.");
    expect(html).not.toContain("NaN");
  });

  test("where nothing was trained there is no figure", () => {
    expect(learningFigure([{ generation: 0, metrics: {} }])).toBe("");
  });
});
