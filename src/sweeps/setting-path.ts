import type { Setting } from "../config.ts";
import { datasets } from "../datasets/index.ts";
import { ConfigError } from "../errors.ts";
import { jsonPath, shown } from "../experiments/messages.ts";
import { families } from "../families/index.ts";
import { interventions } from "../interventions/index.ts";
import { metrics } from "../metrics/index.ts";
import type { Plugin } from "../plugin.ts";

type Key = string | number;
export type SettingPath = readonly Key[];

const STEP = /\.([A-Za-z_]\w*)|\[(\d{1,4})\]/y;
/** What changes no number. */
const LABELS = ["name", "title", "source", "version", "$schema"];
const WHOLE = ["lineages", "generations", "samples", "seed"];

/** The keys of "$.interventions[0].config.fraction". Throws a `ConfigError` for what is no path. */
export function settingPath(text: string): SettingPath {
  const keys: Key[] = [];
  STEP.lastIndex = 1;
  while (STEP.lastIndex < text.length) {
    const [, name, index] = STEP.exec(text) ?? [];
    if (name === undefined && index === undefined) break;
    keys.push(name ?? Number(index));
  }
  if (!text.startsWith("$") || keys.length === 0 || jsonPath(keys) !== text) {
    throw new ConfigError(
      "",
      `expected a path into the experiment like "$.family.config.samplingBias", found ${shown(text)}`,
    );
  }
  if (keys.length === 1 && LABELS.includes(String(keys[0]))) {
    throw new ConfigError("", `${text} changes no number; name a setting`);
  }
  return keys;
}

/**
 * A copy of `whole` with `value` at a place. Only settings that have a default may be missing
 * there. Throws a `ConfigError` where the path leads nowhere.
 */
export function withSetting(whole: unknown, path: SettingPath, value: unknown, depth = 0): unknown {
  if (depth === path.length) return value;
  const key = path[depth];
  const found = () => jsonPath(path.slice(0, depth));
  if (typeof key === "number") {
    if (!Array.isArray(whole) || key >= whole.length) {
      const count = Array.isArray(whole) ? `it has ${whole.length}` : "it is no list";
      throw new ConfigError("", `there is no ${jsonPath(path.slice(0, depth + 1))}: ${count}`);
    }
    return whole.with(key, withSetting(whole[key], path, value, depth + 1));
  }
  const missing = whole === undefined && path[depth - 1] === "config";
  if (!missing && (typeof whole !== "object" || whole === null || Array.isArray(whole))) {
    throw new ConfigError("", `there is no ${found()}.${key}: ${found()} is ${shown(whole)}`);
  }
  const holder = (whole ?? {}) as Readonly<Record<string, unknown>>;
  return { ...holder, [key]: withSetting(holder[key], path, value, depth + 1) };
}

/** Whether a setting takes whole numbers only, as far as the experiment says which it is. */
export function isWholeSetting(experiment: unknown, path: SettingPath): boolean {
  if (path.length === 1) return WHOLE.includes(String(path[0]));
  return settingAt(experiment, path)?.kind === "integer";
}

function settingAt(experiment: unknown, path: SettingPath): Setting | null {
  const registry = REGISTRIES[String(path[0])];
  if (registry === undefined || path.at(-2) !== "config") return null;
  const choice = path.slice(0, -2).reduce<unknown>((at, key) => entryOf(at, key), experiment);
  const plugin = registry.get(String(entryOf(choice, "name")));
  return plugin?.settings[String(path.at(-1))] ?? null;
}

function entryOf(holder: unknown, key: Key): unknown {
  if (typeof holder !== "object" || holder === null) return undefined;
  return (holder as Readonly<Record<Key, unknown>>)[key];
}

const REGISTRIES: Readonly<Record<string, ReadonlyMap<string, Plugin>>> = {
  dataset: datasets,
  family: families,
  interventions,
  metrics,
};
