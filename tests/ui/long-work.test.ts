import { describe, expect, test } from "vitest";
import type { Report, RunDescription, Traces } from "../../src/hosts/browser/protocol.ts";
import { linearMarks, logMarks } from "../../src/ui/axis-marks.ts";
import { fittingColumns, sheetPixels, sheetSize } from "../../src/ui/contact-sheet.ts";
import { formatBytes, formatRate } from "../../src/ui/format.ts";
import { panelOf, traceNames } from "../../src/ui/learning.ts";
import { progressInWords } from "../../src/ui/progress-words.ts";
import { estimateInWords, needsFiles } from "../../src/ui/words.ts";
import { markedText, markingInWords, promptsOf, realBlock } from "../../src/ui/text-words.ts";

const report: Report = {
  generation: 3,
  phase: "fit",
  done: 340,
  total: 1200,
  unit: "steps",
  perSecond: 21.4,
  traces: {},
  notice: null,
  left: { phase: 40, run: 600, isLeast: true },
};

describe("how far long work is", () => {
  test("is said in steps or tokens, with the time that is left", () => {
    expect(progressInWords(report)).toEqual([
      "learning in generation 3: step 340 of 1,200",
      "21 steps/s",
      "40 s left of learning",
      "more than 10 min left of the run",
    ]);
    const writing = { ...report, phase: "sample", unit: "tokens", perSecond: null } as const;
    expect(progressInWords({ ...writing, left: { phase: 2, run: 3, isLeast: false } })).toEqual([
      "writing in generation 3: token 340 of 1,200",
      "2 s left of writing",
      "3 s left of the run",
    ]);
  });

  test("says that nobody knows the time before anything was measured", () => {
    const left = { phase: null, run: null, isLeast: true };
    expect(progressInWords({ ...report, perSecond: null, left })).toEqual([
      "learning in generation 3: step 340 of 1,200",
      "time left: after the first steps",
    ]);
  });

  test("what is slower than one in two seconds is told by how long one takes", () => {
    expect(formatRate(12.34)).toBe("12 generations/s");
    expect(formatRate(0.05)).toBe("20 s per generation");
    expect(formatRate(0.005, "steps")).toBe("3 min per step");
  });

  test("bytes are as large as people say them", () => {
    expect([12, 2048, 345e6, 1.4e9, 9e12].map(formatBytes)).toEqual([
      "12 bytes",
      "2 KiB",
      "329 MiB",
      "1.3 GiB",
      "8,382 GiB",
    ]);
  });
});

describe("learning", () => {
  const traces = (...values: readonly number[]): Traces => ({
    "gradient-norm": values.map((value, step) => [step, 10 * value]),
    loss: values.map((value, step) => [step, value]),
  });

  test("has a panel for the loss first, wide enough for every finite value", () => {
    expect(traceNames([{}, traces(1)])).toEqual(["loss", "gradient-norm"]);
    const panel = panelOf("loss", traces(3, NaN, 2), [traces(4, 1, 1, 1), {}]);
    expect(panel.now).toEqual([
      [0, 3],
      [2, 2],
    ]);
    expect(panel.before).toHaveLength(1);
    expect([panel.steps, panel.isLog]).toEqual([3, false]);
    expect(panel.from).toBeLessThan(1);
    expect(panel.to).toBeGreaterThan(4);
  });

  test("is on a log axis where a linear one hides too much, and never divides by nothing", () => {
    expect(panelOf("loss", traces(1000, 1), []).isLog).toBe(true);
    expect(panelOf("loss", traces(1000, -1), []).isLog).toBe(false);
    const flat = panelOf("loss", traces(2, 2), []);
    expect(flat.to).toBeGreaterThan(flat.from);
    expect(panelOf("loss", {}, [])).toMatchObject({ from: 0, to: 1, steps: 0 });
  });

  test("marks lie within the axis and are few", () => {
    expect(linearMarks(0, 1200, 5)).toEqual([0, 200, 400, 600, 800, 1000, 1200]);
    expect(logMarks(1, 1e4, 5)).toEqual([1, 10, 100, 1000, 10_000]);
    expect(logMarks(3, 40, 8)).toEqual([5, 10, 20]);
    expect(logMarks(21, 68, 8)).toEqual([30, 40, 50, 60]);
    expect(logMarks(1e-9, 1e9, 4).length).toBeLessThanOrEqual(4);
  });
});

describe("contact sheets", () => {
  test("pixels are where they belong, with a gap between images", () => {
    const colors = { paper: [0, 0, 0], ink: [255, 100, 0], gap: [9, 9, 9] } as const;
    const images = [Uint8Array.of(255, 0), Uint8Array.of(0, 51), Uint8Array.of(255, 255)];
    const sheet = { images, height: 1, width: 2, columns: 2, colors };
    const { data, width, height } = sheetPixels(sheet);
    expect(sheetSize(sheet)).toEqual({ width: 5, height: 3 });
    const red = Array.from({ length: width * height }, (_, i) => data[4 * i]);
    expect(red).toEqual([255, 0, 9, 0, 51, 9, 9, 9, 9, 9, 255, 255, 9, 9, 9]);
    expect(data[1]).toBe(100);
    expect(data.filter((_, i) => i % 4 === 3).every((alpha) => alpha === 255)).toBe(true);
  });

  test("columns fill the room in whole pixels of the screen", () => {
    for (const [room, density] of [
      [470, 1],
      [577, 1],
      [165, 3],
      [165, 1],
      [300, 1.25],
    ]) {
      const columns = fittingColumns(28, room, density);
      const wide = columns * 29 - 1;
      const scale = Math.floor((room * density) / wide);
      expect(scale).toBeGreaterThanOrEqual(1);
      expect((scale * wide) / (room * density)).toBeGreaterThan(0.8);
    }
  });
});

describe("texts", () => {
  const encode = (text: string) => new TextEncoder().encode(text);
  const facts = {
    kind: "tokens" as const,
    length: 3,
    pieces: ["\n", "a", "b", "c", "d"].map(encode),
    glue: " " as const,
    start: 0,
    frequencies: Float64Array.of(0, 1, 1, 1, 1),
    blocks: Uint32Array.of(1, 2, 3, 4, 1, 2, 3),
    heldOut: Uint32Array.of(4, 4, 4),
    grammar: null,
  };
  const description = {
    experiment: {
      dataset: { name: "text-file", config: { order: "file" } },
      family: { name: "transformer", config: { prompt: "original" } },
    },
    real: facts,
  } as unknown as RunDescription;

  test("pieces of a text are marked where there is something to say, and joined elsewhere", () => {
    const text = { tokens: [1, 2, 3, 4, 1, 2, 3], percents: [100, 10, 20, 30, 40, 50, 60] };
    const strings = (marking: { repeats: boolean; probabilities: boolean }) =>
      markedText(facts, text, marking).map((part) =>
        typeof part === "string" ? part : part.values.join("|"),
      );
    expect(strings({ repeats: false, probabilities: false })).toEqual(["a b c d a b c"]);
    expect(strings({ repeats: true, probabilities: false })).toEqual(["a b c d", "|| a b c"]);
    expect(strings({ repeats: true, probabilities: true })).toEqual([
      "a",
      "p1|10 %| b",
      "p1|20 %| c",
      "p2|30 %| d",
      "p2|40 %| a",
      "p3|50 %| b",
      "p3|60 %| c",
    ]);
    expect(markingInWords(text)).toBe("43 % said before, median probability 40 %");
    expect(markingInWords({ ...text, percents: null })).toBe("43 % said before");
  });

  test("prompts are blocks of the original, where the family goes on from them", () => {
    expect(promptsOf(description)).toEqual({ isPrompted: true, isInOrder: true });
    const endless = { ...description, real: { ...facts, blocks: null } };
    expect(promptsOf(endless)).toEqual({ isPrompted: true, isInOrder: false });
    expect(realBlock(facts, 1)).toEqual(Uint32Array.of(4, 1, 2));
    expect(realBlock(facts, 2)).toBeNull();
    expect(realBlock(endless.real, 0)).toEqual(Uint32Array.of(4, 4, 4));
  });
});

test("what an experiment would take is said as far as it is known", () => {
  expect(estimateInWords(null)).toBe("");
  expect(estimateInWords({ memoryBytes: null, problem: "x", seconds: null })).toBe("");
  const known = { memoryBytes: 2 ** 20, problem: null, seconds: null };
  expect(estimateInWords(known)).toMatch(/^Takes about 1 MiB .*after its first steps\.$/);
  expect(estimateInWords({ ...known, seconds: 120 })).toContain("about 2 min as the last run");
  expect(needsFiles("A", ["b", "c"])).toContain("needs b and c from your own disk");
});
