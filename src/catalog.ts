import type { Settings } from "./config.ts";
import type { SampleSpace } from "./samples.ts";

/** A plug-in as plain data, for forms, lists and messages. */
export interface PluginEntry {
  readonly name: string;
  readonly title: string;
  readonly summary: string;
  readonly source: string;
  readonly settings: Settings;
  /** What a dataset gives, a family accepts, or a metric measures; null where it does not matter. */
  readonly kind: SampleSpace["kind"] | null;
  /** Of a metric; otherwise "". */
  readonly unit: string;
}

/** A published or telling experiment, ready to run. */
export interface PresetEntry {
  /** One sentence: what one will see. */
  readonly story: string;
  /** The experiment file itself. */
  readonly experiment: Readonly<Record<string, unknown>> & {
    readonly name: string;
    readonly title?: string;
    readonly source?: string;
  };
}

/** Everything that can be put into an experiment. */
export interface Catalog {
  readonly datasets: readonly PluginEntry[];
  readonly families: readonly PluginEntry[];
  readonly interventions: readonly PluginEntry[];
  readonly metrics: readonly PluginEntry[];
  readonly presets: readonly PresetEntry[];
}
