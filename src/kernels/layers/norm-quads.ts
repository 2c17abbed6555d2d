import type { AdapterInfo } from "../../compute/backend.ts";

/** The widest rows of shaders/layers/norm-quad.wgsl, in fours of a lane. */
const MOST = 16;

/**
 * The kernel of shaders/layers/norm-quad.wgsl for rows of D, or null where they are not whole fours
 * of all four lanes, or too many to be kept.
 */
export function forWidth<T>(byFours: readonly T[], D: number): T | null {
  return D > 0 && D % 16 === 0 ? (byFours[D / 16 - 1] ?? null) : null;
}

/** One of each number of fours, compiled where it is first asked for. */
export function byFours<T>(of: (FOURS: number) => T): readonly T[] {
  return Array.from({ length: MOST }, (_, i) => of(i + 1));
}

/** A workgroup of one quad for many rows would leave most of a graphics card idle. */
export function suitsNormQuads({ software, subgroups }: AdapterInfo): boolean {
  return software && subgroups === true;
}
