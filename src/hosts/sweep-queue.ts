import type { Cell } from "../sweeps/sweep.ts";
import type { BatchStory } from "./sweep-folder.ts";

/** The batch that was left in the middle. */
export function underwayIn(
  stories: readonly BatchStory[],
  queue: readonly Cell[],
): { readonly batch: number; readonly cells: readonly Cell[] } | null {
  const last = stories.at(-1);
  if (last?.last.state !== "begun") return null;
  const byId = new Map(queue.map((cell) => [cell.id, cell]));
  const cells = last.cells.flatMap((id) => byId.get(id) ?? []);
  return cells.length === last.cells.length ? { batch: last.batch, cells } : null;
}

/** By shape how many cells a batch may have: half of those with which one failed before. */
export function limitsOf(
  stories: readonly BatchStory[],
  queue: readonly Cell[],
): Map<number, number> {
  const byId = new Map(queue.map((cell) => [cell.id, cell]));
  const limits = new Map<number, number>();
  for (const { cells, last } of stories) {
    const left = cells.flatMap((id) => byId.get(id) ?? []);
    if (last.state !== "divided" || left.length === 0) continue;
    const [{ shape }] = left;
    limits.set(shape, Math.min(limits.get(shape) ?? Infinity, Math.ceil(cells.length / 2)));
  }
  return limits;
}
