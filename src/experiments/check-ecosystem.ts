import type { AnyConfig } from "../config.ts";
import { ConfigError } from "../errors.ts";
import { isSchedule } from "../schedule.ts";

interface Part {
  readonly plugin: { readonly name: string };
  readonly config: AnyConfig;
}

interface Parts {
  readonly family: Part;
  readonly interventions: readonly Part[];
  readonly metrics: readonly Part[];
  readonly lineages: number;
}

/** Lists of an exchange with a place for each member. */
const BY_MEMBER = ["shares", "enters", "leaves", "learns"] as const;

/**
 * Whether all that speaks of the members of an ecosystem means the same ones. Throws a `ConfigError`.
 */
export function checkEcosystem({ family, interventions, metrics, lineages }: Parts): void {
  const exchanges = [...interventions.entries()].filter(
    ([, one]) => one.plugin.name === "exchange",
  );
  if (exchanges.length > 1) {
    const [[first], [second]] = exchanges;
    const reason = `"exchange" is there already, as $.interventions[${first}]; lineages belong to one ecosystem`;
    throw new ConfigError(`$.interventions[${second}].name`, reason);
  }
  const k = exchanges[0]?.[1].config["members"] as number | undefined;
  for (const [i, { config }] of exchanges) checkLists(config, `$.interventions[${i}].config`);
  const counted = [
    ...exchanges.map(([i, one]) => [`$.interventions[${i}]`, one] as const),
    ...metrics.map((one, i) => [`$.metrics[${i}]`, one] as const),
  ];
  for (const [path, { config }] of counted) {
    const { members } = config;
    if (typeof members !== "number") continue;
    if (k !== undefined && members !== k) {
      const reason = `is ${members}, and the ecosystems of $.interventions[${exchanges[0][0]}] have ${k} models; write ${k}`;
      throw new ConfigError(`${path}.config.members`, reason);
    }
    if (lineages % members !== 0) {
      const reason = `${lineages} lineages are no whole ecosystems of ${members} models; take a multiple`;
      throw new ConfigError(`${path}.config.members`, reason);
    }
  }
  if (k === undefined) return;
  const chosen = interventions.map((one, i) => [`$.interventions[${i}]`, one] as const);
  for (const [path, { config }] of [["$.family", family] as const, ...chosen]) {
    for (const [key, value] of Object.entries(config)) {
      if (!isSchedule(value) || !("members" in value) || k % value.members.length === 0) continue;
      const reason = `${value.members.length} values do not go round the ${k} models of an ecosystem; give one for each`;
      throw new ConfigError(`${path}.config.${key}.members`, reason);
    }
  }
  checkFamilies(family, k);
}

function checkLists(config: AnyConfig, path: string): void {
  const k = config["members"] as number;
  for (const key of BY_MEMBER) {
    const { length } = config[key] as readonly number[];
    // A missing share is none at all; whoever else is missing does as all others do.
    if (length > k || (key === "shares" && length > 0 && length < k)) {
      const reason = `${length} numbers for ${k} models; give one for each, or none`;
      throw new ConfigError(`${path}.${key}`, reason);
    }
  }
}

/** Families that take turns along the lineages have to take the same turns in every ecosystem. */
function checkFamilies({ plugin, config }: Part, k: number): void {
  if (plugin.name !== "assorted") return;
  const places = ["first", "second", "third", "fourth"];
  const families = places.filter((place) => config[place] !== "none").length;
  if (k % families === 0) return;
  const reason = `${families} families do not go round the ${k} models of an ecosystem; take a multiple of ${families} models, or other families`;
  throw new ConfigError("$.family.config", reason);
}
