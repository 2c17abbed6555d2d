import { writeFile } from "node:fs/promises";
import type { AdapterInfo, Backend } from "../../compute/backend.ts";
import type { Features } from "../../compute/open-webgpu.ts";
import { ConfigError, messageOf } from "../../errors.ts";
import type { CheckResult } from "../../validation/check.ts";
import type { KernelResult } from "../../validation/kernels.ts";
import { runSelfCheck, selfCheckNames, selfCheckPlan } from "../../validation/self-check.ts";
import { sheetJson, verdictInWords } from "../../validation/sheet-text.ts";
import { type Sheet, sheetOf } from "../../validation/sheet.ts";
import { openAnnounced } from "./announced-backend.ts";
import { unknown } from "./describe-command.ts";
import { ExitCode } from "./exit-code.ts";
import { say } from "./terminal.ts";
import { version } from "./version.ts";

export interface ValidateCommandOptions extends Features {
  readonly backend?: AdapterInfo["backend"];
  readonly json?: boolean;
  /** A file for the whole sheet. */
  readonly sheet?: string;
}

interface Column<R> {
  readonly head: string;
  /** Below zero: text begins at the left. */
  readonly width: number;
  readonly text: (result: R) => string;
}

const CHECKS: readonly Column<CheckResult>[] = [
  { head: "row", width: 3, text: ({ row }) => String(row ?? "") },
  { head: "check", width: -34, text: ({ name }) => name },
  { head: "predicted", width: 12, text: ({ predicted }) => rounded(predicted) },
  { head: "measured", width: 12, text: ({ measured }) => rounded(measured) },
  { head: "std. error", width: 10, text: ({ standardError }) => rounded(standardError, 2) },
  { head: "tolerance", width: 10, text: ({ tolerance }) => rounded(tolerance, 2) },
  { head: "lineages", width: 8, text: ({ lineages }) => String(lineages) },
  { head: "verdict", width: -7, text: ({ verdict }) => verdict },
];

const KERNELS: readonly Column<KernelResult>[] = [
  { head: "kernel", width: -39, text: ({ name }) => name },
  { head: "numbers", width: 8, text: ({ numbers }) => String(numbers) },
  { head: "deviation", width: 10, text: ({ deviation }) => rounded(deviation, 2) },
  { head: "tolerance", width: 10, text: ({ tolerance }) => rounded(tolerance, 2) },
  { head: "verdict", width: -7, text: ({ verdict }) => verdict },
];

/** Prints the sheet on standard output, a line as soon as it is known. Fails if any line does. */
export async function validateCommand(
  names: readonly string[],
  { backend: wanted, json = false, sheet: file, ...features }: ValidateCommandOptions,
): Promise<number> {
  for (const name of names) {
    if (!selfCheckNames.includes(name)) throw unknown("check", name, selfCheckNames);
  }
  const backend = await openAnnounced(wanted, "closed form", features);
  let sheet;
  try {
    sheet = await printed(backend, names, json);
  } finally {
    backend.dispose();
  }
  if (file !== undefined) {
    await writeFile(file, sheetJson(sheet)).catch((error: unknown) => {
      throw new ConfigError("--sheet", messageOf(error));
    });
  }
  say(verdictInWords(sheet));
  const failed = [...sheet.checks, ...sheet.kernels].filter(({ verdict }) => verdict === "fail");
  if (failed.length === 0) return ExitCode.DONE;
  say(`these fail: ${failed.map(({ name }) => name).join(", ")}`);
  return ExitCode.FAILED;
}

async function printed(backend: Backend, names: readonly string[], json: boolean): Promise<Sheet> {
  const { adapter } = backend;
  const plan = selfCheckPlan(adapter, names.length === 0 ? undefined : names);
  const checks: CheckResult[] = [];
  const kernels: KernelResult[] = [];
  for await (const step of runSelfCheck(backend, plan)) {
    if (json) print(JSON.stringify(step.result));
    if (step.kind === "kernel") {
      if (!json) printRow(KERNELS, step.result, kernels.length === 0);
      kernels.push(step.result);
    } else {
      if (!json) printRow(CHECKS, step.result, checks.length === 0);
      checks.push(step.result);
    }
  }
  const asked = names.length === 0 ? plan.map(({ name }) => name) : names;
  const date = new Date().toISOString();
  return sheetOf({ version, date, adapter, checks, kernels, asked });
}

function printRow<R extends CheckResult | KernelResult>(
  columns: readonly Column<R>[],
  result: R,
  isFirst: boolean,
): void {
  if (isFirst)
    print(
      row(
        columns,
        columns.map(({ head }) => head),
      ),
    );
  print(
    row(
      columns,
      columns.map(({ text }) => text(result)),
    ),
  );
  if (result.verdict === "fail" && "source" in result) {
    print(`    ${result.title} [${result.source}]`);
  }
  if (result.detail !== undefined) print(`    ${result.detail}`);
}

function row(columns: readonly { readonly width: number }[], cells: readonly string[]): string {
  const padded = cells.map((cell, i) => {
    const { width } = columns[i];
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
