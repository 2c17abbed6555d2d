import type { AdapterInfo } from "../compute/backend.ts";
import { sha256Of } from "../sha256.ts";
import type { CheckResult } from "./check.ts";
import type { KernelResult } from "./kernels.ts";

/** Everything that a self-check has found, to be kept and to be sent along with a bug report. */
export interface Sheet {
  readonly lab: "Ouroboros";
  readonly version: string;
  /** ISO 8601, UTC: when it was finished. */
  readonly date: string;
  readonly adapter: SheetAdapter;
  /** "incomplete": nothing failed, but not all was run. */
  readonly verdict: "pass" | "fail" | "incomplete";
  /** Failures first. */
  readonly checks: readonly CheckResult[];
  readonly kernels: readonly KernelResult[];
  /** Names of what was not run. */
  readonly leftOut: readonly string[];
  /** Of the numbers, in the order of their names: equal where two sheets measured the same. */
  readonly sha256: string;
}

export type SheetAdapter = Pick<
  AdapterInfo,
  "backend" | "vendor" | "architecture" | "description" | "software" | "subgroups" | "half"
>;

export interface SheetInputs {
  readonly version: string;
  readonly date: string;
  readonly adapter: AdapterInfo;
  readonly checks: readonly CheckResult[];
  readonly kernels: readonly KernelResult[];
  /** Names of all that was asked for. */
  readonly asked: readonly string[];
}

export function sheetOf({ version, date, adapter, checks, kernels, asked }: SheetInputs): Sheet {
  const { backend, vendor, architecture, description, software, subgroups, half } = adapter;
  const results = [...checks, ...kernels];
  const run = new Set(results.map(({ name }) => name));
  const leftOut = asked.filter((name) => !run.has(name));
  const fails = results.some(({ verdict }) => verdict === "fail");
  return {
    lab: "Ouroboros",
    version,
    date,
    adapter: {
      backend,
      vendor,
      architecture,
      description,
      software,
      ...(subgroups === undefined ? {} : { subgroups }),
      ...(half === undefined ? {} : { half }),
    },
    verdict: fails ? "fail" : leftOut.length > 0 ? "incomplete" : "pass",
    checks: failuresFirst(checks),
    kernels: failuresFirst(kernels),
    leftOut,
    sha256: sha256Of(new TextEncoder().encode(numbersOf(checks, kernels))),
  };
}

function failuresFirst<R extends { readonly verdict: "pass" | "fail" }>(results: readonly R[]) {
  return results.toSorted((a, b) => a.verdict.localeCompare(b.verdict));
}

/** One line per result, digits in full. */
function numbersOf(checks: readonly CheckResult[], kernels: readonly KernelResult[]): string {
  const lines = [
    ...checks.map(({ name, predicted, measured, standardError, tolerance }) =>
      [name, predicted, measured, standardError, tolerance].join(" "),
    ),
    ...kernels.map(({ name, deviation, tolerance }) => [name, deviation, tolerance].join(" ")),
  ];
  return lines.toSorted().join("\n");
}
