import type { Sheet, SheetAdapter } from "./sheet.ts";

/** What JSON has no numbers for is written as a word. */
export function sheetJson(sheet: Sheet): string {
  const text = (_key: string, value: unknown) =>
    typeof value === "number" && !Number.isFinite(value) ? String(value) : value;
  return `${JSON.stringify(sheet, text, 2)}\n`;
}

/** E.g. "NVIDIA H200, WebGPU" or "SwiftShader, WebGPU, software adapter". */
export function adapterInWords({ backend, description, software }: SheetAdapter): string {
  if (backend === "cpu") return "CPU, without WebGPU";
  return `${description}, WebGPU${software ? ", software adapter" : ""}`;
}

export function verdictInWords({ verdict, checks, kernels, leftOut }: Sheet): string {
  const all = [counted(checks.length, "check"), counted(kernels.length, "kernel")];
  if (verdict === "fail") {
    const failed = [checks, kernels].map(
      (results) => results.filter((one) => one.verdict === "fail").length,
    );
    return `Failed: ${failed[0]} of ${all[0]} and ${failed[1]} of ${all[1]}`;
  }
  const counts = all.join(" and ");
  if (verdict === "incomplete") return `No failure in ${counts}, and ${leftOut.length} not run`;
  return `All pass: ${counts}`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

/** For a bug report: failures in full, of the rest as much as a reader wants to see. */
export function sheetMarkdown(sheet: Sheet): string {
  const { version, date, adapter, checks, kernels, leftOut, sha256 } = sheet;
  const checkRows = checks.map(({ name, predicted, measured, standardError, verdict, detail }) => [
    name,
    ...[predicted, measured].map((value) => short(value, 6)),
    short(standardError),
    verdict,
    detail ?? "",
  ]);
  const kernelRows = kernels.map(({ name, deviation, tolerance, verdict, detail }) => [
    name,
    short(deviation),
    short(tolerance),
    verdict,
    detail ?? "",
  ]);
  return [
    `**Ouroboros self-check: ${verdictInWords(sheet)}**`,
    "",
    `- Adapter: ${cell(adapterInWords(adapter))}`,
    `- Lab version: ${version}`,
    `- Date: ${date}`,
    `- SHA-256 of the numbers: \`${sha256}\``,
    ...(leftOut.length === 0 ? [] : [`- Not run: ${leftOut.join(", ")}`]),
    "",
    ...table(["check", "predicted", "measured", "std. error", "verdict", "remark"], checkRows),
    "",
    ...table(["kernel", "deviation", "tolerance", "verdict", "remark"], kernelRows),
    "",
  ].join("\n");
}

function table(heads: readonly string[], rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)];
}

/** Bars and line ends are the table's own. */
function cell(text: string): string {
  return text.replaceAll("|", "\\|").replaceAll(/\s*\n\s*/g, " ");
}

function short(value: number, digits = 3): string {
  return String(Number(value.toPrecision(digits)));
}
