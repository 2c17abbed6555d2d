import type { Traces } from "../hosts/browser/protocol.ts";

type Points = Traces[string];

/** One quantity of the generation under way, of finished ones, and the axis that shows them. */
export interface Panel {
  readonly name: string;
  readonly now: Points;
  readonly before: readonly Points[];
  readonly from: number;
  readonly to: number;
  readonly isLog: boolean;
  /** The last step of any. */
  readonly steps: number;
}

/** Beyond this ratio of the largest value to the smallest one a linear axis hides too much. */
const WIDE = 30;

/** What generations said anything about, the loss before everything else. */
export function traceNames(all: readonly Traces[]): string[] {
  const names = [...new Set(all.flatMap((traces) => Object.keys(traces)))];
  return names.sort((a, b) => Number(b === "loss") - Number(a === "loss"));
}

/** Points that are no numbers are left out: those steps were skipped. */
export function panelOf(name: string, traces: Traces, before: readonly Traces[]): Panel {
  const shown = (one: Traces) => (one[name] ?? []).filter(([, value]) => Number.isFinite(value));
  const now = shown(traces);
  const earlier = before.map(shown).filter(({ length }) => length > 0);
  const values = [now, ...earlier].flat().map(([, value]) => value);
  const steps = [now, ...earlier].flat().reduce((most, [step]) => Math.max(most, step), 0);
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const greatest = values.reduce((a, b) => Math.max(a, b), -Infinity);
  if (values.length === 0) {
    return { name, now, before: earlier, from: 0, to: 1, isLog: false, steps };
  }
  const isLog = least > 0 && greatest > WIDE * least;
  const room = (greatest - least || Math.abs(greatest) || 1) * 0.06;
  const [from, to] = isLog ? [least / 1.1, greatest * 1.1] : [least - room, greatest + room];
  return { name, now, before: earlier, from, to, isLog, steps };
}
