import { ConfigError } from "./errors.ts";

/** The one value of a setting that decides how many rows a pool has, and so may not differ. */
export function uniformValue(setting: string, values: Float64Array): number {
  const other = values.find((value) => value !== values[0]);
  if (other !== undefined) {
    throw new ConfigError(
      setting,
      `is ${values[0]} for one lineage and ${other} for another, and has to be the same for all`,
    );
  }
  return values[0];
}
