import * as v from "valibot";
import { StoreError, messageOf } from "../errors.ts";
import type { RunManifest } from "./run-store.ts";

const FORMAT = 1;

const size = v.pipe(v.number(), v.minValue(0));
const origin: v.GenericSchema = v.object({
  run: v.string(),
  generation: v.pipe(v.number(), v.safeInteger(), v.minValue(0)),
  experiment: v.looseObject({ name: v.string() }),
  parent: v.exactOptional(v.lazy(() => origin)),
});
const schema = v.object({
  format: v.literal(FORMAT),
  run: v.string(),
  // Looked at in full when the run is resumed.
  experiment: v.looseObject({ name: v.string() }),
  adapter: v.object({
    backend: v.picklist(["webgpu", "cpu"]),
    vendor: v.string(),
    architecture: v.string(),
    description: v.string(),
    software: v.boolean(),
    subgroups: v.exactOptional(v.boolean()),
    half: v.exactOptional(v.boolean()),
    maxTensorBytes: size,
    memoryBytes: size,
  }),
  version: v.string(),
  started: v.string(),
  files: v.array(
    v.object({
      name: v.string(),
      sha256: v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/)),
      bytes: size,
    }),
  ),
  parent: v.exactOptional(origin),
  seedFrom: v.optional(v.literal("command line")),
  order: v.record(v.string(), v.union([v.string(), v.number()])),
});

export function encodeManifest(manifest: RunManifest): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}

/** Throws a `StoreError` that names the run and what is wrong with its manifest. */
export function decodeManifest(bytes: Uint8Array, run: string): RunManifest {
  const fail = (reason: string) => new StoreError(`${run}/manifest.json: ${reason}`);
  let parsed: unknown;
  try {
    parsed = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    throw fail(`no JSON (${messageOf(error).slice(0, 80)})`);
  }
  const { format = FORMAT } = (parsed ?? {}) as { readonly format?: unknown };
  if (typeof format === "number" && format > FORMAT) {
    throw fail("a newer version of the lab wrote it; update the lab");
  }
  const result = v.safeParse(schema, parsed);
  if (!result.success) {
    const [issue] = result.issues;
    throw fail(`${v.getDotPath(issue) ?? "it"} is malformed: ${issue.message}`);
  }
  return { ...result.output, run } as unknown as RunManifest;
}
