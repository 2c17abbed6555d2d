import type { AdapterInfo } from "../compute/backend.ts";
import type { BenchCase } from "./cases.ts";
import type { Ratio, Spread, Timing } from "./measure.ts";
import type { MemoryReading } from "./memory.ts";

/** Changes with every change of the JSON that a reader would notice. */
export const BENCH_SCHEMA = "ouroboros-bench/3";

export interface Environment {
  readonly adapter: Pick<AdapterInfo, "description" | "vendor" | "architecture" | "software">;
  readonly node: string;
  readonly system: string;
  readonly processor: string;
  readonly cores: number;
  /** Mean number of waiting processes over the last minute, before and after. */
  readonly load: readonly [before: number, after: number];
}

export interface BenchReport {
  readonly version: string;
  readonly environment: Environment;
  readonly repetitions: number;
  readonly timings: readonly Timing[];
  readonly ratios: readonly Ratio[];
  readonly memory: readonly MemoryReading[];
  /** Why a case is missing, a sentence each. */
  readonly notes: readonly string[];
}

/** The report as plain data, for a file. */
export function reportJson(report: BenchReport): object {
  const { version, environment, repetitions, timings, ratios, memory, notes } = report;
  return {
    schema: BENCH_SCHEMA,
    version,
    env: environment,
    params: { repetitions, cases: timings.map((timing) => timing.case) },
    results: timings.map(({ case: { id, title }, coldMs, work, unit, operations, ...rest }) => {
      const { finding, ...spread } = rest;
      return {
        id,
        title,
        unit: "ms",
        ...spread,
        coldMs,
        work: { amount: work, unit, ...(operations === undefined ? {} : { operations }) },
        finding: { ...finding, deviation: deviationOf(finding) },
      };
    }),
    ratios: ratios.map(({ comparison, isMet, ...spread }) => ({ ...comparison, ...spread, isMet })),
    memory: memory.map(({ case: { id, title }, ...reading }) => ({ id, title, ...reading })),
    notes,
  };
}

/** The report as a text for the terminal. */
export function reportText(report: BenchReport): string {
  const { version, environment, repetitions, timings, ratios, memory, notes } = report;
  const { adapter, node, system, processor, cores, load } = environment;
  const sizes = timings.map(
    ({ case: benchCase }) =>
      `  ${benchCase.id}: ${sizeOf(benchCase)}` +
      (benchCase.runsPerReading === 1
        ? ""
        : `, each reading the mean of ${benchCase.runsPerReading} runs`),
  );
  return [
    `ouroboros ${version} · Node ${node} · ${system} · ${processor}, ${cores} cores`,
    `adapter: ${adapter.description} (${adapter.vendor} ${adapter.architecture})` +
      (adapter.software ? " - a processor plays the graphics card: ratios only" : ""),
    `load before and after: ${load.map((value) => value.toFixed(2)).join(" and ")}`,
    ...(sizes.length === 0
      ? []
      : [`${repetitions} repetitions, cases in turn; the first run apart`, ...sizes]),
    ...(timings.length > 0 ? timingTables(timings, ratios) : []),
    ...(memory.length > 0 ? memoryTable(memory) : []),
    ...[...timings.filter(isWrong).map(warning), ...notes].map((note) => `\n${note}`),
  ].join("\n");
}

function timingTables(timings: readonly Timing[], ratios: readonly Ratio[]): string[] {
  return [
    "",
    ...table(
      ["case", "median ms", "MAD", "min-max", "first ms", "rate", "found", "theory", "SE off"],
      timings.map((timing) => [
        timing.case.title,
        decimals(timing.median),
        decimals(timing.mad),
        range(timing),
        decimals(timing.coldMs),
        rateOf(timing),
        timing.finding.value.toFixed(5),
        timing.finding.expected.toFixed(5),
        deviationOf(timing.finding).toFixed(1),
      ]),
    ),
    ...(ratios.length > 0 ? ratioTable(ratios) : []),
  ];
}

function ratioTable(ratios: readonly Ratio[]): string[] {
  return [
    "",
    ...table(
      ["ratio", "median", "MAD", "min-max", "target", ""],
      ratios.map((ratio) => [
        ratio.comparison.title,
        decimals(ratio.median),
        decimals(ratio.mad),
        range(ratio),
        ratio.isMet === null ? "none" : `${ratio.comparison.bound} ${ratio.comparison.target}`,
        ratio.isMet === null ? "" : ratio.isMet ? "met" : "MISSED",
      ]),
    ),
  ];
}

function memoryTable(memory: readonly MemoryReading[]): string[] {
  return [
    "",
    ...table(
      ["memory of one generation", "foretold MiB", "taken MiB", "ratio", "target", ""],
      memory.map(({ case: { title }, foretold, taken, isMet }) => [
        title,
        decimals(foretold / 2 ** 20),
        decimals(taken / 2 ** 20),
        decimals(taken / foretold),
        "0.9-1.1",
        isMet ? "met" : "MISSED",
      ]),
    ),
  ];
}

function sizeOf(benchCase: BenchCase): string {
  switch (benchCase.program) {
    case "mixtures":
    case "recursion":
    case "bare":
    case "peer": {
      const { lineages, samples, generations } = benchCase;
      return `${count(lineages)} × ${count(samples)} samples × ${generations} generations`;
    }
    case "sweep":
    case "sweep, cell by cell": {
      const { biases, seeds, cell } = benchCase;
      const cells = `${biases} sampling biases × ${seeds} seeds`;
      return `${cells} × ${cell.lineages} lineages × ${count(cell.samples)} samples × ${cell.generations} generations`;
    }
    case "product":
    case "product by registers":
    case "product without a GPU":
      return Array.from({ length: 3 }, () => count(benchCase.size)).join(" × ");
    case "ceiling":
    case "ceiling in registers":
    case "loads":
      return `${count(benchCase.invocations)} invocations × ${benchCase.rounds} rounds`;
    case "training":
    case "training without a GPU":
    case "training by a peer":
    case "training by a peer without a GPU": {
      const { shape, lineages, batch, steps } = benchCase;
      const { vocabulary, context, width, layers, heads } = shape;
      const size = `vocabulary ${vocabulary}, context ${context}, width ${width}, ${layers} layers`;
      return `${size}, ${heads} heads, ${lineages} × ${batch} texts, ${steps} steps`;
    }
    case "generation":
    case "generation without a GPU":
    case "generation by ONNX Runtime":
    case "generation by ONNX Runtime on the GPU":
      return `${count(benchCase.texts)} texts, ${benchCase.beams} side by side for each`;
    default:
      return benchCase satisfies never;
  }
}

function rateOf({ work, unit, operations, median }: Timing): string {
  const perMicrosecond = work / median / 1000;
  if (unit === "tokens") {
    const tokens = `${count(Math.round(1e6 * perMicrosecond))} tokens/s`;
    if (operations === undefined) return tokens;
    return `${tokens}, ${decimals(operations / median / 1e6)} GFLOP/s`;
  }
  if (unit === "numbers") return `${decimals(perMicrosecond / 1000)} G numbers/s`;
  return unit === "normals"
    ? `${decimals(perMicrosecond)} M normals/s`
    : `${decimals(perMicrosecond / 1000)} GFLOP/s`;
}

/** Speed is worth nothing beside a wrong result. */
function isWrong({ finding }: Timing): boolean {
  return !(Math.abs(deviationOf(finding)) < 5);
}

function warning({ case: { title }, finding }: Timing): string {
  return (
    `${title}: the ${finding.name} is ${deviationOf(finding).toFixed(1)} standard errors ` +
    `from theory, so this is not the work that it claims to be.`
  );
}

/** How many standard errors a finding is from theory. */
function deviationOf({ value, expected, standardError }: Timing["finding"]): number {
  return (value - expected) / standardError;
}

/** Rows of cells under a heading, the first column to the left, numbers to the right. */
function table(heading: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = heading.map((title, i) =>
    Math.max(title.length, ...rows.map((cells) => cells[i].length)),
  );
  return [heading, ...rows].map((cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i]) : cell.padStart(widths[i])))
      .join("  ")
      .trimEnd(),
  );
}

function range({ min, max }: Spread): string {
  return `${decimals(min)}-${decimals(max)}`;
}

/** Three digits that matter. */
function decimals(value: number): string {
  const digits = Math.max(0, 2 - Math.floor(Math.log10(Math.max(Math.abs(value), 1e-9))));
  return value.toFixed(Math.min(digits, 4));
}

function count(value: number): string {
  return value.toLocaleString("en-US");
}
