import type { AdapterInfo } from "../compute/backend.ts";
import type { GraphSupport } from "../compute/graph.ts";
import type { AnyKernel } from "../compute/kernel.ts";
import type { FileContent } from "../config.ts";
import { ConfigError } from "../errors.ts";
import type { Experiment, ResolvedExperiment } from "../experiments/experiment.ts";
import { runtimeOf } from "../families/sampler.ts";
import { sha256Of } from "../sha256.ts";
import type { RunManifest } from "../store/run-store.ts";
import {
  type Precision,
  type Tuning,
  type Variant,
  productKernels,
  variants,
} from "../training/product-kernels.ts";

/** Among the files of a manifest. No path of the user's is spelled like it. */
const BUILT_IN = "<built-in>";

/** Before the name of a class of products, among what orders sums. */
const PRODUCT = "product ";

/** What a manifest says of a run that begins at `started` (ISO 8601, UTC). */
export function manifestOf(
  experiment: ResolvedExperiment,
  { adapter, ...begun }: Pick<RunManifest, "run" | "adapter" | "version" | "started" | "seedFrom">,
  tuning: Tuning = {},
  graphs: GraphSupport | null = null,
): RunManifest {
  const files = contentOf(experiment).map(({ content: { name, sha256, bytes } }) => ({
    name,
    sha256,
    bytes: bytes.length,
  }));
  const tuned = Object.entries(tuning).map(([name, variant]) => [`${PRODUCT}${name}`, variant]);
  const runtime = runtimeOf(experiment.family.config, graphs);
  const order = {
    ...featuresOf(experiment, adapter),
    ...orderOf(experiment, adapter),
    ...Object.fromEntries(tuned),
    ...(runtime === null ? {} : { sampler: runtime }),
  };
  return { format: 1, ...begun, experiment: experiment.experiment, adapter, files, order };
}

/** A file, and where the experiment names it. */
export interface NamedFile {
  readonly path: string;
  readonly content: FileContent;
}

/** Every file that the experiment names, as it was read. */
export function filesOf(experiment: ResolvedExperiment): FileContent[] {
  return namedFiles(experiment).map(({ content }) => content);
}

/** The same, each with its place. */
export function namedFiles({
  dataset,
  family,
  interventions,
  metrics,
}: ResolvedExperiment): NamedFile[] {
  const places = [
    { path: "$.dataset", chosen: dataset },
    { path: "$.family", chosen: family },
    ...interventions.map((chosen, i) => ({ path: `$.interventions[${i}]`, chosen })),
    ...metrics.map((chosen, i) => ({ path: `$.metrics[${i}]`, chosen })),
  ];
  return places.flatMap(({ path, chosen: { plugin, config } }) =>
    Object.entries(plugin.settings).flatMap(([name, { kind }]) => {
      const content = kind === "file" ? (config[name] as FileContent | null) : null;
      return content === null ? [] : [{ path: `${path}.config.${name}`, content }];
    }),
  );
}

/** The same, and what stands in where the dataset is given none. */
function contentOf(experiment: ResolvedExperiment): NamedFile[] {
  const files = namedFiles(experiment);
  const { plugin, config } = experiment.dataset;
  if (plugin.builtInText === undefined || config["file"] !== null) return files;
  const bytes = new TextEncoder().encode(plugin.builtInText);
  const content = { name: BUILT_IN, sha256: sha256Of(bytes), bytes };
  return [{ path: "$.dataset.config.file", content }, ...files];
}

/** Throws a `ConfigError` where a stored run is of another experiment, or of other files. */
export function requireSameExperiment(stored: RunManifest, experiment: ResolvedExperiment): void {
  const found = difference(numbersOf(stored.experiment), numbersOf(experiment.experiment), "$");
  if (found !== null) {
    throw new ConfigError(
      found.path,
      `the stored run has ${found.before}, not ${found.after}; go on with that, or start another run`,
    );
  }
  for (const { path, content } of contentOf(experiment)) {
    const { name, sha256 } = content;
    const same = stored.files.some((file) => file.name === name && file.sha256 === sha256);
    if (same) continue;
    if (name === BUILT_IN) {
      throw new ConfigError(
        path,
        "the built-in text is another one than when the run began; go on with the version of the lab that began it, or start another run",
      );
    }
    throw new ConfigError(
      path,
      `"${name}" has changed since the run began; put the old file back, or start another run`,
    );
  }
}

/** All of an experiment but what is only there to be read. */
function numbersOf({ title: _title, source: _source, ...numbers }: Experiment) {
  return numbers;
}

type Machine = Pick<RunManifest, "adapter" | "version" | "order">;

/** Throws a `ConfigError` where what would go on with a run gives other last digits. */
export function requireSameMachine(stored: Machine, fresh: Machine): void {
  const found = difference(machine(stored), machine(fresh), "");
  if (found === null) return;
  throw new ConfigError(
    "",
    `the stored run was begun with ${found.path.slice(1)} ${found.before}, not ${found.after}, which gives other last digits; go on there, or start another run`,
  );
}

/** Whatever can change a number: `order` names what decides how sums are split. */
function machine({ adapter, version, order }: Machine) {
  return { backend: adapter.backend, adapter: nameOf(adapter), "lab version": version, ...order };
}

function nameOf({ vendor, architecture, description }: AdapterInfo): string {
  return [vendor, architecture, description].filter((word) => word !== "").join(", ");
}

/** What a run went by in its matrix products. */
export function tuningIn({ order }: Pick<RunManifest, "order">): Tuning {
  const isVariant = (value: unknown): value is Variant => variants.some((one) => one === value);
  return Object.fromEntries(
    Object.entries(order).flatMap(([name, value]): [string, Variant][] =>
      name.startsWith(PRODUCT) && isVariant(value) ? [[name.slice(PRODUCT.length), value]] : [],
    ),
  );
}

/** What an experiment asks for in its matrix products. */
export function precisionOf({ family }: ResolvedExperiment): Precision {
  const config: Readonly<Record<string, unknown>> = family.config;
  return config["precision"] === "half" ? "half" : "single";
}

/** Whether matrix products are any part of an experiment. */
export function hasProducts(experiment: ResolvedExperiment): boolean {
  return kernelsOf(experiment).some((kernel) => productKernels.includes(kernel));
}

function kernelsOf(experiment: ResolvedExperiment): readonly AnyKernel[] {
  return chosenIn(experiment).flatMap(({ plugin }) => plugin.kernels);
}

/** What the adapter offers and the kernels make use of. */
function featuresOf(
  experiment: ResolvedExperiment,
  adapter: AdapterInfo,
): Record<string, "on" | "off"> {
  if (adapter.backend === "cpu") return {};
  const depends = kernelsOf(experiment).some(
    ({ suits }) =>
      suits?.({ ...adapter, subgroups: true }) !== suits?.({ ...adapter, subgroups: false }),
  );
  const isOn = (feature: boolean | undefined) => (feature === true ? "on" : "off");
  return {
    ...(depends ? { subgroups: isOn(adapter.subgroups) } : {}),
    ...(precisionOf(experiment) === "half" ? { "half precision": isOn(adapter.half) } : {}),
  };
}

/** What the kernels are compiled with, as far as the adapter runs them. */
function orderOf(experiment: ResolvedExperiment, adapter: AdapterInfo): Record<string, number> {
  const kernels = kernelsOf(experiment).filter(({ suits }) => suits?.(adapter) ?? true);
  return Object.fromEntries(
    kernels.flatMap(({ shader, overrides }: AnyKernel) =>
      Object.entries(overrides).map(([name, value]) => [`${shader} ${name}`, Number(value)]),
    ),
  );
}

function chosenIn({ dataset, family, interventions, metrics }: ResolvedExperiment) {
  return [dataset, family, ...interventions, ...metrics];
}

interface Difference {
  readonly path: string;
  readonly before: string;
  readonly after: string;
}

/** Where two pieces of plain data first differ, and what stands there. */
export function difference(before: unknown, after: unknown, path: string): Difference | null {
  if (isObject(before) && isObject(after)) {
    for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
      const step = Array.isArray(after) ? `[${key}]` : `.${key}`;
      const found = difference(before[key], after[key], `${path}${step}`);
      if (found !== null) return found;
    }
    return null;
  }
  const [left, right] = [before, after].map((value) => JSON.stringify(value) ?? "nothing");
  return left === right ? null : { path, before: left, after: right };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
