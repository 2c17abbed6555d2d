import type { ResolvedExperiment } from "../experiments/experiment.ts";

/** The same experiment with other settings in every cell, as JSON. */
export interface Sweep {
  readonly version: 1;
  readonly name: string;
  readonly title?: string;
  readonly source?: string;
  /** An experiment that need not be complete where axes complete it; a preset is written out. */
  readonly experiment: Readonly<Record<string, unknown>>;
  readonly axes: readonly Axis[];
  /** Every value with every other, or the first values together, then the second ones, and so on. */
  readonly mode: "grid" | "list";
  /** What happens to cells that make no sense. */
  readonly invalid: "refuse" | "skip";
  /** What one call may take: it stops at the end of a batch, and another call goes on. */
  readonly budget: Budget;
}

export interface Budget {
  readonly minutes?: number;
  readonly cells?: number;
}

export interface Axis {
  /** Where in the experiment, e.g. "$.interventions[0].config.fraction". */
  readonly setting: string;
  /** As people read it. */
  readonly label?: string;
  readonly values: readonly unknown[] | Range | Seeds;
}

/** Both ends and what lies evenly between them; whole where the setting is. */
export interface Range {
  readonly from: number;
  readonly to: number;
  readonly count: number;
  readonly scale: "linear" | "log";
}

/** So many seeds, from that of the experiment on. */
export interface Seeds {
  readonly seeds: number;
}

export interface ResolvedAxis {
  readonly setting: string;
  readonly label: string;
  /** Its column in tables; no two are alike. */
  readonly column: string;
  /** As an experiment file has them. */
  readonly values: readonly unknown[];
  /** The same in a few words. */
  readonly texts: readonly string[];
}

/** One experiment of a sweep. */
export interface Cell {
  /** Its place among all cells; the last axis changes fastest. */
  readonly id: number;
  /** For each axis the place among its values. */
  readonly at: readonly number[];
  readonly experiment: ResolvedExperiment;
  /** The same number for experiments that can run in one batch. */
  readonly shape: number;
}

/** A cell that makes no sense. */
export interface SkippedCell extends Pick<Cell, "id" | "at"> {
  readonly reason: string;
}

/** A sweep that is known to make sense. */
export interface ResolvedSweep {
  /** With every default. */
  readonly sweep: Sweep;
  readonly axes: readonly ResolvedAxis[];
  /** In the order of their numbers. */
  readonly cells: readonly Cell[];
  /** None unless the sweep says that they may be skipped. */
  readonly skipped: readonly SkippedCell[];
}

/** "cell 17 (samples 100, fraction 0.1)". */
export function cellInWords(
  axes: readonly ResolvedAxis[],
  { id, at }: Pick<Cell, "id" | "at">,
): string {
  const settings = axes.map(({ label, texts }, i) => `${label} ${texts[at[i]]}`);
  return `cell ${id} (${settings.join(", ")})`;
}
