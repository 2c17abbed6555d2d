import type { Compiled, Replaying, Report } from "../hosts/browser/protocol.ts";
import { formatCount, formatDuration, formatRate } from "./format.ts";

const ONE = { steps: "step", parts: "part of a step", tokens: "token" } as const;

/** What a generation is at, e.g. "learning". */
export function phaseOf({ phase, unit }: Pick<Report, "phase" | "unit">): string {
  if (phase === "fit") return "learning";
  return unit === "tokens" ? "writing" : "drawing";
}

/** How far long work is, how fast it goes and how long it takes, each in a few words. */
export function progressInWords(report: Report): string[] {
  const { generation, done, total, unit, perSecond, left } = report;
  const words = [
    `${phaseOf(report)} in generation ${generation}: ${placeIn({ done, total, unit })}`,
  ];
  if (perSecond !== null && perSecond > 0) words.push(formatRate(perSecond, unit));
  if (left.phase !== null) words.push(`${formatDuration(left.phase)} left of ${phaseOf(report)}`);
  words.push(
    left.run === null
      ? "time left: after the first steps"
      : `${left.isLeast ? "more than " : ""}${formatDuration(left.run)} left of the run`,
  );
  return words;
}

/** How far the kernels are compiled that a run needs. */
export function compiledInWords({ done, total }: Compiled): string {
  return `compiling kernels: ${formatCount(done)} of ${formatCount(total)}`;
}

/** How far the parent of a fork has been run again, each in a few words. */
export function replayInWords({ generation, last, work }: Replaying): string[] {
  const words = `replaying generation ${formatCount(generation)} of ${formatCount(last)} of the parent`;
  return work === null ? [words] : [words, `${phaseOf(work)}: ${placeIn(work)}`];
}

function placeIn({ done, total, unit }: Pick<Report, "done" | "total" | "unit">): string {
  return `${ONE[unit]} ${formatCount(done)} of ${formatCount(total)}`;
}
