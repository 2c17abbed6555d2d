import { shapeOf } from "../engine/batch.ts";
import { ConfigError, partOf } from "../errors.ts";
import { checkedBy } from "../experiments/checked.ts";
import { presets } from "../experiments/index.ts";
import { guess, quoted, shown } from "../experiments/messages.ts";
import { checkedExperiment, experimentResolver } from "../experiments/resolve.ts";
import { axisValues, valuesInWords } from "./axis-values.ts";
import { SWEEP_VERSION, sweepSchema } from "./schema.ts";
import { type SettingPath, isWholeSetting, settingPath, withSetting } from "./setting-path.ts";
import type { Axis, Cell, ResolvedAxis, ResolvedSweep, SkippedCell, Sweep } from "./sweep.ts";
import { cellInWords } from "./sweep.ts";
import { RESULT_COLUMNS, quantitiesOf } from "./results.ts";

/** Cells of a sweep. */
const MOST_CELLS = 2 ** 16;
/** Of the table of results. */
const MOST_ROWS = 5_000_000;
/** Cells without sense that a message tells of. */
const MOST_TOLD = 8;

type ReadFile = (name: string) => Promise<Uint8Array>;

/**
 * Checks a sweep and every cell of it, before anything runs.
 *
 * `input` is parsed JSON of any origin. Whatever does not make sense is a `ConfigError` whose path
 * says where; one of a cell says which cell.
 */
export async function resolveSweep(input: unknown, readFile: ReadFile): Promise<ResolvedSweep> {
  const given = readSweep(input);
  const base = given.experiment;
  const { axes, paths } = resolvedAxes(given.axes, base);
  const places = placesOf(given.mode, axes);
  const resolve = experimentResolver(readFile);
  const shapes = new Map<string, number>();
  const cells: Cell[] = [];
  const skipped: SkippedCell[] = [];
  for (const [id, at] of places.entries()) {
    try {
      const values = at.map((place, axis) => axes[axis].values[place]);
      const written = values.reduce<unknown>((whole, value, axis) => {
        return inAxis(axis, "setting", () => withSetting(whole, paths[axis], value));
      }, base);
      const experiment = await resolve(written);
      const name = shapeOf(experiment);
      const shape = shapes.get(name) ?? shapes.size;
      shapes.set(name, shape);
      cells.push({ id, at, experiment, shape });
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      skipped.push({ id, at, reason: error.message });
    }
  }
  const sweep = { ...given, experiment: completed(base) };
  requireSense(sweep, axes, cells, skipped);
  requireReadable(cells);
  return { sweep, axes, cells, skipped };
}

/**
 * What a sweep file says, before any cell is looked at: with every default, and with the experiment
 * of its first cell where its own is not complete. Throws a `ConfigError`.
 */
export function checkedSweep(input: unknown): Sweep {
  const sweep = readSweep(input);
  const { axes, paths } = resolvedAxes(sweep.axes, sweep.experiment);
  const inExperiment = (one: Sweep["experiment"]) =>
    partOf("$.experiment", () => ({ ...checkedExperiment(one) }));
  try {
    return { ...sweep, experiment: inExperiment(sweep.experiment) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const first = axes.reduce<unknown>(
      (whole, { values }, i) => inAxis(i, "setting", () => withSetting(whole, paths[i], values[0])),
      sweep.experiment,
    );
    return { ...sweep, experiment: inExperiment(first as Sweep["experiment"]) };
  }
}

function readSweep(input: unknown): Sweep {
  const { $schema: _, ...checked } = checkedBy(sweepSchema(), input, SWEEP_VERSION);
  const given = checked as unknown as Omit<Sweep, "experiment"> & { readonly experiment: unknown };
  return { ...given, experiment: baseOf(given.experiment) };
}

function baseOf(experiment: unknown): Sweep["experiment"] {
  if (typeof experiment !== "string") return experiment as Sweep["experiment"];
  const found = presets.find((preset) => preset.experiment.name === experiment);
  if (found !== undefined) return { ...found.experiment };
  const names = presets.map((preset) => preset.experiment.name);
  const near = guess(experiment, names) || `, expected ${quoted(names)}`;
  throw new ConfigError("$.experiment", `there is no preset ${shown(experiment)}${near}`);
}

/** With every default, where it makes sense without the axes. */
function completed(base: Sweep["experiment"]): Sweep["experiment"] {
  try {
    return { ...checkedExperiment(base) };
  } catch (error) {
    if (error instanceof ConfigError) return base;
    throw error;
  }
}

function resolvedAxes(
  given: readonly Axis[],
  base: Sweep["experiment"],
): { readonly axes: ResolvedAxis[]; readonly paths: SettingPath[] } {
  const paths = given.map(({ setting }, i) => inAxis(i, "setting", () => settingPath(setting)));
  const again = given.findIndex(({ setting }, i) =>
    given.slice(0, i).some((other) => other.setting === setting),
  );
  if (again >= 0) {
    throw new ConfigError(
      `$.axes[${again}].setting`,
      `${given[again].setting} has an axis already`,
    );
  }
  const axes = given.map((axis, i): ResolvedAxis => {
    const { setting, label } = axis;
    const isWhole = isWholeSetting(base, paths[i]);
    const values = inAxis(i, "", () => axisValues(axis, isWhole, base["seed"]));
    const column = columnOf(i, paths, given);
    const words = String(paths[i].at(-1)).replaceAll(/(?<=[a-z])[A-Z]/g, " $&");
    return {
      setting,
      column,
      label: label ?? (column.endsWith(setting.slice(2)) ? setting.slice(2) : words.toLowerCase()),
      values,
      texts: valuesInWords(values),
    };
  });
  return { axes, paths };
}

/** The last key of a setting, or all of them where that could be taken for something else. */
function columnOf(axis: number, paths: readonly SettingPath[], axes: readonly Axis[]): string {
  const last = paths[axis].at(-1);
  const isAlone = paths.filter((path) => path.at(-1) === last).length === 1;
  const isFree = typeof last === "string" && isAlone && !RESULT_COLUMNS.includes(last);
  if (isFree) return last;
  const whole = axes[axis].setting.slice(2);
  return RESULT_COLUMNS.includes(whole) ? `experiment.${whole}` : whole;
}

/** For every cell the place on each axis. */
function placesOf(mode: Sweep["mode"], axes: readonly ResolvedAxis[]): number[][] {
  const lengths = axes.map(({ values }) => values.length);
  if (mode === "list") {
    const odd = lengths.findIndex((length) => length !== lengths[0]);
    if (odd >= 0) {
      throw new ConfigError(
        `$.axes[${odd}].values`,
        `${lengths[odd]} values cannot step with the ${lengths[0]} of the first axis; take as many, or "mode": "grid"`,
      );
    }
    return Array.from({ length: lengths[0] }, (_, i) => axes.map(() => i));
  }
  const count = lengths.reduce((product, length) => product * length, 1);
  if (count > MOST_CELLS) {
    throw new ConfigError("$.axes", `${count} cells are more than the ${MOST_CELLS} of a sweep`);
  }
  return Array.from({ length: count }, (_, id) => {
    let left = id;
    const at = lengths.toReversed().map((length) => {
      const place = left % length;
      left = Math.floor(left / length);
      return place;
    });
    return at.toReversed();
  });
}

function requireSense(
  { invalid }: Sweep,
  axes: readonly ResolvedAxis[],
  cells: readonly Cell[],
  skipped: readonly SkippedCell[],
): void {
  if (skipped.length === 0 || (invalid === "skip" && cells.length > 0)) return;
  const [{ reason }] = skipped;
  if (cells.length === 0 && skipped.every((cell) => cell.reason === reason)) {
    throw new ConfigError("", skipped.length === 1 ? reason : `in every cell, ${reason}`);
  }
  const told = skipped
    .slice(0, MOST_TOLD)
    .map((cell) => `${cellInWords(axes, cell)}: ${cell.reason}`);
  const more = skipped.length > MOST_TOLD ? `; and ${skipped.length - MOST_TOLD} more cells` : "";
  const remedy = cells.length > 0 ? '; mend them, or say "invalid": "skip"' : "";
  throw new ConfigError("", `${told.join("; ")}${more}${remedy}`);
}

function requireReadable(cells: readonly Cell[]): void {
  const rows = cells.reduce(
    (sum, { experiment }) => sum + experiment.generations * quantitiesOf(experiment).length,
    0,
  );
  if (rows <= MOST_ROWS) return;
  const [count, most] = [rows, MOST_ROWS].map((number) => number.toLocaleString("en"));
  throw new ConfigError(
    "$.axes",
    `the table of results would have ${count} rows, and at most ${most} are written; take fewer cells, generations or metrics`,
  );
}

/** Puts the place of an axis before a complaint about it. */
function inAxis<T>(axis: number, key: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const place = [`$.axes[${axis}]`, key, error.path].filter((part) => part !== "").join(".");
    throw new ConfigError(place, error.detail);
  }
}
