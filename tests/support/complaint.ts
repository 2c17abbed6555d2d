import { ConfigError } from "../../src/errors.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";

export const noFiles = (name: string): Promise<Uint8Array> =>
  Promise.reject(new Error(`no such file: ${name}`));

/** What is said of an experiment, or null where nothing is wrong with it. */
export async function complaint(input: unknown, readFile = noFiles): Promise<string | null> {
  try {
    await resolveExperiment(input, readFile);
    return null;
  } catch (error) {
    if (error instanceof ConfigError) return error.message;
    throw error;
  }
}
