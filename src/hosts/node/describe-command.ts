import type { PluginEntry } from "../../catalog.ts";
import type { Setting } from "../../config.ts";
import { ConfigError } from "../../errors.ts";
import { catalog } from "../../experiments/catalog.ts";
import { guess, quoted, shown } from "../../experiments/messages.ts";
import { presets } from "../../experiments/index.ts";

/** Lists plug-ins on standard output, all where none is named. Throws a `ConfigError`. */
export function describeCommand(wanted: readonly string[], json: boolean): void {
  const { datasets, families, interventions, metrics } = catalog();
  const all = { datasets, families, interventions, metrics };
  const names = Object.values(all).flatMap((entries) => entries.map(({ name }) => name));
  for (const name of wanted) if (!names.includes(name)) throw unknown("plug-in", name, names);
  const sections = Object.fromEntries(
    Object.entries(all)
      .map(
        ([kind, entries]) =>
          [
            kind,
            entries.filter(({ name }) => wanted.length === 0 || wanted.includes(name)),
          ] as const,
      )
      .filter(([, entries]) => entries.length > 0),
  );
  if (json) {
    print(JSON.stringify(sections, null, 2));
    return;
  }
  const texts = Object.entries(sections).map(
    ([title, entries]) => `${title.toUpperCase()}\n\n${entries.map(described).join("\n\n")}`,
  );
  print(texts.join("\n\n\n"));
}

/** Lists the presets, or prints one as an experiment file. Throws a `ConfigError`. */
export function presetsCommand(name: string | undefined): void {
  if (name === undefined) {
    const width = Math.max(...presets.map(({ experiment }) => experiment.name.length));
    for (const { experiment, story } of presets) {
      print(`${experiment.name.padEnd(width)}  ${story}`);
    }
    return;
  }
  const preset = presets.find(({ experiment }) => experiment.name === name);
  if (preset === undefined) {
    const names = presets.map(({ experiment }) => experiment.name);
    throw unknown("preset", name, names);
  }
  print(JSON.stringify(preset.experiment, null, 2));
}

/** Names the nearest one, or all where none is near. */
export function unknown(kind: string, name: string, names: readonly string[]): ConfigError {
  const near = guess(name, names) || `, expected ${quoted(names)}`;
  return new ConfigError("", `there is no ${kind} ${shown(name)}${near}`);
}

const PLURALS: Readonly<Record<NonNullable<PluginEntry["kind"]>, string>> = {
  vector: "vectors",
  category: "categories",
  image: "images",
  tokens: "texts",
};

function described({ name, title, summary, source, settings, kind, unit }: PluginEntry): string {
  const remarks = [
    ...(kind === null ? [] : [PLURALS[kind]]),
    ...(unit === "" ? [] : [`in ${unit}`]),
  ];
  const head = `${name}  ${title}${remarks.length === 0 ? "" : ` (${remarks.join(", ")})`}`;
  const lines = Object.entries(settings).map(
    ([key, setting]) => `    ${key}: ${rangeOf(setting)}\n        ${setting.help}`,
  );
  return [head, `    ${summary}`, `    Source: ${source}`, ...lines].join("\n");
}

function rangeOf(setting: Setting): string {
  const fallback = `default ${JSON.stringify(setting.default)}`;
  switch (setting.kind) {
    case "number":
    case "integer": {
      const { kind, min, max } = setting;
      const unit = setting.unit === undefined ? "" : ` ${setting.unit}`;
      const off = kind === "number" && setting.off !== undefined ? ", null for off" : "";
      const varies = kind === "number" && setting.varies === true ? ", may vary" : "";
      return `${kind === "integer" ? "whole number" : "number"} from ${min} to ${max}${unit}${off}${varies}, ${fallback}`;
    }
    case "choice":
      return `${quoted(setting.options)}${setting.byMember === true ? ", or by member" : ""}, ${fallback}`;
    case "flag":
      return `true or false, ${fallback}`;
    case "text":
      return `text of at most ${setting.maxLength} characters, ${fallback}`;
    case "file":
      return `path of a file (${setting.accept}), default the built-in one`;
  }
  return `up to ${setting.maxItems} numbers from ${setting.min} to ${setting.max}, ${fallback}`;
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
