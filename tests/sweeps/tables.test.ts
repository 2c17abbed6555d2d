import { csvParse } from "d3-dsv";
import { parquetMetadata, parquetReadObjects } from "hyparquet";
import { expect, test } from "vitest";
import { RESULT_COLUMNS, type Results } from "../../src/sweeps/results.ts";
import { resultsCsv, resultsParquet } from "../../src/sweeps/tables.ts";
import { theoryFor } from "../../src/theory/index.ts";
import { smallExperiment } from "../support/experiments.ts";
import { resolvedSweep, resultsOf } from "../support/sweeps.ts";

const drift = { ...smallExperiment, interventions: [], generations: 3 };

/** A number setting that may be off, one of names, and one whose column is another word. */
const sweep = await resolvedSweep({
  experiment: drift,
  axes: [
    { setting: "$.family.config.truncation", values: [2.5, null] },
    { setting: "$.family.config.divisor", values: ["N", "N-1"] },
    { setting: "$.lineages", values: [1, 4] },
  ],
});
const results = await resultsOf(sweep);
const rows = await parquetRows(results);

type Row = Record<string, string | number | null>;

async function parquetRows(table: Results): Promise<Row[]> {
  const bytes = resultsParquet(table);
  const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer;
  expect(parquetMetadata(file).key_value_metadata).toEqual([
    { key: "sweep", value: JSON.stringify(sweep.sweep) },
  ]);
  return (await parquetReadObjects({ file })) as Row[];
}

test("Parquet, as others read it, and CSV hold the same rows", () => {
  const csv = csvParse(new TextDecoder().decode(resultsCsv(results)));
  expect(rows).toHaveLength(8 * 3 * 2);
  expect(csv).toHaveLength(rows.length);
  expect(csv.columns).toEqual(Object.keys(rows[0]));
  expect(csv.columns.toSpliced(1, 3)).toEqual(RESULT_COLUMNS);
  expect(csv.columns.slice(1, 4)).toEqual(["truncation", "divisor", "experiment.lineages"]);
  for (const [i, row] of rows.entries()) {
    for (const [name, value] of Object.entries(row)) {
      expect(csv[i][name]).toBe(value === null ? "" : String(value));
    }
  }
});

test("rows follow on each other by cell, generation and quantity, with settings as they were", () => {
  const of = (name: string) => rows.map((row) => row[name]);
  expect(of("cell").slice(0, 7)).toEqual([0, 0, 0, 0, 0, 0, 1]);
  expect(of("generation").slice(0, 6)).toEqual([0, 0, 1, 1, 2, 2]);
  expect(of("metric").slice(0, 2)).toEqual(["variance", "mean"]);
  for (const row of rows) {
    const { at } = sweep.cells[row["cell"] as number];
    expect(row["truncation"]).toBe([2.5, null][at[0]]);
    expect(row["divisor"]).toBe(["N", "N-1"][at[1]]);
    expect(row["lineages"]).toBe([1, 4][at[2]]);
    expect(row["unit"]).toBe(row["metric"] === "variance" ? "data units²" : "data units");
    // One lineage has no spread that anybody knew.
    expect(Number.isNaN(row["standard_error"])).toBe(row["lineages"] === 1);
  }
});

test("theory stands beside what it foretells, and nothing where it is silent", () => {
  for (const cell of sweep.cells) {
    const curves = theoryFor(cell.experiment);
    for (const row of rows.filter((one) => one["cell"] === cell.id)) {
      for (const statistic of ["mean", "median"]) {
        const curve = curves.find(
          (one) => one.metric === row["metric"] && one.statistic === statistic,
        );
        const expected = curve?.values[row["generation"] as number] ?? null;
        expect(row[`theory_${statistic}`]).toBe(expected);
      }
    }
  }
  expect(rows.some((row) => row["theory_mean"] !== null)).toBe(true);
  expect(rows.some((row) => row["theory_mean"] === null)).toBe(true);
});

test("a table of nothing is a table, and metrics may differ between cells", async () => {
  expect(await parquetRows(await resultsOf(sweep, []))).toEqual([]);
  const axes = [
    { setting: "$.metrics", values: [[{ name: "mean" }], [{ name: "variance" }, { name: "w2" }]] },
  ];
  const differing = await resolvedSweep({ experiment: drift, axes });
  const table = await resultsOf(differing);
  expect(table.length).toBe(3 * (1 + 2));
  const csv = csvParse(new TextDecoder().decode(resultsCsv(table)));
  expect(csv.map(({ metric }) => metric)).toEqual(
    ["mean", "mean", "mean"].concat(...Array.from({ length: 3 }, () => ["variance", "w2"])),
  );
  expect(csv[3]["metrics"]).toBe("variance + w2");
});

test("what interventions report is there beside the metrics", async () => {
  const vocabulary = { name: "zipf", config: { categories: 20 } };
  const reporting = await resolvedSweep({
    experiment: {
      ...drift,
      dataset: vocabulary,
      family: { name: "categorical" },
      interventions: [{ name: "watermark" }],
      metrics: [{ name: "survivors" }],
    },
    axes: [{ setting: "$.samples", values: [30, 40] }],
  });
  const table = await resultsOf(reporting);
  const reports = table.quantities().filter(({ kind }) => kind === "report");
  const names = reports.map(({ name }) => name);
  expect(names.filter((name) => !/^(watermark|group)\./.test(name))).toEqual([]);
  expect(names).toEqual(expect.arrayContaining(["watermark.real-share", "group.common"]));
  const csv = csvParse(new TextDecoder().decode(resultsCsv(table)));
  for (const { name, unit } of reports) {
    const found = csv.filter(({ metric }) => metric === name);
    expect(found).toHaveLength(2 * 3);
    expect(found.every((row) => row["kind"] === "report" && row["unit"] === unit)).toBe(true);
  }
  for (const name of ["watermark.real-share", "group.common"]) {
    const found = csv.filter(({ metric }) => metric === name);
    expect(found.map(({ lineages }) => lineages)).toEqual(found.map(() => "3"));
    expect(found.every(({ mean }) => mean !== "" && Number.isFinite(Number(mean)))).toBe(true);
  }
});
