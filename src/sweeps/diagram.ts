import { someGenerations } from "../histogram.ts";
import { type IsoLine, isoLines } from "./iso-lines.ts";
import type { Quantity, Results } from "./results.ts";
import type { Cell, ResolvedAxis, ResolvedSweep } from "./sweep.ts";

/** Values of a diagram at most; where there would be more, generations are left out. */
const MOST_VALUES = 400_000;
const SEED = "$.seed";

/** The axis of a diagram. */
export interface DiagramAxis {
  readonly label: string;
  readonly texts: readonly string[];
}

/** A quantity of a sweep over two of its settings. */
export interface Diagram {
  readonly x: DiagramAxis;
  /** Null where there is only one. */
  readonly y: DiagramAxis | null;
  /** One for every combination of further settings. */
  readonly panels: readonly Panel[];
  readonly isoLines: readonly IsoLine[];
  /** The generations that it has numbers of. */
  readonly generations: readonly number[];
  readonly quantities: readonly DiagramQuantity[];
  /** In the order of the numbers: cells that differ in nothing but the seed are one point. */
  readonly points: readonly { readonly cells: readonly Cell[] }[];
}

export interface Panel {
  /** "" for the only one. */
  readonly title: string;
  /** By place on y and on x the number of a point; null where no cell is finished. */
  readonly rows: readonly (readonly (number | null)[])[];
}

/** By generation and point; NaN where there is none. */
export interface DiagramQuantity extends Quantity {
  readonly mean: readonly Float64Array[];
  readonly standardError: readonly Float64Array[];
  /** Of the mean, as theory has it. */
  readonly theory: readonly Float64Array[];
}

/** Which settings a diagram shows: the first across, the second along, the others by panels. */
export function diagramOf(results: Results): Diagram {
  const { sweep, cells } = results;
  const shown = shownAxes(sweep);
  const [x, y = null, ...others] = shown.axes;
  const placesOf = (cell: Cell) => shown.places(cell);
  const points = new Map<string, { number: number; places: readonly number[]; cells: Cell[] }>();
  for (const cell of cells) {
    const places = placesOf(cell);
    const name = places.join(" ");
    const known = points.get(name) ?? { number: points.size, places, cells: [] };
    known.cells.push(cell);
    points.set(name, known);
  }
  const list = [...points.values()];
  const combinations = others.reduce<number[][]>(
    (all, { texts }) => all.flatMap((one) => texts.map((_, i) => [...one, i])),
    [[]],
  );
  const panels = combinations.map((rest): Panel => ({
    title: rest.map((i, axis) => `${others[axis].label} ${others[axis].texts[i]}`).join(", "),
    rows: Array.from({ length: y?.texts.length ?? 1 }, (_, row) =>
      x.texts.map((_text, column) => {
        const places = [column, ...(y === null ? [] : [row]), ...rest];
        return points.get(places.join(" "))?.number ?? null;
      }),
    ),
  }));
  const quantities = results.quantities();
  const longest = Math.max(0, ...cells.map(({ experiment }) => experiment.generations));
  const room = Math.floor(MOST_VALUES / Math.max(1, list.length * quantities.length));
  const generations = someGenerations(longest, Math.max(2, room));
  return {
    x,
    y,
    panels: panels.filter(({ rows }) => rows.flat().some((point) => point !== null)),
    isoLines: shown.isList ? [] : isoLines(x as ResolvedAxis, y as ResolvedAxis | null),
    generations,
    quantities: quantities.map((quantity) => ({
      ...quantity,
      ...pooled(results, quantity, generations, list),
    })),
    points: list,
  };
}

/** Axes that are steps of a list are one; seeds are no axis beside others. */
function shownAxes({ sweep, axes }: ResolvedSweep) {
  if (sweep.mode === "list") {
    const texts = axes[0].texts.map((_, i) => axes.map((axis) => axis.texts[i]).join(" · "));
    const label = axes.map((axis) => axis.label).join(" · ");
    return { isList: true, axes: [{ label, texts }], places: ({ at }: Cell) => [at[0]] };
  }
  const others = axes.filter(({ setting }) => setting !== SEED);
  const kept = others.length === 0 ? axes : others;
  const indices = kept.map((axis) => axes.indexOf(axis));
  return {
    isList: false,
    axes: kept as readonly DiagramAxis[],
    places: ({ at }: Cell) => indices.map((i) => at[i]),
  };
}

/** Means over the cells of each point, weighted by lineages. */
function pooled(
  results: Results,
  quantity: Quantity,
  generations: readonly number[],
  points: readonly { readonly cells: readonly Cell[] }[],
): Pick<DiagramQuantity, "mean" | "standardError" | "theory"> {
  const count = results.column("lineages");
  const over = (value: (rows: readonly number[]) => number, isMeasured = true) =>
    generations.map((g) =>
      Float64Array.from(points, ({ cells }) => {
        const all = cells.flatMap(({ id }) => results.indexOf(id, g, quantity) ?? []);
        // Of a report, a cell may have no lineage with a value, and of any other not yet a record.
        const rows = isMeasured ? all.filter((row) => count[row] > 0) : all;
        return rows.length === 0 ? NaN : value(rows);
      }),
    );
  const mean = results.column("mean");
  const error = results.column("standard_error");
  const theory = results.column("theory_mean");
  const total = (rows: readonly number[]) => rows.reduce((sum, row) => sum + count[row], 0);
  return {
    mean: over((rows) => rows.reduce((sum, row) => sum + count[row] * mean[row], 0) / total(rows)),
    standardError: over((rows) => {
      const squares = rows.reduce((sum, row) => sum + (count[row] * error[row]) ** 2, 0);
      return Math.sqrt(squares) / total(rows);
    }),
    theory: over(([row]) => theory[row], false),
  };
}
