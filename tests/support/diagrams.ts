import type { SweepReport } from "../../src/report/sweep-page.ts";

const GENERATIONS = [0, 1, 2];

/** By generation and point: a variance that falls faster at the later points. */
const values = (factor: number) =>
  GENERATIONS.map((g) => Float64Array.of(1, 0.5, 0.25, NaN, 0.1).map((x) => factor * x ** g));

/** A report of five points in two panels, of which the fourth has no value. */
export const smallReport: SweepReport = {
  sweep: {
    version: 1,
    name: "small",
    title: "Real data <and> bias",
    experiment: {},
    axes: [],
    mode: "grid",
    invalid: "skip",
    budget: {},
  },
  facts: [["Cells", "5 of 8 finished"]],
  wrong: ["cell 7 (samples 10): <the loss> is not finite"],
  manifest: { format: 1, note: "</script>" },
  diagram: {
    x: { label: "samples", texts: ["10", "100"] },
    y: { label: "fraction", texts: ["0.1", "0.5"] },
    panels: [
      {
        title: "divisor N",
        rows: [
          [0, 1],
          [2, 3],
        ],
      },
      {
        title: "divisor N-1",
        rows: [
          [4, null],
          [null, null],
        ],
      },
    ],
    isoLines: [
      {
        label: "k = 10",
        points: [
          [0, 1],
          [1, 0],
        ],
      },
    ],
    generations: GENERATIONS,
    points: Array.from({ length: 5 }, () => ({ cells: [] })),
    quantities: [
      {
        kind: "metric",
        name: "variance",
        title: "Variance",
        summary: "Spread.",
        unit: "data units²",
        mean: values(1),
        standardError: values(0.01),
        theory: values(1.02),
      },
      {
        kind: "report",
        name: "watermark.kept",
        title: "Watermark: kept </script>",
        summary: "Kept.",
        unit: "",
        mean: GENERATIONS.map(() => Float64Array.of(-1, 0, 1, 2, 3)),
        standardError: GENERATIONS.map(() => new Float64Array(5).fill(NaN)),
        theory: GENERATIONS.map(() => new Float64Array(5).fill(NaN)),
      },
    ],
  },
};
