import { type Pool, type Segment, isSame, lasting } from "../samples.ts";
import { defineIntervention } from "./intervention.ts";

/** Nothing is thrown away: each generation trains on all data so far, the real data included. */
export const accumulate = defineIntervention({
  name: "accumulate",
  title: "Accumulate",
  summary: "All earlier data stays in the pool, beside what the newest model adds.",
  source: "Gerstgrasser et al. 2024, arXiv:2404.01413",
  settings: {},
  kernels: [],

  apply: (_context, proposed, { previous }) => accumulated(proposed, previous),
});

/** What was there and what is new, in this order. */
export function accumulated(proposed: Pool, previous: Pool): Pool {
  const before = lasting(previous);
  const isNew = (segment: Segment) => !before.some((known) => isSame(known, segment));
  return [...before, ...proposed.filter(isNew)];
}
