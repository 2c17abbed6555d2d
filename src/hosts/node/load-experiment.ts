import { constants, open } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { ConfigError, messageOf } from "../../errors.ts";
import type { ResolvedExperiment } from "../../experiments/experiment.ts";
import { presets } from "../../experiments/index.ts";
import { guess, quoted } from "../../experiments/messages.ts";
import { MAX_EXPERIMENT_BYTES, parseExperiment } from "../../experiments/parse.ts";
import { resolveExperiment } from "../../experiments/resolve.ts";
import { designs } from "../../sweeps/designs.ts";
import { resolveSweep } from "../../sweeps/resolve.ts";
import type { ResolvedSweep } from "../../sweeps/sweep.ts";
import { asBytes } from "./disk-directory.ts";

/** Bytes of the largest text that is read. */
const MAX_TEXT_BYTES = 64 * 2 ** 20;

/** Finds an experiment by file or by the name of a preset. Throws a `ConfigError`. */
export async function loadExperiment(
  name: string,
  seed: number | undefined,
): Promise<ResolvedExperiment> {
  const preset = presets.find(({ experiment }) => experiment.name === name);
  const input = preset?.experiment ?? (await readExperiment(name));
  const isObject = typeof input === "object" && input !== null && !Array.isArray(input);
  const seeded = isObject && seed !== undefined ? { ...input, seed } : input;
  // A path in an experiment is relative to its file; a preset has none.
  const base = preset === undefined ? dirname(resolve(name)) : ".";
  return await resolveExperiment(seeded, (path) => readText(resolve(base, path)));
}

/** Finds a sweep by file, or a design of the lab's by its name. Throws a `ConfigError`. */
export async function loadSweep(name: string): Promise<ResolvedSweep> {
  const design = designs.find((one) => one.name === name);
  const base = design === undefined ? dirname(resolve(name)) : ".";
  const names = quoted(designs.map((one) => one.name));
  const input = design ?? (await readJson(name, `, and the designs of the lab are ${names}`));
  return await resolveSweep(input, (path) => readText(resolve(base, path)));
}

/** Reads what an experiment names. Throws a `ConfigError` where there is none, or the system's. */
export async function readText(path: string): Promise<Uint8Array> {
  return await readBounded(path, MAX_TEXT_BYTES).catch((error: unknown) => {
    if (!isMissing(error)) throw error;
    throw new ConfigError(
      "",
      `there is no file ${path}; name one by its path from the folder of the experiment`,
    );
  });
}

/** Puts the name of a file before what the user has to mend in it. */
export async function naming<T>(name: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    throw new ConfigError("", `${name}: ${error.message}`);
  }
}

/** Reads a small file of JSON. Throws a `ConfigError`, which says `otherwise` where there is none. */
export async function readJson(name: string, otherwise = ""): Promise<unknown> {
  const bytes = await readBounded(name, MAX_EXPERIMENT_BYTES).catch((error: unknown) => {
    if (error instanceof ConfigError) throw error;
    throw isMissing(error)
      ? new ConfigError("", `there is no such file${otherwise}`)
      : unreadable(error);
  });
  return parseExperiment(bytes);
}

async function readExperiment(name: string): Promise<unknown> {
  const bytes = await readBounded(name, MAX_EXPERIMENT_BYTES).catch((error: unknown) => {
    if (!isMissing(error)) throw error instanceof ConfigError ? error : unreadable(error);
    const names = presets.map(({ experiment }) => experiment.name);
    throw new ConfigError(
      "",
      `there is no such file, and no such preset${guess(name, names)}; "ouroboros presets" lists them`,
    );
  });
  return parseExperiment(bytes);
}

function isMissing(error: unknown): boolean {
  const { code } = error as { readonly code?: unknown };
  return code === "ENOENT" || code === "ENOTDIR";
}

function unreadable(error: unknown): ConfigError {
  return new ConfigError("", `cannot be read: ${messageOf(error)}`);
}

/** Reads an ordinary file that has at most `limit` bytes. Throws a `ConfigError`, or the system's. */
async function readBounded(path: string, limit: number): Promise<Uint8Array> {
  // Without O_NONBLOCK opening a pipe would wait for somebody to write.
  const file = await open(path, constants.O_RDONLY | (constants.O_NONBLOCK ?? 0));
  try {
    const { size } = await file.stat().then((stats) => {
      if (stats.isFile()) return stats;
      const found = stats.isDirectory() ? "is a folder" : "is no ordinary file";
      throw new ConfigError("", `${found}; name a file`);
    });
    if (size > limit) {
      throw new ConfigError("", `has ${size} bytes, and at most ${limit} are read`);
    }
    return asBytes(await file.readFile());
  } finally {
    await file.close();
  }
}
