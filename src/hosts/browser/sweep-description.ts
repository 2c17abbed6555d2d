import { ConfigError } from "../../errors.ts";
import { requireFactorial } from "../../sweeps/factorial.ts";
import type { ResolvedSweep } from "../../sweeps/sweep.ts";
import { skippedInWords } from "./sweep-plan.ts";
import type { SweepDescription, SweepId } from "./sweep-protocol.ts";

/** What the page is told of a sweep that it opens. */
export function describeSweep(id: SweepId, sweep: ResolvedSweep): SweepDescription {
  const { name, title = name } = sweep.sweep;
  return {
    id,
    title,
    sweep: sweep.sweep,
    axes: sweep.axes.map(({ setting, label, texts }) => ({ setting, label, texts })),
    cells: sweep.cells.length,
    isFactorial: isFactorial(sweep),
    skipped: skippedInWords(sweep),
  };
}

/** Whether it takes errors apart: see `requireFactorial`. */
export function isFactorial(sweep: ResolvedSweep): boolean {
  try {
    requireFactorial(sweep);
    return true;
  } catch (error) {
    if (error instanceof ConfigError) return false;
    throw error;
  }
}
