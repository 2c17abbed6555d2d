import { version } from "../../../package.json";
import type { Backend } from "../../compute/backend.ts";
import { messageOf } from "../../errors.ts";
import { runSelfCheck, selfCheckPlan } from "../../validation/self-check.ts";
import { sheetOf } from "../../validation/sheet.ts";
import { nextTask } from "./next-task.ts";
import type { SelfCheckEvent } from "./self-check-protocol.ts";

/** How long the worker may go without looking at its messages, milliseconds. */
const BREATH_MS = 20;

/**
 * Runs the lab's checks on a backend of the page, until the signal if it comes. Whatever ends it,
 * what was found by then is a sheet.
 */
export async function checkItself(
  backend: Backend,
  only: readonly string[] | null,
  signal: AbortSignal,
  post: (event: SelfCheckEvent) => void,
): Promise<void> {
  const { adapter } = backend;
  const checks = [];
  const kernels = [];
  let plan;
  try {
    plan = selfCheckPlan(adapter, only ?? undefined);
  } catch (error) {
    return post({ kind: "refused", problem: messageOf(error) });
  }
  post({ kind: "planned", plan });
  let problem = null;
  try {
    const now = () => performance.now();
    for await (const step of runSelfCheck(backend, plan, { signal, breathe: breathing(), now })) {
      post(step);
      if (step.kind === "kernel") kernels.push(step.result);
      else checks.push(step.result);
    }
  } catch (error) {
    if (!signal.aborted) problem = messageOf(error);
  }
  const asked = only ?? plan.map(({ name }) => name);
  const date = new Date().toISOString();
  const sheet = sheetOf({ version, date, adapter, checks, kernels, asked });
  post({ kind: "ended", sheet, problem });
}

/** Breaths that are no more frequent than they need to be. */
function breathing(): () => Promise<void> {
  let breathed = performance.now();
  return async () => {
    if (performance.now() - breathed < BREATH_MS) return;
    await nextTask();
    breathed = performance.now();
  };
}
