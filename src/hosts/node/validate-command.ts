import type { AdapterInfo } from "../../compute/backend.ts";
import type { Features } from "../../compute/open-webgpu.ts";
import { type CheckResult, checks as known, runValidation } from "../../validation/index.ts";
import { openAnnounced } from "./announced-backend.ts";
import { unknown } from "./describe-command.ts";
import { ExitCode } from "./exit-code.ts";
import { say } from "./terminal.ts";

export interface ValidateCommandOptions extends Features {
  readonly backend?: AdapterInfo["backend"];
  readonly json?: boolean;
}

const COLUMNS: readonly {
  readonly head: string;
  readonly width: number;
  readonly text: (result: CheckResult) => string;
}[] = [
  { head: "row", width: 3, text: ({ row }) => String(row ?? "") },
  { head: "check", width: -34, text: ({ name }) => name },
  { head: "predicted", width: 12, text: ({ predicted }) => rounded(predicted) },
  { head: "measured", width: 12, text: ({ measured }) => rounded(measured) },
  { head: "std. error", width: 10, text: ({ standardError }) => rounded(standardError, 2) },
  { head: "tolerance", width: 10, text: ({ tolerance }) => rounded(tolerance, 2) },
  { head: "lineages", width: 8, text: ({ lineages }) => String(lineages) },
  { head: "verdict", width: -7, text: ({ verdict }) => verdict },
];

/** Prints the sheet on standard output, a line as soon as it is known. Fails if any check does. */
export async function validateCommand(
  checks: readonly string[],
  { backend: wanted, json = false, ...features }: ValidateCommandOptions,
): Promise<number> {
  const names = known.map(({ name }) => name);
  for (const name of checks) if (!names.includes(name)) throw unknown("check", name, names);
  const backend = await openAnnounced(wanted, "closed form", features);
  const results: CheckResult[] = [];
  try {
    if (!json) print(row(COLUMNS.map(({ head }) => head)));
    const only = checks.length === 0 ? {} : { only: checks };
    for await (const result of runValidation(backend, only)) {
      results.push(result);
      if (json) print(JSON.stringify(result));
      else {
        print(row(COLUMNS.map(({ text }) => text(result))));
        if (result.verdict === "fail") print(`    ${result.title} [${result.source}]`);
        if (result.detail !== undefined) print(`    ${result.detail}`);
      }
    }
  } finally {
    backend.dispose();
  }
  const failed = results.filter(({ verdict }) => verdict === "fail");
  say(
    failed.length === 0
      ? `${results.length} of ${results.length} checks pass`
      : `${failed.length} of ${results.length} checks fail: ${failed.map(({ name }) => name).join(", ")}`,
  );
  return failed.length === 0 ? ExitCode.DONE : ExitCode.FAILED;
}

function row(cells: readonly string[]): string {
  const padded = cells.map((cell, i) => {
    const { width } = COLUMNS[i];
    return width < 0 ? cell.padEnd(-width) : cell.padStart(width);
  });
  return padded.join("  ").trimEnd();
}

function rounded(value: number, digits = 6): string {
  return String(Number(value.toPrecision(digits)));
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
