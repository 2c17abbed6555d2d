import { toJsonSchema } from "@valibot/to-json-schema";
import * as v from "valibot";
import type { Setting, Settings } from "../config.ts";
import { datasets } from "../datasets/index.ts";
import { families } from "../families/index.ts";
import { interventions } from "../interventions/index.ts";
import { metrics } from "../metrics/index.ts";
import type { Plugin } from "../plugin.ts";
import { PLUGINS_PER_KIND } from "../random/streams.ts";
import { SHAPES } from "../schedule.ts";
import { expected, expectedKeys, quoted, steady } from "./messages.ts";

/** The newest format of experiment files that this lab reads. */
export const EXPERIMENT_VERSION = 1;

const MAX_TEXT = 1000;
/** Values that a schedule may list. */
const MOST_STEPS = 10_000;

/** What an experiment file may say: checks, defaults and the help of editors come from here. */
export function experimentSchema() {
  return strict({
    $schema: described("The JSON Schema that editors complete by.", v.exactOptional(text())),
    version: described(
      "Version of this format.",
      v.optional(v.literal(EXPERIMENT_VERSION, expected(`${EXPERIMENT_VERSION}`)), 1),
    ),
    name: described("Short, in kebab-case.", text(1)),
    title: described("As people read it.", v.exactOptional(text())),
    source: described("Where the setting was published.", v.exactOptional(text())),
    dataset: described("What generation 0 learns from.", choiceFrom(datasets)),
    family: described("The kind of model.", choiceFrom(families)),
    interventions: described(
      "Changes to what the next generation learns from, applied in order; [] is full recursion.",
      listOf(choiceFrom(interventions), 0, interventions),
    ),
    metrics: described(
      "What is measured in every generation.",
      listOf(choiceFrom(metrics), 1, metrics),
    ),
    lineages: described("Independent chains, run side by side.", whole(1, 2 ** 20)),
    generations: described("Turns of the recursion.", whole(1, 2 ** 24 - 1)),
    samples: described("Drawn from each model, per lineage.", whole(1, 2 ** 28)),
    seed: described("Of all random numbers.", whole(0, 2 ** 32 - 1)),
  });
}

/** The JSON Schema of experiment files (draft 2020-12), for editors. */
export function experimentJsonSchema(): object {
  return jsonSchemaOf(experimentSchema(), "Ouroboros experiment");
}

/** What editors make of a schema. */
export function jsonSchemaOf(entries: v.GenericSchema, title: string): object {
  const { $schema: _, ...schema } = toJsonSchema(entries, {
    typeMode: "input",
    target: "draft-2020-12",
    // JSON Schema cannot compare two values, and knows no infinities; the lab itself does.
    ignoreActions: ["check", "finite"],
  });
  return { $schema: "https://json-schema.org/draft/2020-12/schema", title, ...schema };
}

export function strict<const E extends v.ObjectEntries>(entries: E) {
  return v.strictObject(entries, expectedKeys(Object.keys(entries)));
}

export function described<const S extends v.GenericSchema>(help: string, schema: S) {
  return v.pipe(schema, v.description(help));
}

export function text(minLength = 0) {
  const message = expected(minLength === 0 ? "a text" : "a text that is not empty");
  return v.pipe(v.string(message), v.minLength(minLength, message), v.maxLength(MAX_TEXT, message));
}

export function whole(min: number, max: number) {
  const message = steady(expected(`a whole number from ${min} to ${max}`));
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(min, message),
    v.maxValue(max, message),
  );
}

function listOf<const S extends v.GenericSchema>(
  item: S,
  minLength: number,
  registry: ReadonlyMap<string, unknown>,
) {
  const length =
    minLength === 0 ? `at most ${PLUGINS_PER_KIND}` : `${minLength} to ${PLUGINS_PER_KIND}`;
  const [example] = registry.keys();
  const message = expected(`a list of ${length} like [{"name": "${example}"}]`);
  return v.pipe(
    v.array(item, message),
    v.minLength(minLength, message),
    v.maxLength(PLUGINS_PER_KIND, message),
  );
}

/** One of the plug-ins by name, with its settings. */
function choiceFrom(registry: ReadonlyMap<string, Plugin>) {
  const names = [...registry.keys()];
  const options = [...registry.values()].map((plugin) =>
    v.pipe(
      strict({
        name: v.literal(plugin.name, expected(quoted(names), names)),
        config: v.optional(configSchema(plugin.settings), {}),
      }),
      v.title(plugin.title),
      v.description(plugin.summary),
    ),
  );
  return v.variant("name", options, (issue) =>
    issue.path === undefined
      ? expected(`an object like {"name": "${names[0]}"}`)(issue)
      : expected(quoted(names), names)(issue),
  );
}

function configSchema(settings: Settings) {
  return strict(
    Object.fromEntries(
      Object.entries(settings).map(([name, setting]) => [
        name,
        described(helpOf(setting), v.optional(settingSchema(setting), setting.default as never)),
      ]),
    ),
  );
}

/** How a number may change with the generation. */
function scheduleSchemas(value: v.GenericSchema<unknown, number>) {
  const over = whole(1, 2 ** 24 - 1);
  const positive = "expected ends above 0, since ratios have no other way between them";
  const message = expected(`a list of 1 to ${MOST_STEPS} numbers`);
  const values = v.pipe(
    v.array(value, message),
    v.minLength(1, message),
    v.maxLength(MOST_STEPS, message),
  );
  return [
    v.pipe(
      strict({
        from: value,
        to: value,
        over,
        shape: v.optional(v.picklist(SHAPES, expected(quoted(SHAPES), SHAPES)), "linear"),
      }),
      v.check(({ from, to, shape }) => shape !== "geometric" || (from > 0 && to > 0), positive),
    ),
    strict({ values }),
    strict({ members: values }),
  ] as const;
}

/**
 * The message of a value that is neither a number nor one of the schedules. Where it is nearly a
 * schedule, it is the message of what is wrong with that.
 */
function neither(single: string, [ramp, values, members]: ReturnType<typeof scheduleSchemas>) {
  return (issue: v.BaseIssue<unknown>): string => {
    const { input } = issue;
    if (typeof input !== "object" || input === null) return expected(single)(issue);
    const isObject = !Array.isArray(input);
    const meant =
      isObject && "values" in input ? values : isObject && "members" in input ? members : ramp;
    const isMeant =
      meant !== ramp || (isObject && ["from", "to", "over"].some((key) => key in input));
    const inner = isMeant ? v.safeParse(meant, input).issues?.[0] : undefined;
    if (inner === undefined) {
      const example = '{"values": [1, 0.5]} or {"from": 1, "to": 0.5, "over": 10}';
      return expected(`${single}, or a schedule like ${example}`)(issue);
    }
    return inner.message;
  };
}

/** One of the options, or a list with one for each member. */
function byMember(single: v.GenericSchema, options: readonly string[]) {
  const length = expected(`a list of 1 to ${MOST_STEPS}`);
  const several = strict({
    members: v.pipe(
      v.array(single, length),
      v.minLength(1, length),
      v.maxLength(MOST_STEPS, length),
    ),
  });
  return v.union([single, several], (issue) => {
    const { input } = issue;
    if (typeof input === "object" && input !== null && "members" in input) {
      return v.safeParse(several, input).issues![0].message;
    }
    const example = JSON.stringify({ members: options.slice(0, 2) });
    return expected(`${quoted(options)}, or by member like ${example}`, options)(issue);
  });
}

function helpOf(setting: Setting): string {
  const unit = "unit" in setting && setting.unit !== undefined ? ` Unit: ${setting.unit}.` : "";
  return `${setting.help}${unit}`;
}

function settingSchema(setting: Setting): v.GenericSchema {
  switch (setting.kind) {
    case "number": {
      const { min, max, off } = setting;
      const range = Number.isFinite(max) ? `from ${min} to ${max}` : `of at least ${min}`;
      const what = `a number ${range}${off === undefined ? "" : ", or null for off"}`;
      const message = setting.varies === true ? expected(what) : steady(expected(what));
      const bounded = v.pipe(v.number(message), v.minValue(min, message));
      const schema = Number.isFinite(max)
        ? v.pipe(bounded, v.maxValue(max, message))
        : v.pipe(bounded, v.finite(message));
      const single = off === undefined ? schema : v.nullable(schema);
      if (setting.varies !== true) return single;
      const schedules = scheduleSchemas(schema);
      return v.union([single, ...schedules], neither(what, schedules));
    }
    case "integer":
      return whole(setting.min, setting.max);
    case "choice": {
      const { options } = setting;
      const single = v.picklist(options, expected(quoted(options), options));
      return setting.byMember === true ? byMember(single, options) : single;
    }
    case "flag":
      return v.boolean(expected("true or false"));
    case "text": {
      const message = expected(`a text of at most ${setting.maxLength} characters`);
      return v.pipe(v.string(message), v.maxLength(setting.maxLength, message));
    }
    case "file": {
      const message = expected("the name of a file, or null for the built-in one");
      const name = v.pipe(
        v.string(message),
        v.minLength(1, message),
        v.maxLength(MAX_TEXT, message),
      );
      return v.nullable(name);
    }
  }
  const { min, max, maxItems } = setting;
  const message = expected(`a list of at most ${maxItems} numbers from ${min} to ${max}`);
  const item = v.pipe(v.number(message), v.minValue(min, message), v.maxValue(max, message));
  return v.pipe(v.array(item, message), v.maxLength(maxItems, message));
}
