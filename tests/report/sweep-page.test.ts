import { createHash } from "node:crypto";
import { expect, test } from "vitest";
import { sweepPage } from "../../src/report/sweep-page.ts";
import { type SweepData, painting } from "../../src/report/sweep-script.ts";
import { smallReport } from "../support/diagrams.ts";

const page = sweepPage(smallReport);
const scripts = [...page.matchAll(/<script([^>]*)>([\s\S]*?)<\/script>/g)];
const data = JSON.parse(scripts[0][2]) as SweepData;

test("a page holds its numbers and its script, and lets nothing else run", () => {
  expect(scripts).toHaveLength(2);
  const hash = createHash("sha256").update(scripts[1][2]).digest("base64");
  expect(page).toContain(
    `default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-${hash}'`,
  );
  expect(page).not.toMatch(/(?:src|href)="(?!results\.)/);
  expect(page).toContain("Real data &lt;and&gt; bias");
  expect(page).toContain("cell 7 (samples 10): &lt;the loss&gt; is not finite");
  expect(page).toContain("&lt;/script&gt;");
});

test("without its script it shows the first quantity in the last generation", () => {
  expect(page).toContain(
    'data-at="samples 100, fraction 0.1"><title>samples 100, fraction 0.1: 0.25 ± 0.0025 data units²</title>',
  );
  expect(page).toContain('<td data-point="1" data-kind="measured">0.25 ± 0.0025 data units²</td>');
  expect(page.match(/<rect class="void"/g)).toHaveLength(3 * 3);
  expect(page.match(/<polyline class="iso"/g)).toHaveLength(2 * 3);
  expect(page).toContain(">k = 10</text>");
  expect([...page.matchAll(/<h2>(divisor [^<]*)<\/h2>/g)].map(([, title]) => title)).toEqual([
    "divisor N",
    "divisor N-1",
  ]);
});

test("the first value of an axis is at the left and at the bottom, and lines go through the middles", () => {
  const [svg] = page.match(/<svg[\s\S]*?<\/svg>/)!;
  const cellOf = (point: number) => {
    const [, ...edges] = new RegExp(
      `x="([\\d.]+)" y="([\\d.]+)" width="([\\d.]+)" height="([\\d.]+)" fill="[^"]*" data-point="${point}"`,
    ).exec(svg)!;
    const [x, y, width, height] = edges.map(Number);
    return { x, y, middle: [x + width / 2, y + height / 2] };
  };
  expect(cellOf(0).x).toBeLessThan(cellOf(1).x);
  expect(cellOf(0).y).toBeGreaterThan(cellOf(2).y);
  const [, points] = /<polyline class="iso" points="([^"]*)"/.exec(svg)!;
  const ends = points.split(" ").map((pair) => pair.split(",").map(Number));
  for (const [end, point] of [
    [ends[0], 2],
    [ends[1], 1],
  ] as const) {
    for (const i of [0, 1]) expect(end[i]).toBeCloseTo(cellOf(point).middle[i], 1);
  }
});

test("colours follow values from the least to the greatest of all generations, by ratios where they span many", () => {
  const [{ low, high, logarithmic }] = data.quantities;
  expect(low).toBeCloseTo(0.01, 12);
  expect([high, logarithmic]).toEqual([1.02, true]);
  const { measured, theory, ticks } = painting(data, 0, 2);
  const place = ({ fill }: { fill: string | null }) => data.sequential.indexOf(fill!);
  expect(place(measured[4])).toBe(0);
  expect(place(theory[0])).toBe(63);
  // 0.25 and 0.0625 lie by one ratio above another.
  expect(place(measured[0]) - place(measured[1])).toBeCloseTo(
    place(measured[1]) - place(measured[2]),
    -0.5,
  );
  expect(measured[3]).toEqual({ fill: null, text: "no value", place: null });
  expect([ticks[0], ticks[4]]).toEqual(["0.01", "1.02"]);
  const linear = painting(data, 1, 0);
  expect(linear.ticks).toEqual(["−1", "0", "1", "2", "3"]);
  expect(linear.measured.map(place)).toEqual([0, 16, 32, 47, 63]);
});

test("differences are in standard errors, and none where there is no theory", () => {
  const { difference, hasTheory } = painting(data, 0, 1);
  expect(hasTheory).toBe(true);
  // (1 − 1.02) / 0.01, which is a third of the way from nothing to the end of the colours.
  expect(difference[0].text).toBe("−2 standard errors");
  expect(data.diverging.indexOf(difference[0].fill!)).toBe(Math.round((0.5 - 2 / 12) * 63));
  expect(difference[3].fill).toBeNull();
  const silent = painting(data, 1, 1);
  expect(silent.hasTheory).toBe(false);
  expect(silent.difference.every(({ fill }) => fill === null)).toBe(true);
  expect(silent.measured[0].text).toBe("−1");
});

test("colours are told apart by the colour-blind: lightness rises all along", () => {
  const lightness = (colour: string) => {
    const [r, g, b] = colour.startsWith("#")
      ? colour
          .slice(1)
          .match(/../g)!
          .map((pair) => parseInt(pair, 16))
      : colour.match(/\d+/g)!.map(Number);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const rises = (colours: readonly string[]) =>
    colours.every((colour, i) => i === 0 || lightness(colour) > lightness(colours[i - 1]));
  expect(rises(data.sequential)).toBe(true);
  expect(rises(data.diverging.slice(0, 31))).toBe(true);
  expect(rises(data.diverging.slice(33).toReversed())).toBe(true);
});

test("over one setting it is a line as well, as high as its place among the colours", () => {
  const diagram = { ...smallReport.diagram, y: null, isoLines: [] };
  const panels = [{ title: "", rows: [[0, 2, 3]] }];
  const x = { label: "samples", texts: ["10", "30", "100"] };
  const single = sweepPage({ ...smallReport, diagram: { ...diagram, x, panels } });
  const [svg] = /<svg class="profile"[\s\S]*?<\/svg>/.exec(single)!;
  const edge = (name: string) => Number(new RegExp(`data-${name}="(\\d+)"`).exec(svg)![1]);
  const { measured, spreads, theory } = painting(data, 0, 2);
  const level = (place: number) => edge("bottom") - edge("height") * place;
  const dots = [...svg.matchAll(/data-dot="(\d)"[^>]* cy="([\d.]+)"[^>]* visibility="(\w+)"/g)];
  expect(dots.map(([, point, , visibility]) => [point, visibility])).toEqual([
    ["0", "visible"],
    ["2", "visible"],
    ["3", "hidden"],
  ]);
  for (const [, point, y] of dots.slice(0, 2)) {
    expect(Number(y)).toBeCloseTo(level(measured[Number(point)].place!), 1);
  }
  // One standard error below 1 and above it, by ratios from 0.01 to 1.02.
  expect(spreads[0]![0]).toBeCloseTo(Math.log(99) / Math.log(102), 4);
  expect(spreads[0]![1]).toBeCloseTo(Math.log(101) / Math.log(102), 4);
  const [, points] = /<polyline[^>]* points="([^"]*)"/.exec(svg)!;
  const heights = points.split(" ").map((pair) => Number(pair.split(",")[1]));
  expect(heights).toHaveLength(2);
  expect(heights[1]).toBeCloseTo(level(theory[2].place!), 1);
  expect(page).not.toContain('<svg class="profile"');
});

test("a sweep without a finished cell has a page too", () => {
  const empty = { ...smallReport.diagram, points: [], panels: [], quantities: [] };
  expect(sweepPage({ ...smallReport, diagram: empty })).toContain("No cell is finished.");
});
