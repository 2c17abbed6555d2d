import type { SweepData } from "../../report/sweep-script.ts";
import type { Diagram } from "../../sweeps/diagram.ts";
import type { EffectSeries } from "../../sweeps/factorial.ts";
import type { ResolvedAxis, Sweep } from "../../sweeps/sweep.ts";
import type { LocalFile, RunId } from "./protocol.ts";

/** Names a stored sweep. */
export type SweepId = string;

/** A sweep as somebody wrote it, with the files of its experiment. */
export interface AskedSweep {
  /** As in a sweep file. */
  readonly sweep: unknown;
  readonly files: readonly LocalFile[];
  /** A stored run whose copies stand in for files that the page has not. */
  readonly like?: RunId;
}

/** What the page may ask of the worker about sweeps. */
export type SweepCommand =
  | { readonly type: "list" }
  /** Asks what a sweep would take, without beginning it. */
  | ({
      readonly type: "plan";
      /** Comes back with the answer. */ readonly ask: number;
    } & AskedSweep)
  | ({ readonly type: "start" } & AskedSweep)
  | { readonly type: "show" | "resume" | "pause" | "remove"; readonly id: SweepId }
  | { readonly type: "export"; readonly id: SweepId; readonly file: SweepExportName }
  /** Asks for the experiment of a cell. */
  | { readonly type: "cell"; readonly id: SweepId; readonly cell: number };

/** The parts of a sweep that can be taken home. */
export type SweepExportName =
  "sweep.json" | "results.csv" | "results.parquet" | "effects.csv" | "report.html";

/** "elsewhere": another tab is at work on it. */
export type SweepRunState = "running" | "stopped" | "finished" | "elsewhere";

/** What a sweep would take, before it begins. */
export interface SweepPlan {
  readonly cells: number;
  /** Cells that make no sense, a sentence each; not all where there are many. */
  readonly skipped: readonly string[];
  readonly skippedCount: number;
  readonly batches: number;
  /** Cells of the largest batch. */
  readonly together: number;
  /** Of all cells. */
  readonly lineages: number;
  /** At its widest. */
  readonly memoryBytes: number;
  /** As a stored run of this experiment took, or one like it; null without one. */
  readonly seconds: number | null;
}

export interface SweepMistake {
  /** Where in the sweep, e.g. "$.axes[0].values"; "" where it is elsewhere. */
  readonly path: string;
  readonly message: string;
}

/** What a sweep is, once and for all. */
export interface SweepDescription {
  readonly id: SweepId;
  readonly title: string;
  readonly sweep: Sweep;
  readonly axes: readonly Pick<ResolvedAxis, "setting" | "label" | "texts">[];
  readonly cells: number;
  /** Whether it takes errors apart: two values each, with the error and without it. */
  readonly isFactorial: boolean;
  /** Cells that make no sense, a sentence each. */
  readonly skipped: readonly string[];
}

/** What is known of it so far. */
export interface SweepPicture extends Pick<Diagram, "x" | "y" | "panels" | "isoLines"> {
  readonly data: SweepData;
  /** In the order of `data`. */
  readonly quantities: readonly { readonly title: string; readonly unit: string }[];
  /** By point the cells that it stands for. */
  readonly points: readonly (readonly number[])[];
  readonly done: number;
  /** Being computed now, and how many of their generations are there. */
  readonly underway: { readonly cells: readonly number[]; readonly generations: number } | null;
  readonly failed: readonly FailedCell[];
  /** From what was measured since it began or went on; null before. */
  readonly secondsLeft: number | null;
}

export interface FailedCell {
  readonly cell: number;
  /** "cell 17 (samples 100)". */
  readonly name: string;
  readonly message: string;
}

/** A stored sweep, for the list. */
export interface StoredSweepEntry {
  readonly id: SweepId;
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** E.g. "webgpu, SwiftShader (software), Ouroboros 1.0.0"; "" where it cannot be read. */
  readonly computedBy: string;
  /** Whether another tab is at work on it. */
  readonly elsewhere: boolean;
  /** Why it cannot be read; "" where it can. */
  readonly damage: string;
}

/** What the worker says of sweeps. */
export type SweepNews =
  | { readonly type: "sweeps"; readonly sweeps: readonly StoredSweepEntry[] }
  | { readonly type: "planned"; readonly ask: number; readonly plan: SweepPlan }
  | { readonly type: "refused"; readonly ask: number | null; readonly mistake: SweepMistake }
  | { readonly type: "opened"; readonly description: SweepDescription }
  | { readonly type: "state"; readonly id: SweepId; readonly state: SweepRunState }
  | { readonly type: "picture"; readonly id: SweepId; readonly picture: SweepPicture }
  | { readonly type: "effects"; readonly id: SweepId; readonly series: readonly EffectSeries[] }
  | { readonly type: "removed"; readonly id: SweepId }
  | {
      readonly type: "cell";
      readonly id: SweepId;
      readonly experiment: Readonly<Record<string, unknown>>;
    };
