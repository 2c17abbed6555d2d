import type { SelfCheckEvent } from "../hosts/browser/self-check-protocol.ts";
import type { CheckResult } from "../validation/check.ts";
import type { KernelResult } from "../validation/kernels.ts";
import type { SelfCheckEntry } from "../validation/self-check.ts";
import type { Sheet } from "../validation/sheet.ts";

/** What the page knows of a self-check. */
export interface SelfCheckView {
  readonly state: "idle" | "asked" | "running" | "ended";
  readonly plan: readonly SelfCheckEntry[];
  readonly checks: readonly CheckResult[];
  readonly kernels: readonly KernelResult[];
  /** Once it has ended, also where it ended early. */
  readonly sheet: Sheet | null;
  readonly problem: string | null;
}

export const idle: SelfCheckView = {
  state: "idle",
  plan: [],
  checks: [],
  kernels: [],
  sheet: null,
  problem: null,
};

/** The view after an event of the worker. */
export function heard(view: SelfCheckView, event: SelfCheckEvent): SelfCheckView {
  switch (event.kind) {
    case "planned":
      return { ...idle, state: "running", plan: event.plan };
    case "check":
      return { ...view, checks: [...view.checks, event.result] };
    case "kernel":
      return { ...view, kernels: [...view.kernels, event.result] };
    case "ended":
      return { ...view, state: "ended", sheet: event.sheet, problem: event.problem };
    case "refused":
      return { ...idle, problem: event.problem };
    default:
      return event satisfies never;
  }
}

/** How many lines are there, and which one is being worked out. */
export function progressOf({ plan, checks, kernels }: SelfCheckView) {
  const done = checks.length + kernels.length;
  return { done, total: plan.length, next: plan[done] ?? null };
}

/** The names after "#self-check=", or of a field; null for all. */
export function namesIn(text: string): readonly string[] | null {
  const names = text.split(/[\s,]+/).filter((name) => name !== "");
  return names.length === 0 ? null : names;
}

/** How far a measurement is from what was predicted, in standard errors; NaN where it has none. */
export function standardErrorsOff({ predicted, measured, standardError }: CheckResult): number {
  return standardError === 0 ? NaN : Math.abs(measured - predicted) / standardError;
}
