import * as fc from "fast-check";
import { expect, test } from "vitest";
import { ConfigError } from "../../src/errors.ts";
import { parseExperiment } from "../../src/experiments/parse.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { complaint, noFiles } from "../support/complaint.ts";
import { smallExperiment } from "../support/experiments.ts";

/** Values that somebody, or something, may put in the place of another. */
const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    undefined,
    NaN,
    Infinity,
    -Infinity,
    -0,
    -1,
    2 ** 53,
    1e308,
    "",
    {},
  ),
  fc.constantFrom<unknown>("NaN", "__proto__", "constructor", "gaussian", [], [[]], true, 1e-320),
  fc.anything({ maxDepth: 3, withBigInt: true, withDate: true, withMap: true, withSet: true }),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Every place in a piece of JSON, as a list of keys. */
function placesIn(value: unknown, path: readonly string[] = []): string[][] {
  const here = [[...path]];
  if (typeof value !== "object" || value === null) return here;
  return [
    ...here,
    ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key])),
  ];
}

function replaced(value: unknown, path: readonly string[], by: unknown): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return by;
  const copy: Record<string, unknown> = Array.isArray(value)
    ? ([...(value as unknown[])] as never)
    : { ...(value as object) };
  copy[key] = replaced(copy[key], rest, by);
  return copy;
}

const complete = {
  ...smallExperiment,
  version: 1,
  title: "t",
  source: "s",
  family: { name: "gaussian", config: { divisor: "N-1", truncation: null, samplingBias: 1 } },
};

test("whatever stands anywhere in an experiment: it makes sense, or the error names a place", async () => {
  const places = placesIn(complete);
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...places), strange, async (path, value) => {
      const said = await complaint(replaced(complete, path, value));
      if (said !== null) expect(said).toMatch(/^\$[^\n]*: [^\n]+$/);
    }),
    { numRuns: 3000 },
  );
});

test("whatever happens to the bytes of an experiment file: the same", async () => {
  const text = JSON.stringify(complete, null, 2);
  const bytes = new TextEncoder().encode(text);
  const position = fc.nat(bytes.length - 1);
  const damaged = fc.oneof(
    fc.tuple(position, fc.nat(255)).map(([at, byte]) => bytes.with(at, byte)),
    position.map((at) => bytes.slice(0, at)),
    fc
      .tuple(position, fc.uint8Array({ maxLength: 8 }))
      .map(([at, more]) => Uint8Array.of(...bytes.slice(0, at), ...more, ...bytes.slice(at))),
    fc.uint8Array({ maxLength: 300 }),
    fc.json().map((json) => new TextEncoder().encode(json)),
  );
  await fc.assert(
    fc.asyncProperty(damaged, async (content) => {
      try {
        await resolveExperiment(parseExperiment(content), noFiles);
      } catch (error) {
        expect(error).toBeInstanceOf(ConfigError);
        expect((error as ConfigError).message).not.toContain("\n");
      }
    }),
    { numRuns: 3000 },
  );
});
