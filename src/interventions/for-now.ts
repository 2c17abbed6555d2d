import type { Pool } from "../samples.ts";

/** A pool whose weights are for one fit: later generations find it as it was `before`. */
export function forNow(weighted: Pool, before: Pool): Pool {
  return weighted.map((segment, i) => {
    const { weight, lastingWeight = weight ?? null } = before[i];
    return { ...segment, lastingWeight };
  });
}
