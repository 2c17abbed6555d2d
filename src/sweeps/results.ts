import { lineagesTogether } from "../ecosystem.ts";
import type { ResolvedExperiment } from "../experiments/experiment.ts";
import type { GenerationRecord } from "../record.ts";
import { groupReports } from "../engine/groups.ts";
import { groupTitle } from "../group-curves.ts";
import { reportsOf } from "../reports.ts";
import { summarize, summarizeKnown } from "../statistics.ts";
import { theoryFor } from "../theory/index.ts";
import type { Cell, ResolvedSweep } from "./sweep.ts";

/** Over the lineages of a cell, and what theory says of them. */
const NUMBERS = [
  "lineages",
  "mean",
  "standard_error",
  "q05",
  "q25",
  "median",
  "q75",
  "q95",
  "theory_mean",
  "theory_median",
  "theory_limit",
] as const;
export type NumberColumn = (typeof NUMBERS)[number];

/** The columns of tables, but for those of the axes, which follow the first one. */
export const RESULT_COLUMNS: readonly string[] = [
  "cell",
  "generation",
  "kind",
  "metric",
  "unit",
  ...NUMBERS,
];

/** One number per lineage and generation: of a metric, or in the report of an intervention. */
export interface Quantity {
  readonly kind: "metric" | "report";
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly unit: string;
}

const GROUP_SUMMARY =
  "Of a group of the real data: its share, or the share of its members or of its rarest ones that are alive.";

/** Everything that a cell gives as one number per lineage. */
export function quantitiesOf({
  metrics,
  interventions,
  facts,
  family,
}: ResolvedExperiment): Quantity[] {
  const measured = metrics
    .filter(({ plugin: { bins } }) => bins === undefined)
    .map(({ plugin: { name, title, summary, unit } }): Quantity => {
      return { kind: "metric", name, title, summary, unit };
    });
  const reports = reportsOf(interventions.map(({ plugin }) => plugin));
  const names = groupReports(facts, family.plugin)?.names ?? [];
  const groups = names
    .filter((name) => name !== null)
    .map((name) => ({ name, title: groupTitle(name), summary: GROUP_SUMMARY, unit: "" }));
  return [
    ...measured,
    ...[...reports, ...groups].map((report): Quantity => ({ kind: "report", ...report })),
  ];
}

interface Block {
  readonly start: number;
  readonly of: readonly Quantity[];
  readonly generations: number;
  /** See `summarize`. */
  readonly together: number;
}

/** A row of the table. */
export interface ResultRow {
  readonly cell: Cell;
  readonly generation: number;
  readonly quantity: Quantity;
  /** Its place in the columns of numbers. */
  readonly index: number;
}

/**
 * A long table: a row per cell, generation and quantity, in this order. Where theory says nothing,
 * its columns are NaN.
 */
export class Results {
  readonly sweep: ResolvedSweep;
  /** Those that are finished. */
  readonly cells: readonly Cell[];
  readonly length: number;
  readonly #columns: Readonly<Record<NumberColumn, Float64Array>>;
  /** By cell: its first row, and what each generation has. */
  readonly #blocks = new Map<number, Block>();

  constructor(sweep: ResolvedSweep, finished: readonly Cell[]) {
    this.sweep = sweep;
    this.cells = finished.toSorted((a, b) => a.id - b.id);
    let length = 0;
    for (const { id, experiment } of this.cells) {
      const of = quantitiesOf(experiment);
      const { generations } = experiment;
      const together = lineagesTogether(experiment.interventions);
      this.#blocks.set(id, { start: length, of, generations, together });
      length += of.length * generations;
    }
    this.length = length;
    const empty = NUMBERS.map((name) => [name, new Float64Array(length).fill(NaN)] as const);
    this.#columns = Object.fromEntries(empty) as Record<NumberColumn, Float64Array>;
    for (const cell of this.cells) this.#foretell(cell);
  }

  add({ id }: Pick<Cell, "id">, { generation, metrics, reports = {} }: GenerationRecord): void {
    const { start, of, together } = this.#blocks.get(id)!;
    for (const [i, { kind, name }] of of.entries()) {
      const summary =
        kind === "metric"
          ? summarize(metrics[name] ?? [], together)
          : summarizeKnown(reports[name] ?? [], together);
      const row = start + generation * of.length + i;
      const { standardError: standard_error, ...others } = summary;
      for (const [column, value] of Object.entries({ ...others, standard_error })) {
        this.#columns[column as NumberColumn][row] = value;
      }
    }
  }

  column(name: NumberColumn): Float64Array {
    return this.#columns[name];
  }

  *rows(): Generator<ResultRow, void, void> {
    for (const cell of this.cells) {
      const { start, of } = this.#blocks.get(cell.id)!;
      for (let generation = 0; generation < cell.experiment.generations; generation++) {
        for (const [i, quantity] of of.entries()) {
          const index = start + generation * of.length + i;
          yield { cell, generation, quantity, index };
        }
      }
    }
  }

  /** The row of a quantity; null where the cell has none, or has not come so far. */
  indexOf(cell: number, generation: number, { kind, name }: Quantity): number | null {
    const block = this.#blocks.get(cell);
    if (block === undefined || generation >= block.generations) return null;
    const place = block.of.findIndex((one) => one.kind === kind && one.name === name);
    return place < 0 ? null : block.start + generation * block.of.length + place;
  }

  /** Every quantity that some cell has. */
  quantities(): Quantity[] {
    const known = new Map<string, Quantity>();
    for (const { of } of this.#blocks.values()) {
      for (const quantity of of) known.set(`${quantity.kind} ${quantity.name}`, quantity);
    }
    return [...known.values()];
  }

  #foretell({ id, experiment }: Cell): void {
    const { start, of } = this.#blocks.get(id)!;
    for (const { metric, statistic, values } of theoryFor(experiment)) {
      const place = of.findIndex(({ kind, name }) => kind === "metric" && name === metric);
      const column = this.#columns[`theory_${statistic}`];
      for (const [g, value] of values.entries()) {
        if (place >= 0 && value !== null) column[start + g * of.length + place] = value;
      }
    }
  }
}
