import type { AdapterInfo, Compiled } from "../../compute/backend.ts";
import type { Features } from "../../compute/open-webgpu.ts";
import type { Catalog } from "../../catalog.ts";
import type { RealFacts } from "../../distribution.ts";
import type { KnownGroups } from "../../group-figures.ts";
import type { Exhibit, GenerationRecord } from "../../record.ts";
import type { ErrorCode } from "../../errors.ts";
import type { TheoryCurve } from "../../theory/curve.ts";
import type { Replaying } from "../fork.ts";
import type { SweepCommand, SweepNews } from "./sweep-protocol.ts";
import type { Findings } from "./findings.ts";
import type { OpenedFile } from "./opened-file.ts";
import type { SelfCheckCommand, SelfCheckEvent } from "./self-check-protocol.ts";

export type { Compiled, Replaying };

/** Names a stored run. */
export type RunId = string;

export type BackendName = "webgpu" | "cpu";

/** What computes, and what of the graphics card it leaves alone. */
export interface BackendChoice {
  readonly backend: BackendName;
  readonly features: Features;
}

/** A file of the user's, by the name under which the experiment refers to it. */
export interface LocalFile {
  readonly name: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** What the page may ask of the worker. One run is active at a time; starting one ends another. */
export type Command =
  | ({ readonly type: "open" } & BackendChoice)
  | {
      readonly type: "start";
      readonly experiment: unknown;
      readonly files: readonly LocalFile[];
      /** A stored run whose copies stand in for files that the page has not. */
      readonly like?: RunId;
      /** Whether to stop before the first generation, for stepping. */
      readonly paused: boolean;
      /** The run that greets a visitor: it replaces the one of the last visit. */
      readonly welcome: boolean;
    }
  /** Asks how large an experiment would be, without beginning it. */
  | {
      readonly type: "estimate";
      /** Comes back with the answer. */
      readonly ask: number;
      readonly experiment: unknown;
      readonly files: readonly LocalFile[];
      readonly like?: RunId;
    }
  /** Goes on with another experiment from a generation of a stored run. */
  | {
      readonly type: "fork";
      /** Its copies stand in for files that the page has not. */
      readonly like: RunId;
      /** The last one that both have in common. */
      readonly generation: number;
      readonly experiment: unknown;
      readonly files: readonly LocalFile[];
    }
  /** Asks what an experiment file, a sweep file or a manifest says, or takes the files of a run in. */
  | { readonly type: "read"; readonly files: readonly LocalFile[] }
  /** Shows a stored run without going on with it. */
  | { readonly type: "show"; readonly run: RunId }
  | { readonly type: "resume" | "pause" | "step" | "stop" | "remove"; readonly run: RunId }
  | { readonly type: "export"; readonly run: RunId; readonly file: ExportName }
  /** Asks for the metrics of a run, to be seen beside those of the one that is shown. */
  | { readonly type: "compare"; readonly run: RunId }
  /** Asks what can be said of a run as a whole, as far as it is. */
  | { readonly type: "findings"; readonly run: RunId }
  | { readonly type: "self-check"; readonly command: SelfCheckCommand }
  | { readonly type: "sweep"; readonly command: SweepCommand };

/** The parts of a run that can be taken home. */
export type ExportName = StoredName | "experiment.json" | "summary.csv" | "report.html";
/** Those that are stored as they are. */
export type StoredName = "manifest.json" | "records.jsonl";

/** Another run, to be seen beside the one that is shown: by metric, one number per generation. */
export interface Compared {
  readonly run: RunId;
  readonly title: string;
  readonly median: Readonly<Record<string, Float64Array>>;
  readonly mean: Readonly<Record<string, Float64Array>>;
}

/** Why there is no WebGPU here. */
export type GpuProblem = "missing" | "insecure" | "no-adapter" | "lost";

/** "elsewhere": another tab is at work on it. */
export type RunState = "preparing" | "running" | "paused" | "stopped" | "finished" | "elsewhere";

/** A stored run, for the list. */
export interface StoredRunEntry {
  readonly run: RunId;
  readonly title: string;
  /** ISO 8601, UTC. */
  readonly started: string;
  /** Generations that are recorded, and that the experiment asks for. */
  readonly done: number;
  readonly generations: number;
  readonly backend: BackendName;
  /** E.g. "webgpu, SwiftShader (software), Ouroboros 1.0.0". */
  readonly computedBy: string;
  /** Whether another tab is at work on it. */
  readonly elsewhere: boolean;
}

/** A stored run that cannot be read; the others are not touched by it. */
export interface DamagedRunEntry {
  readonly run: RunId;
  readonly message: string;
}

export interface MetricEntry {
  readonly name: string;
  readonly title: string;
  /** "" for a pure number. */
  readonly unit: string;
  readonly summary: string;
  readonly theory: readonly TheoryCurve[];
  /** Of a metric that is a histogram: the edges of its bins. */
  readonly bins: { readonly edges: readonly number[]; readonly scale: "linear" | "log" } | null;
}

/** What a run is, once and for all. */
export interface RunDescription {
  readonly run: RunId;
  readonly title: string;
  readonly source: string;
  readonly experiment: Readonly<Record<string, unknown>>;
  readonly lineages: number;
  readonly generations: number;
  readonly samples: number;
  readonly metrics: readonly MetricEntry[];
  /** Of texts and images only as many as are shown. */
  readonly real: RealFacts;
  readonly groups: KnownGroups;
  /** What it takes at its widest, as estimated beforehand; null where nothing computes. */
  readonly memoryBytes: number | null;
  /** Of a fork: the run that it comes from, and the last generation that both have in common. */
  readonly parent: { readonly run: RunId; readonly generation: number } | null;
}

/** Statistics over the lineages, one number per generation each. */
export interface SummaryColumns {
  readonly median: Float64Array<ArrayBuffer>;
  readonly q05: Float64Array<ArrayBuffer>;
  readonly q95: Float64Array<ArrayBuffer>;
  readonly mean: Float64Array<ArrayBuffer>;
}

/** The model of one lineage. Arrays as in the engine's `Watched`. */
export type Picture =
  | {
      readonly kind: "vector";
      /** [D], data units. */
      readonly mean: Float32Array;
      /** [D], natural logarithms of data units. */
      readonly logDeviation: Float32Array;
      /** In the plane alone. */
      readonly plane?: PlanePicture;
    }
  | { readonly kind: "category"; /** [K]. */ readonly counts: Uint32Array };

/** A model of points in the plane, data units. */
export interface PlanePicture {
  /** [N, 2]: some of what it drew. */
  readonly points: Float32Array;
  /** [K]. */
  readonly weight: Float32Array;
  /** [K, 2]. */
  readonly mean: Float32Array;
  /** [K, 2, 2]: lower triangular roots of the covariances. */
  readonly root: Float32Array;
}

/** Categories that lineage 0 lost in one generation. */
export interface Deaths {
  readonly generation: number;
  readonly categories: readonly number[];
}

/** Consecutive generations, sent together so that messages stay rare. */
export interface Batch {
  readonly from: number;
  readonly count: number;
  readonly metrics: Readonly<Record<string, SummaryColumns>>;
  /** Of each metric with bins: counts by generation and bin. */
  readonly histograms: Readonly<Record<string, readonly Float64Array<ArrayBuffer>[]>>;
  /** By generation, null where there is nothing to be looked at. */
  readonly exhibits: readonly (Exhibit | null)[];
  readonly traces: readonly Traces[];
  /** The newest one only. */
  readonly picture: Picture | null;
  readonly deaths: readonly Deaths[];
  /** Generations per second of late; null where there is nothing to tell. */
  readonly perSecond: number | null;
}

/** Long work inside a generation. */
export interface Report {
  readonly generation: number;
  readonly phase: "fit" | "sample";
  readonly done: number;
  readonly total: number;
  /** What `done` and `total` count. */
  readonly unit: "steps" | "parts" | "tokens";
  /** Of late, in units; null at first. */
  readonly perSecond: number | null;
  /** Of this generation so far: name to points of [step, mean over lineages]. */
  readonly traces: Traces;
  /** Something that went wrong and was mended, such as skipped steps. */
  readonly notice: string | null;
  readonly left: TimeLeft;
}

/** What an experiment would take, before it begins. */
export interface Estimate {
  /** At its widest; null where the experiment does not make sense yet. */
  readonly memoryBytes: number | null;
  /** Why it does not fit into memory; null where it does. */
  readonly problem: string | null;
  /** As a stored run took that differs in no more than its length and seed; null without one. */
  readonly seconds: number | null;
}

/** Seconds, from what was measured; null before anything was. */
export interface TimeLeft {
  /** Of the phase under way. */
  readonly phase: number | null;
  readonly run: number | null;
  /** Whether some of what is left has never been seen, so that it can only be more. */
  readonly isLeast: boolean;
}

export type Traces = NonNullable<GenerationRecord["traces"]>;

/** What the worker says. */
export type EngineEvent =
  | { readonly type: "catalog"; readonly catalog: Catalog }
  | {
      readonly type: "ready";
      readonly adapter: AdapterInfo;
      /** Whether runs outlive the page. */
      readonly keepsRuns: boolean;
    }
  | { readonly type: "unavailable"; readonly problem: GpuProblem }
  | {
      readonly type: "runs";
      readonly runs: readonly StoredRunEntry[];
      readonly damaged: readonly DamagedRunEntry[];
    }
  | { readonly type: "removed"; readonly run: RunId }
  | { readonly type: "findings"; readonly run: RunId; readonly findings: Findings }
  | { readonly type: "compared"; readonly compared: Compared }
  | { readonly type: "read"; readonly name: string; readonly found: OpenedFile }
  | { readonly type: "self-check"; readonly event: SelfCheckEvent }
  | { readonly type: "estimated"; readonly ask: number; readonly estimate: Estimate }
  | { readonly type: "opened"; readonly description: RunDescription }
  | { readonly type: "state"; readonly run: RunId; readonly state: RunState }
  | { readonly type: "generations"; readonly run: RunId; readonly batch: Batch }
  /** How far the generation under way is, a few times a second. */
  | { readonly type: "progress"; readonly run: RunId; readonly report: Report }
  /** How far the kernels are compiled that it needs, before it begins. */
  | { readonly type: "compiled"; readonly run: RunId; readonly compiled: Compiled }
  /** How far the run that a fork comes from has been run again for it. */
  | { readonly type: "replaying"; readonly run: RunId; readonly replaying: Replaying }
  | { readonly type: "sweep"; readonly news: SweepNews }
  /** Something worth saying that is no error, e.g. that a lost device was replaced. */
  | { readonly type: "notice"; readonly message: string }
  | {
      readonly type: "exported";
      readonly name: string;
      readonly bytes: Uint8Array<ArrayBuffer>;
    }
  | {
      readonly type: "failed";
      readonly run: RunId | null;
      readonly code: ErrorCode | "unexpected";
      /** Where in the experiment the mistake is, e.g. "$.samples"; null where it is elsewhere. */
      readonly path: string | null;
      readonly message: string;
      /** Whether the same run may come further at a second try. */
      readonly resumable: boolean;
    };
