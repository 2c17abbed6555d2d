import type { NamedGroup } from "./distribution.ts";
import { ConfigError } from "./errors.ts";

/** What is in no group that has a name. */
const REST = "others";
const RANGE = /^(\d+)(?:-(\d+))?$/;

/**
 * Groups as the user writes them, such as "islands: 3-5 9; boats: boat boats": by number from 1 on, or
 * by name where the K categories have names. The rest, if any, is a group of its own. Undefined where nothing is
 * written; throws a `ConfigError` for what cannot be understood.
 */
export function namedGroups(
  written: string,
  K: number,
  names: readonly string[] | null,
): readonly NamedGroup[] | undefined {
  if (written.trim() === "") return undefined;
  const numbers = new Map<string, number[]>();
  for (const [k, name] of (names ?? []).entries()) {
    numbers.set(name, [...(numbers.get(name) ?? []), k]);
  }
  const groupOf = new Map<number, string>();
  for (const part of written.split(";").filter((some) => some.trim() !== "")) {
    const [name, list, ...more] = part.split(":").map((some) => some.trim());
    const items = list?.split(/[\s,]+/).filter((item) => item !== "") ?? [];
    if (name === "" || items.length === 0 || more.length > 0) {
      refuse(`write “name: 3-5 9; other name: 12”, and not “${part.trim()}”`);
    }
    if (name.includes(".")) refuse(`“${name}” has a full stop, which no name of a group may have`);
    if ([...groupOf.values(), REST].includes(name)) refuse(`two groups are called “${name}”`);
    for (const k of items.flatMap((item) => membersOf(item, K, numbers))) {
      const other = groupOf.get(k);
      if (other !== undefined) refuse(`number ${k + 1} is in “${other}” and again in “${name}”`);
      groupOf.set(k, name);
    }
  }
  const titles = [...new Set(groupOf.values())];
  const groups = new Map([...titles, REST].map((name) => [name, [] as number[]]));
  for (let k = 0; k < K; k++) groups.get(groupOf.get(k) ?? REST)!.push(k);
  const found = [...groups].map(([name, members]) => ({ name, members }));
  return found.filter(({ members }) => members.length > 0);
}

function membersOf(item: string, K: number, numbers: ReadonlyMap<string, number[]>): number[] {
  const [range, from, to = from] = RANGE.exec(item) ?? [];
  if (range === undefined) {
    return numbers.get(item) ?? refuse(`“${item}” is none of the ${K} that the data have`);
  }
  const [first, last] = [Number(from), Number(to)];
  if (first < 1 || last > K || first > last) {
    const what = item.includes("-") ? "range within 1" : "number from 1";
    refuse(`${item} is no ${what} to ${K}`);
  }
  return Array.from({ length: last - first + 1 }, (_, i) => first - 1 + i);
}

function refuse(message: string): never {
  throw new ConfigError("groups", message);
}
