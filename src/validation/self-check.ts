import type { AdapterInfo, Backend } from "../compute/backend.ts";
import { ConfigError } from "../errors.ts";
import { type CheckResult, type ValidationOptions, checks, runValidation } from "./index.ts";
import { type KernelResult, compareKernels, kernelNames, kernelsOn } from "./kernels.ts";

export interface SelfCheckEntry {
  readonly kind: "check" | "kernel";
  readonly name: string;
  readonly title: string;
}

/** One line of the sheet. */
export type SelfCheckStep =
  | { readonly kind: "check"; readonly result: CheckResult }
  | { readonly kind: "kernel"; readonly result: KernelResult };

/** Everything that has a line on the sheet somewhere. */
export const selfCheckNames: readonly string[] = [
  ...kernelNames,
  ...checks.map(({ name }) => name),
];

/**
 * What is run on an adapter, in its order: first kernels, which every experiment is made of. `only`
 * has names; default all. Throws a `ConfigError` for a name that there is nowhere.
 */
export function selfCheckPlan(adapter: AdapterInfo, only?: readonly string[]): SelfCheckEntry[] {
  const unknown = only?.find((name) => !selfCheckNames.includes(name));
  if (unknown !== undefined) throw new ConfigError("", `there is no check "${unknown}"`);
  const all: SelfCheckEntry[] = [
    ...kernelsOn(adapter).map((name) => ({ kind: "kernel" as const, name, title: name })),
    ...checks.map(({ name, title }) => ({ kind: "check" as const, name, title })),
  ];
  return only === undefined ? all : all.filter(({ name }) => only.includes(name));
}

/** Runs a plan, one line at a time. */
export async function* runSelfCheck(
  backend: Backend,
  plan: readonly SelfCheckEntry[],
  options: Omit<ValidationOptions, "only"> = {},
): AsyncGenerator<SelfCheckStep, void, void> {
  const namesOf = (kind: SelfCheckEntry["kind"]) =>
    plan.filter((entry) => entry.kind === kind).map(({ name }) => name);
  for await (const result of compareKernels(backend, { ...options, only: namesOf("kernel") })) {
    yield { kind: "kernel", result };
    await options.breathe?.();
  }
  for await (const result of runValidation(backend, { ...options, only: namesOf("check") })) {
    yield { kind: "check", result };
    await options.breathe?.();
  }
}
