import { StoreError, messageOf } from "../errors.ts";
import type { GenerationRecord } from "../record.ts";

/** JSON has no word for them. */
const SPECIAL: Readonly<Record<string, number>> = {
  Infinity: Infinity,
  "-Infinity": -Infinity,
  NaN: NaN,
};

/** A record as a line of JSON with its line end. No time, no machine: equal runs, equal bytes. */
export function encodeRecord({ generation, metrics }: GenerationRecord): string {
  const lists = Object.entries(metrics).map(
    ([name, values]) => `${JSON.stringify(name)}:[${Array.from(values, shortest).join(",")}]`,
  );
  return `{"generation":${generation},"metrics":{${lists.join(",")}}}\n`;
}

/** The fewest digits that name a float of 32 bits; nine always do. */
function shortest(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  if (Object.is(value, -0)) return "-0";
  for (const digits of [7, 8]) {
    const near = Number(value.toPrecision(digits));
    if (Math.fround(near) === value) return String(near);
  }
  return String(Number(value.toPrecision(9)));
}

/**
 * Reads a line, which has to be of the generation that comes next.
 *
 * `place` names the line in messages, e.g. "records.jsonl, line 7". Throws a `StoreError`.
 */
export function decodeRecord(line: Uint8Array, generation: number, place: string) {
  const fail = (reason: string) => new StoreError(`${place}: ${reason}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
  } catch (error) {
    throw fail(`no JSON (${messageOf(error).slice(0, 80)})`);
  }
  if (!isObject(parsed) || !isObject(parsed["metrics"])) throw fail("not a record");
  if (parsed["generation"] !== generation) throw fail(`expected generation ${generation}`);
  let lineages: number | null = null;
  const metrics = Object.entries(parsed["metrics"]).map(([name, values]) => {
    if (!Array.isArray(values)) throw fail(`${JSON.stringify(name)} is not a list`);
    lineages ??= values.length;
    if (values.length !== lineages) {
      throw fail(`${JSON.stringify(name)} has ${values.length} lineages, not ${lineages}`);
    }
    const numbers = Float32Array.from(values, (value: unknown) => {
      if (typeof value === "number") return value;
      if (typeof value === "string" && Object.hasOwn(SPECIAL, value)) return SPECIAL[value];
      throw fail(`${JSON.stringify(name)} holds something that is not a number`);
    });
    return [name, numbers] as const;
  });
  return { generation, metrics: Object.fromEntries(metrics) } satisfies GenerationRecord;
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
