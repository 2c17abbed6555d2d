import type { Settings } from "./config.ts";
import type { FormName } from "./distribution.ts";
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
  /** What the models of a family can be asked, or what a metric asks them; otherwise nothing. */
  readonly forms: readonly FormName[];
  /** Whether a metric may be of no use with some datasets of its kind. */
  readonly isChoosy: boolean;
  /** Whether a dataset has something of its own in place of a file. */
  readonly isBuiltIn: boolean;
  /** How many samples that holds with every setting at its default; null where it never ends. */
  readonly most: number | null;
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
