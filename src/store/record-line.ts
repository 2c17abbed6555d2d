import * as v from "valibot";
import { StoreError, messageOf } from "../errors.ts";
import type { GenerationRecord } from "../record.ts";

/** JSON has no word for them. */
const SPECIAL: Readonly<Record<string, number>> = {
  Infinity: Infinity,
  "-Infinity": -Infinity,
  NaN: NaN,
};

/** A record as a line of JSON with its line end. No time, no machine: equal runs, equal bytes. */
export function encodeRecord({ generation, metrics, ...more }: GenerationRecord): string {
  const { histograms, reports, exhibit, traces } = more;
  const parts = [`"generation":${generation}`, `"metrics":${listsOf(metrics)}`];
  if (histograms !== undefined) parts.push(`"histograms":${listsOf(histograms)}`);
  if (reports !== undefined) parts.push(`"reports":${listsOf(reports)}`);
  if (traces !== undefined) {
    const lists = Object.entries(traces).map(
      ([name, points]) =>
        `${JSON.stringify(name)}:[${points.map((point) => `[${point.map(shortest).join(",")}]`).join(",")}]`,
    );
    parts.push(`"traces":{${lists.join(",")}}`);
  }
  if (exhibit !== undefined) parts.push(`"exhibit":${JSON.stringify(exhibit)}`);
  return `{${parts.join(",")}}\n`;
}

function listsOf(holder: Readonly<Record<string, ArrayLike<number>>>): string {
  const lists = Object.entries(holder).map(
    ([name, values]) => `${JSON.stringify(name)}:[${Array.from(values, shortest).join(",")}]`,
  );
  return `{${lists.join(",")}}`;
}

/** The fewest digits that name a float of 32 bits; nine always do. */
function shortest(value: number): string {
  if (!Number.isFinite(value)) return `"${value}"`;
  if (Object.is(value, -0)) return "-0";
  for (const digits of [7, 8]) {
    const near = Number(value.toPrecision(digits));
    if (Math.fround(near) === Math.fround(value)) return String(near);
  }
  return String(Number(value.toPrecision(9)));
}

const number = v.pipe(
  v.union([v.number(), v.picklist(Object.keys(SPECIAL))]),
  v.transform((value) => (typeof value === "number" ? value : SPECIAL[value])),
);
const count = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const traces = v.record(v.string(), v.array(v.tuple([number, number])));
const image = v.pipe(v.string(), v.base64());
const exhibit = v.variant("kind", [
  v.object({
    kind: v.literal("tokens"),
    tokens: v.array(v.array(count)),
    percents: v.nullable(v.array(v.array(count))),
    original: v.exactOptional(v.array(v.array(count))),
  }),
  v.object({
    kind: v.literal("image"),
    images: v.array(image),
    original: v.exactOptional(v.array(image)),
  }),
]);

/**
 * Reads a line, which has to be of the generation that comes next.
 *
 * `place` names the line in messages, e.g. "records.jsonl, line 7". Throws a `StoreError`.
 */
export function decodeRecord(
  line: Uint8Array,
  generation: number,
  place: string,
): GenerationRecord {
  const fail = (reason: string) => new StoreError(`${place}: ${reason}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(line));
  } catch (error) {
    throw fail(`no JSON (${messageOf(error).slice(0, 80)})`);
  }
  if (!isObject(parsed) || !isObject(parsed["metrics"])) throw fail("not a record");
  if (parsed["generation"] !== generation) throw fail(`expected generation ${generation}`);
  const listsIn = (holder: Readonly<Record<string, unknown>>, sameLength: boolean) => {
    let lineages: number | null = null;
    const lists = Object.entries(holder).map(([name, values]) => {
      if (!Array.isArray(values)) throw fail(`${JSON.stringify(name)} is not a list`);
      lineages ??= values.length;
      if (sameLength && values.length !== lineages) {
        throw fail(`${JSON.stringify(name)} has ${values.length} lineages, not ${lineages}`);
      }
      const numbers = Float32Array.from(values, (value: unknown) => {
        if (typeof value === "number") return value;
        if (typeof value === "string" && Object.hasOwn(SPECIAL, value)) return SPECIAL[value];
        throw fail(`${JSON.stringify(name)} holds something that is not a number`);
      });
      return [name, numbers] as const;
    });
    return Object.fromEntries(lists);
  };
  const optional = <T>(key: string, schema: v.GenericSchema<unknown, T>) => {
    const value = parsed[key];
    if (value === undefined) return {};
    const result = v.safeParse(schema, value);
    if (!result.success) throw fail(`${JSON.stringify(key)} is malformed`);
    return { [key]: result.output };
  };
  const optionalLists = (key: "histograms" | "reports", sameLength: boolean) => {
    const value = parsed[key];
    if (value === undefined) return {};
    if (!isObject(value)) throw fail(`"${key}" is malformed`);
    return { [key]: listsIn(value, sameLength) };
  };
  return {
    generation,
    metrics: listsIn(parsed["metrics"], true),
    ...optionalLists("histograms", false),
    ...optionalLists("reports", true),
    ...optional("traces", traces),
    ...optional("exhibit", exhibit),
  };
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
