import { expect, test } from "vitest";
import { phaseDiagram } from "../../src/report/phase-diagram.ts";
import type { Mark } from "../../src/report/sweep-script.ts";

const panel = { title: "", rows: [[0], [1]] };
const marks: Mark[] = [
  { fill: "#000", text: "1", place: 0 },
  { fill: null, text: "failed: <overflow>", place: null, isFailed: true },
];

function drawn(label: string): string {
  const x = { label: "samples", texts: ["10"] };
  return phaseDiagram({ x, y: { label, texts: ["0.1", "0.5"] }, isoLines: [] }, panel, marks, "");
}

test("a cell that failed is crossed out from corner to corner, and says why", () => {
  const svg = drawn("bias");
  const [, path] = /<path class="failed" d="([^"]*)"/.exec(svg)!;
  const [, ...box] =
    /x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="([\d.]+)" fill="none" data-point="1"/.exec(
      svg,
    )!;
  const [x, y, width, height] = box.map(Number);
  expect(path).toBe(`M${x},${y}L${x + width},${y + height}M${x},${y + height}L${x + width},${y}`);
  expect(svg).toContain("failed: &lt;overflow&gt;");
  expect(svg.match(/class="failed"/g)).toHaveLength(1);
});

test("a long label along the side makes the rows higher", () => {
  const heightOf = (svg: string) => Number(/viewBox="0 0 \d+ ([\d.]+)"/.exec(svg)![1]);
  expect(heightOf(drawn("functional approximation"))).toBeGreaterThan(heightOf(drawn("bias")) + 50);
  expect(heightOf(drawn("bias"))).toBe(heightOf(drawn("b")));
});
