import { median } from "d3-array";
import type { BenchCase } from "./cases.ts";
import type { Comparison } from "./comparisons.ts";

/** A number that a program found, beside what theory says. */
export interface Finding {
  readonly name: string;
  readonly value: number;
  readonly expected: number;
  /** Of `value` about `expected`, if the program is right. */
  readonly standardError: number;
}

/** A case that is ready to run. */
export interface Program {
  readonly case: BenchCase;
  /** What one run draws or works out. */
  readonly work: number;
  readonly unit: "normals" | "operations" | "numbers" | "tokens";
  /** Multiplications and additions that it cannot do without, where the work is something else. */
  readonly operations?: number;
  /** One whole run. It settles when the device is done. */
  run(): Promise<Finding>;
}

export interface Spread {
  readonly samples: readonly number[];
  readonly median: number;
  /** Median distance from the median. */
  readonly mad: number;
  readonly min: number;
  readonly max: number;
}

export interface Timing extends Spread, Pick<Program, "case" | "work" | "unit" | "operations"> {
  /** The first run, with everything that is made once: pipelines, buffers, compiled code. */
  readonly coldMs: number;
  readonly finding: Finding;
}

export interface Ratio extends Spread {
  readonly comparison: Comparison;
  /** Whether the median keeps to the target; null where there is none. */
  readonly isMet: boolean | null;
}

/** The order statistics of at least one number. */
export function spreadOf(samples: readonly number[]): Spread {
  const middle = median(samples)!;
  return {
    samples,
    median: middle,
    mad: median(samples, (sample) => Math.abs(sample - middle))!,
    min: Math.min(...samples),
    max: Math.max(...samples),
  };
}

/**
 * Times the programs in turn, over and over, so that whatever slows the machine slows all alike.
 * `now` is a clock in milliseconds; a sample is the time of one run, averaged over a reading.
 */
export async function measure(
  programs: readonly Program[],
  repetitions: number,
  now: () => number,
  onProgress: (done: number, all: number) => void = () => {},
): Promise<Timing[]> {
  const all = programs.length * (repetitions + 1);
  let done = 0;
  const readings = [];
  for (const program of programs) {
    const start = now();
    const finding = await program.run();
    readings.push({ program, finding, coldMs: now() - start, samples: [] as number[] });
    onProgress(++done, all);
  }
  for (let repetition = 0; repetition < repetitions; repetition++) {
    for (const { program, samples } of readings) {
      const { runsPerReading } = program.case;
      const start = now();
      for (let run = 0; run < runsPerReading; run++) await program.run();
      samples.push((now() - start) / runsPerReading);
      onProgress(++done, all);
    }
  }
  return readings.map(({ program, finding, coldMs, samples }) => ({
    case: program.case,
    work: program.work,
    unit: program.unit,
    ...(program.operations === undefined ? {} : { operations: program.operations }),
    finding,
    coldMs,
    ...spreadOf(samples),
  }));
}

/** Divides timings repetition by repetition. A comparison whose cases did not run is left out. */
export function compare(timings: readonly Timing[], comparisons: readonly Comparison[]): Ratio[] {
  const byId = new Map(timings.map((timing) => [timing.case.id, timing]));
  return comparisons.flatMap((comparison) => {
    const of = byId.get(comparison.of);
    const to = byId.get(comparison.to);
    if (of === undefined || to === undefined) return [];
    const value = ({ work, operations = work }: Timing, milliseconds: number) => {
      if (comparison.quantity === "milliseconds") return milliseconds;
      return (comparison.quantity === "rate" ? work : operations) / milliseconds;
    };
    const spread = spreadOf(
      of.samples.map((sample, i) => value(of, sample) / value(to, to.samples[i])),
    );
    const { bound, target } = comparison;
    const isMet =
      target === null
        ? null
        : bound === "at least"
          ? spread.median >= target
          : spread.median <= target;
    return [{ comparison, isMet, ...spread }];
  });
}
