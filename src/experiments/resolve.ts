import { type AnyConfig, type FileContent, perLineage } from "../config.ts";
import { datasets } from "../datasets/index.ts";
import type { AnyDataset } from "../datasets/dataset.ts";
import {
  ESTIMABLE,
  type FormName,
  REAL_FORMS,
  type RealFacts,
  realFormsOf,
} from "../distribution.ts";
import { ConfigError, messageOf } from "../errors.ts";
import { families } from "../families/index.ts";
import type { Family } from "../families/family.ts";
import { interventions } from "../interventions/index.ts";
import { type Intervention, type Sizes, formsNeeded } from "../interventions/intervention.ts";
import { metrics } from "../metrics/index.ts";
import type { Metric } from "../metrics/metric.ts";
import type { Plugin } from "../plugin.ts";
import { sha256Of } from "../sha256.ts";
import type { Chosen, Experiment, ResolvedExperiment } from "./experiment.ts";
import { checkEcosystem } from "./check-ecosystem.ts";
import { checkedBy } from "./checked.ts";
import { quoted, shown } from "./messages.ts";
import { EXPERIMENT_VERSION, experimentSchema } from "./schema.ts";

/** Bytes of the largest file that a setting may name. */
const MAX_FILE_BYTES = 64 * 2 ** 20;

type ReadFile = (name: string) => Promise<Uint8Array>;
interface Choice {
  readonly name: string;
  readonly config: AnyConfig;
}

/**
 * Checks an experiment, fills in every default and reads the files that it names.
 *
 * `input` is parsed JSON of any origin. Whatever does not make sense is a `ConfigError` whose path
 * says where.
 */
export function resolveExperiment(input: unknown, readFile: ReadFile): Promise<ResolvedExperiment> {
  return experimentResolver(readFile)(input);
}

/** The same for many experiments: those that name the same real data share them. */
export function experimentResolver(
  readFile: ReadFile,
): (input: unknown) => Promise<ResolvedExperiment> {
  const known = new Map<string, Real>();
  const choose = chooser(readFile);
  return async (input) => {
    const experiment = checkedExperiment(input);
    const name = JSON.stringify(experiment.dataset);
    const real = known.get(name) ?? (await realData(choose, experiment));
    known.set(name, real);
    return await resolved(experiment, choose, real);
  };
}

interface Real {
  readonly dataset: Chosen<AnyDataset>;
  readonly facts: RealFacts;
}

async function realData(choose: Choose, experiment: Experiment): Promise<Real> {
  const dataset = await choose<AnyDataset>(datasets, experiment.dataset, "$.dataset");
  const facts = inside("$.dataset.config", () => dataset.plugin.facts(dataset.config));
  return { dataset, facts };
}

async function resolved(
  experiment: Experiment,
  choose: Choose,
  { dataset, facts }: Real,
): Promise<ResolvedExperiment> {
  const family = await choose<Family>(families, experiment.family, "$.family");
  const chosenInterventions: Chosen<Intervention>[] = [];
  for (const [i, choice] of experiment.interventions.entries()) {
    chosenInterventions.push(await choose(interventions, choice, `$.interventions[${i}]`));
  }
  const chosenMetrics: Chosen<Metric>[] = [];
  for (const [i, choice] of experiment.metrics.entries()) {
    chosenMetrics.push(await choose(metrics, choice, `$.metrics[${i}]`));
  }
  checkKinds(dataset.plugin, family.plugin);
  const { lineages, generations, samples, seed } = experiment;
  const most = dataset.plugin.most?.(facts as never) ?? null;
  if (most !== null && samples > most) {
    throw new ConfigError("$.samples", `${samples} are more than the ${most} that the data hold`);
  }
  checkFamily(family, samples);
  checkInterventions(chosenInterventions, family, facts, experiment);
  checkMetrics(chosenMetrics, family, facts);
  checkEcosystem({ family, interventions: chosenInterventions, metrics: chosenMetrics, lineages });
  return {
    experiment,
    dataset,
    family,
    interventions: chosenInterventions,
    metrics: chosenMetrics,
    facts,
    lineages,
    generations,
    samples,
    seed,
  };
}

/** The experiment with every default, as plain data. Throws a `ConfigError`. */
export function checkedExperiment(input: unknown): Experiment {
  known ??= experimentSchema();
  const { $schema: _, ...experiment } = checkedBy(known, input, EXPERIMENT_VERSION);
  return experiment as unknown as Experiment;
}

/** Made once: sweeps check thousands. */
let known: ReturnType<typeof experimentSchema> | undefined;

type Choose = ReturnType<typeof chooser>;

/** Makes plug-ins of names, off values of null, and contents of file names. */
function chooser(readFile: ReadFile) {
  return async <P extends Plugin>(
    registry: ReadonlyMap<string, unknown>,
    choice: unknown,
    path: string,
  ): Promise<Chosen<P>> => {
    const { name, config } = choice as Choice;
    const plugin = registry.get(name) as P;
    const entries: [string, unknown][] = [];
    for (const [key, value] of Object.entries(config)) {
      const setting = plugin.settings[key];
      if (setting.kind === "number" && value === null) entries.push([key, setting.off]);
      else if (setting.kind === "file" && typeof value === "string") {
        entries.push([key, await contentOf(value, readFile, `${path}.config.${key}`)]);
      } else entries.push([key, value]);
    }
    return { plugin, config: Object.fromEntries(entries) };
  };
}

async function contentOf(name: string, readFile: ReadFile, path: string): Promise<FileContent> {
  const bytes = await readFile(name).catch((error: unknown) => {
    throw new ConfigError(path, `cannot read ${shown(name)}: ${messageOf(error)}`);
  });
  if (bytes.length > MAX_FILE_BYTES) {
    const megabytes = Math.ceil(bytes.length / 2 ** 20);
    throw new ConfigError(path, `${shown(name)} has ${megabytes} MB; at most 64 MB are read`);
  }
  return { name, bytes, sha256: sha256Of(bytes) };
}

function checkKinds(dataset: AnyDataset, family: Family): void {
  if (family.accepts === dataset.kind) return;
  const fitting = [...(families as ReadonlyMap<string, Family>).values()]
    .filter(({ accepts }) => accepts === dataset.kind)
    .map(({ name }) => name);
  throw new ConfigError(
    "$.family.name",
    `"${family.name}" learns ${PLURALS[family.accepts]}, and "${dataset.name}" gives ${PLURALS[dataset.kind]}; expected ${quoted(fitting)}`,
  );
}

const PLURALS: Readonly<Record<RealFacts["kind"], string>> = {
  vector: "vectors",
  category: "categories",
  image: "images",
  tokens: "texts",
};

function checkFamily({ plugin, config }: Chosen<Family>, samples: number): void {
  const refusal = plugin.refuses?.(config as never, samples) ?? null;
  if (refusal === null) return;
  throw new ConfigError(`$.family.config.${refusal.setting}`, refusal.reason);
}

/** What the models of a family can be asked. */
function formsOf({ accepts, provides }: Family): ReadonlySet<FormName> {
  return new Set([...provides, ...ESTIMABLE[accepts]]);
}

function checkInterventions(
  chosen: readonly Chosen<Intervention>[],
  { plugin: family }: Chosen<Family>,
  facts: RealFacts,
  sizes: Sizes,
): void {
  const available = formsOf(family);
  for (const [i, { plugin, config }] of chosen.entries()) {
    const path = `$.interventions[${i}].name`;
    const { name, kinds } = plugin;
    const [needs, needsFirst, needsReal] = [plugin.needs, plugin.needsFirst, plugin.needsReal].map(
      (some) => formsNeeded(some, config),
    );
    if (kinds !== undefined && !kinds.includes(facts.kind)) {
      const those = kinds.map((kind) => PLURALS[kind]).join(" or ");
      throw new ConfigError(
        path,
        `"${name}" is for ${those}, and these are ${PLURALS[facts.kind]}`,
      );
    }
    const refusal = plugin.refuses?.(facts, config, sizes) ?? null;
    if (typeof refusal === "string") throw new ConfigError(path, `"${name}" ${refusal}`);
    if (refusal !== null) {
      throw new ConfigError(`$.interventions[${i}].config.${refusal.setting}`, refusal.reason);
    }
    const unknown = [...needs, ...needsFirst].find((form) => !available.has(form));
    if (unknown !== undefined) {
      throw new ConfigError(
        path,
        `"${name}" cannot ask "${family.name}" for what it needs (${unknown})`,
      );
    }
    const untold = needsReal.find((form) => !realFormsOf(facts).includes(form));
    if (untold !== undefined) {
      throw new ConfigError(path, `"${name}" needs what is not known of these data (${untold})`);
    }
  }
}

function checkMetrics(
  chosen: readonly Chosen<Metric>[],
  { plugin: family, config }: Chosen<Family>,
  facts: RealFacts,
): void {
  const available = formsOf(family);
  // Moments that are estimated from samples come with a full covariance.
  const correlated = family.provides.includes("moments")
    ? (family.correlated?.(perLineage(family.settings, config, 1) as never) ?? false)
    : true;
  const fits = (metric: Metric) =>
    (metric.kind ?? facts.kind) === facts.kind &&
    (metric.needsFirst ?? []).every((form) => available.has(form)) &&
    metric.needs.every((form) => available.has(form)) &&
    metric.needsReal.every((form) => REAL_FORMS[facts.kind].includes(form));
  const seen = new Map<string, number>();
  for (const [i, { plugin, config: settings }] of chosen.entries()) {
    const path = `$.metrics[${i}].name`;
    const before = seen.get(plugin.name);
    if (before !== undefined) {
      throw new ConfigError(path, `"${plugin.name}" is there already, as $.metrics[${before}]`);
    }
    seen.set(plugin.name, i);
    if (!fits(plugin)) {
      const fitting = [...(metrics as ReadonlyMap<string, Metric>).values()].filter(fits);
      throw new ConfigError(
        path,
        `"${plugin.name}" cannot be measured of "${family.name}"; expected ${quoted(fitting.map(({ name }) => name))}`,
      );
    }
    const refusal = plugin.refuses?.(facts, correlated, settings) ?? null;
    if (refusal !== null) throw new ConfigError(path, `"${plugin.name}" ${refusal}`);
  }
}

/** Puts the place of a plug-in's own complaint before it. */
function inside<T>(path: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const place = error.path === "" ? path : `${path}.${error.path.replace(/^\$\.?/, "")}`;
    throw new ConfigError(place, error.detail);
  }
}
