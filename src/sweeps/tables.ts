import { csvFormatRows } from "d3-dsv";
import { parquetWriteBuffer } from "hyparquet-writer";
import { type NumberColumn, RESULT_COLUMNS, type Results } from "./results.ts";
import type { ResolvedAxis } from "./sweep.ts";

/** Rows that become text at once. */
const ROWS_PER_PIECE = 10_000;

/** A column by name: all of it, numbers or texts. */
interface Column {
  readonly name: string;
  readonly type: "INT32" | "DOUBLE" | "STRING";
  readonly data: Int32Array | Float64Array | (number | string | null)[];
}

/** The results as a table of a spreadsheet. Numbers in full double precision; NaN where there is none. */
export function resultsCsv(results: Results): Uint8Array {
  const columns = columnsOf(results);
  const encoder = new TextEncoder();
  const pieces = [encoder.encode(`${csvFormatRows([columns.map(({ name }) => name)])}\n`)];
  for (let from = 0; from < results.length; from += ROWS_PER_PIECE) {
    const count = Math.min(ROWS_PER_PIECE, results.length - from);
    const rows = Array.from({ length: count }, (_, i) =>
      columns.map(({ data }) => String(data[from + i] ?? "")),
    );
    pieces.push(encoder.encode(`${csvFormatRows(rows)}\n`));
  }
  return joined(pieces);
}

/** The same as Parquet; the sweep itself is under the key "sweep". */
export function resultsParquet(results: Results): Uint8Array {
  const columnData = columnsOf(results).map(({ name, type, data }) => {
    const nullable = Array.isArray(data) && data.includes(null);
    return { name, type, data, nullable };
  });
  const kvMetadata = [{ key: "sweep", value: JSON.stringify(results.sweep.sweep) }];
  return new Uint8Array(parquetWriteBuffer({ columnData, kvMetadata, createdBy: "ouroboros" }));
}

function columnsOf(results: Results): Column[] {
  const { sweep, length } = results;
  const cell = new Int32Array(length);
  const generation = new Int32Array(length);
  const texts = { kind: [] as string[], metric: [] as string[], unit: [] as string[] };
  const settings = sweep.axes.map(() => [] as (number | string | null)[]);
  const values = sweep.axes.map(plainValues);
  for (const row of results.rows()) {
    const { index, quantity } = row;
    cell[index] = row.cell.id;
    generation[index] = row.generation;
    texts.kind.push(quantity.kind);
    texts.metric.push(quantity.name);
    texts.unit.push(quantity.unit);
    for (const [i, place] of row.cell.at.entries()) settings[i].push(values[i].data[place]);
  }
  const numbers = RESULT_COLUMNS.slice(5) as readonly NumberColumn[];
  return [
    { name: "cell", type: "INT32", data: cell },
    ...sweep.axes.map(({ column: name }, i): Column => ({
      name,
      type: values[i].type,
      data: settings[i],
    })),
    { name: "generation", type: "INT32", data: generation },
    ...Object.entries(texts).map(([name, data]): Column => ({ name, type: "STRING", data })),
    ...numbers.map((name): Column => {
      const data = results.column(name);
      if (name === "lineages") return { name, type: "INT32", data: Int32Array.from(data) };
      if (!name.startsWith("theory")) return { name, type: "DOUBLE", data };
      return {
        name,
        type: "DOUBLE",
        data: Array.from(data, (value) => (Number.isNaN(value) ? null : value)),
      };
    }),
  ];
}

/** Numbers where all are numbers or off, else texts. */
function plainValues({ values, texts }: ResolvedAxis): {
  readonly type: "DOUBLE" | "STRING";
  readonly data: readonly (number | string | null)[];
} {
  const isNumber = values.every((value) => value === null || typeof value === "number");
  return isNumber ? { type: "DOUBLE", data: values } : { type: "STRING", data: texts };
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(pieces.reduce((sum, { length }) => sum + length, 0));
  let offset = 0;
  for (const piece of pieces) {
    whole.set(piece, offset);
    offset += piece.length;
  }
  return whole;
}
