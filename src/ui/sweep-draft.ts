import type { Catalog, PluginEntry } from "../catalog.ts";
import type { Setting } from "../config.ts";
import type { Axis, Sweep } from "../sweeps/sweep.ts";
import {
  type Draft,
  type PluginDraft,
  type PluginList,
  type Values,
  entryOf,
  experimentOf,
  fits,
  nameFrom,
} from "./draft.ts";
import { SIZES } from "./size-settings.ts";
import { settingLabel } from "./words.ts";

/** Cells that a page asks about. */
export const MOST_CELLS = 4096;
export const MOST_AXES = 3;

/** How the values of an axis are given. */
export type ValuesKind = "list" | "linear" | "log" | "seeds";

/** A setting and its values, while somebody is writing them. Numbers may be NaN. */
export interface AxisDraft {
  readonly setting: string;
  /** As a design calls it. */
  readonly label?: string;
  readonly kind: ValuesKind;
  /** Of a list, as typed. */
  readonly text: string;
  /** Of a range. */
  readonly from: number;
  readonly to: number;
  /** Of a range or of seeds. */
  readonly count: number;
}

/** What a sweep file says besides its experiment and its axes. */
export type Manner = Pick<Sweep, "mode" | "invalid"> &
  Partial<Pick<Sweep, "name" | "title" | "source" | "budget">>;

/** As the form has it from itself. */
export const PLAIN: Manner = { mode: "grid", invalid: "skip" };

/** A setting that a sweep may vary. */
export interface Sweepable {
  /** E.g. "$.family.config.samplingBias". */
  readonly path: string;
  readonly label: string;
  /** Where the form has it. */
  readonly group: string;
  readonly setting: Setting;
  /** As the experiment has it. */
  readonly value: unknown;
  /** Of what is no setting but a plug-in: the value stands for one of its name. */
  readonly isPlugin: boolean;
}

/** All settings of an experiment but texts, files and lists. */
export function sweepables(draft: Draft, catalog: Catalog): Sweepable[] {
  const sizes = Object.entries(SIZES).map(([name, setting]): Sweepable => {
    const value = draft[name as keyof typeof SIZES];
    return { path: `$.${name}`, label: name, group: "Size", setting, value, isPlugin: false };
  });
  const inside = ({ name, config }: PluginDraft, list: PluginList, at: string): Sweepable[] => {
    const entry = entryOf(catalog, list, name);
    return Object.entries(entry?.settings ?? {})
      .filter(([, { kind }]) => !["text", "file", "list"].includes(kind))
      .map(([key, setting]) => ({
        path: `${at}.config.${key}`,
        label: settingLabel(key),
        group: entry!.title,
        setting,
        value: config[key],
        isPlugin: false,
      }));
  };
  return [
    ...sizes,
    ...inside(draft.dataset, "datasets", "$.dataset"),
    familyItself(draft, catalog),
    ...inside(draft.family, "families", "$.family"),
    ...draft.interventions.flatMap((one, i) =>
      inside(one, "interventions", `$.interventions[${i}]`),
    ),
  ];
}

function familyItself(draft: Draft, catalog: Catalog): Sweepable {
  const kind: PluginEntry["kind"] = entryOf(catalog, "datasets", draft.dataset.name)?.kind ?? null;
  const options = catalog.families.filter((entry) => fits(entry, kind)).map(({ name }) => name);
  const help = "Which model learns.";
  return {
    path: "$.family",
    label: "model",
    group: "Model",
    setting: { kind: "choice", default: draft.family.name, options, help },
    value: draft.family.name,
    isPlugin: true,
  };
}

const EMPTY = { kind: "list", text: "", from: NaN, to: NaN, count: 5 } as const;

/** Values that are worth a look, around what the experiment has. */
export function suggested({ path, setting, value }: Sweepable): AxisDraft {
  const axis = { ...EMPTY, setting: path };
  if (path === "$.seed") return { ...axis, kind: "seeds", count: 4 };
  switch (setting.kind) {
    case "flag":
      return { ...axis, text: "on, off" };
    case "choice":
      return { ...axis, text: setting.options.join(", ") };
    case "number":
    case "integer": {
      const { min, max } = setting;
      const own = typeof value === "number" ? value : null;
      if (max - min <= 1) return { ...axis, kind: "linear", from: min, to: max };
      const around = own === null || own === 0 ? [1, 2, 4] : [0.25, 0.5, 1, 2].map((x) => x * own);
      const within = around.map((x) => Math.min(max, Math.max(min, x)));
      const values = setting.kind === "integer" ? within.map(Math.round) : within;
      const off = setting.kind === "number" && setting.off !== undefined ? ["off"] : [];
      return { ...axis, text: [...off, ...new Set(values)].join(", ") };
    }
    default:
      return axis;
  }
}

/** An axis of a sweep file, as the form shows it. */
export function axisDraftOf({ setting, label, values }: Axis): AxisDraft {
  const axis = { ...EMPTY, setting, ...(label === undefined ? {} : { label }) };
  if ("seeds" in values) return { ...axis, kind: "seeds", count: values.seeds };
  if ("from" in values) {
    const { from, to, count, scale } = values;
    return { ...axis, kind: scale, from, to, count };
  }
  return { ...axis, text: typed(values) };
}

/** Axes of a sweep file, and the settings among theirs that the form offers nobody. */
export function axesOfFile(axes: readonly Axis[], known: readonly Sweepable[]) {
  const isKnown = ({ setting }: Axis) => known.some(({ path }) => path === setting);
  return {
    axes: axes.map((axis): AxisDraft => {
      const draft = axisDraftOf(axis);
      // Without its setting nobody knows what a word among the values stands for.
      const isJson = !isKnown(axis) && Array.isArray(axis.values);
      return isJson ? { ...draft, text: JSON.stringify(axis.values) } : draft;
    }),
    foreign: axes
      .filter((axis) => !isKnown(axis))
      .map(({ setting: path }): Sweepable => ({
        path,
        label: path.slice(2),
        group: "As in the file",
        setting: { kind: "text", default: "", maxLength: 1000, help: "" },
        value: "",
        isPlugin: false,
      })),
  };
}

/** Plain values with commas between them, and JSON where they are more than that. */
function typed(values: readonly unknown[]): string {
  const isPlain = values.every((value) => typeof value !== "object" || value === null);
  if (!isPlain) return JSON.stringify(values);
  return values
    .map((value) => {
      if (value === null || value === false) return "off";
      if (value === true) return "on";
      return typeof value === "string" ? value : JSON.stringify(value);
    })
    .join(", ");
}

/** What was typed, as a sweep file says it. What makes no sense is left to whoever checks that. */
export function axisOf(draft: AxisDraft, known: readonly Sweepable[]): Axis {
  const { setting, label, kind, from, to, count } = draft;
  const named = { setting, ...(label === undefined ? {} : { label }) };
  if (kind === "seeds") return { ...named, values: { seeds: count } };
  if (kind !== "list") return { ...named, values: { from, to, count, scale: kind } };
  const found = known.find(({ path }) => path === setting);
  return { ...named, values: listed(draft.text, found) };
}

function listed(text: string, of: Sweepable | undefined): unknown[] {
  const trimmed = text.trim();
  if (trimmed.startsWith("[")) {
    try {
      const parsed: unknown = JSON.parse(trimmed);
      if (Array.isArray(parsed)) return parsed;
    } catch {
      // Then it is no JSON, and what it is taken for instead has its own complaint.
    }
  }
  return trimmed
    .split(/[,;]/)
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .map((part) => valueOf(part, of));
}

function valueOf(part: string, of: Sweepable | undefined): unknown {
  if (of?.isPlugin === true) return { name: part };
  if (of?.setting.kind === "choice") return part;
  if (of?.setting.kind === "flag" && ["on", "off"].includes(part)) return part === "on";
  if (part === "off") return null;
  const number = Number(part);
  return Number.isNaN(number) ? part : number;
}

/** How many cells the axes make; NaN where something is not typed yet. */
export function cellCount(
  axes: readonly AxisDraft[],
  known: readonly Sweepable[],
  mode: Sweep["mode"] = "grid",
): number {
  const counts = axes.map((axis) => {
    const { values } = axisOf(axis, known);
    return "length" in values ? values.length : axis.count;
  });
  return mode === "list" ? Math.max(0, ...counts) : counts.reduce((a, b) => a * b, 1);
}

/** The sweep file of an experiment and its axes. */
export function sweepOf(
  draft: Draft,
  catalog: Catalog,
  axes: readonly AxisDraft[],
  manner = PLAIN,
  known: readonly Sweepable[] = sweepables(draft, catalog),
): Pick<Sweep, "name" | "title" | "axes"> & Manner & { readonly experiment: Values } {
  const labels = axes.map(
    ({ setting, label }) =>
      label ?? known.find(({ path }) => path === setting)?.label ?? setting.slice(2),
  );
  const title = `${draft.title}, by ${new Intl.ListFormat("en").format(labels)}`;
  return {
    name: nameFrom(`${draft.name} by ${labels.join(" ")}`),
    title,
    experiment: experimentOf(draft, catalog),
    axes: axes.map((axis) => axisOf(axis, known)),
    ...manner,
  };
}
