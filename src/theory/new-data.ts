import { type Step, drawnIn } from "./composed.ts";

/**
 * Where every pool but the first is drawn anew from the real distribution: how many rows each
 * generation learns from. Null for other interventions.
 */
export function rowsOfNewData(
  steps: readonly Step[],
  samples: number,
): ((generation: number) => number) | null {
  const last = steps.at(-1);
  const sizing = steps.slice(0, -1);
  if (last?.name !== "fresh-data" || last.config["fraction"] !== 1) return null;
  if (sizing.some(({ name }) => name !== "pool-size")) return null;
  // Each pool is made in the generation before.
  return (g) => (g === 0 ? samples : drawnIn(sizing, samples, g - 1));
}
