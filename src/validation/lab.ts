import type { Backend } from "../compute/backend.ts";
import { dryRun } from "../engine/dry-run.ts";
import { type Generation, runExperiment } from "../engine/run.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { resolveExperiment } from "../experiments/resolve.ts";
import type { GenerationRecord } from "../record.ts";
import type { TheoryCurve } from "../theory/curve.ts";
import { theoryFor } from "../theory/index.ts";

/** Where checks run their experiments. Two that need the same one share its run. */
export class Lab {
  readonly backend: Backend;
  readonly signal: AbortSignal;
  readonly #breathe: () => Promise<void>;
  readonly #now: () => number;
  readonly #known = new Map<string, Promise<unknown>>();

  /**
   * `breathe` lets others have their turn between two generations and inside of long ones, which `now`
   * cuts into pieces: a clock in milliseconds.
   */
  constructor(
    backend: Backend,
    signal: AbortSignal,
    breathe: () => Promise<void> = () => Promise.resolve(),
    now: () => number = () => 0,
  ) {
    this.backend = backend;
    this.signal = signal;
    this.#breathe = breathe;
    this.#now = now;
  }

  /** The records of a run, up to the one after which nothing more is needed. */
  records(
    experiment: Experiment,
    isLast: (record: GenerationRecord) => boolean = () => false,
  ): Promise<readonly GenerationRecord[]> {
    return this.once(JSON.stringify(experiment), () => this.#run(experiment, isLast));
  }

  /** Work whose outcome several checks look at. Every key has a type of its own. */
  once<T>(key: string, work: () => Promise<T>): Promise<T> {
    const known = (this.#known.get(key) as Promise<T> | undefined) ?? work();
    this.#known.set(key, known);
    return known;
  }

  /** A run, generation by generation. */
  async *generations(experiment: Experiment): AsyncGenerator<Generation, void, void> {
    const { backend, signal } = this;
    const whole = await resolved(experiment);
    // Of the many kernels of a neural family a run needs a few, and compiling takes time.
    const { kernels } = await dryRun(whole, backend.adapter);
    const now = this.#now;
    for await (const event of runExperiment(whole, { backend, signal, kernels, now })) {
      if (event.kind === "generation") yield event;
      await this.#breathe();
    }
  }

  /** A metric of every lineage in record g; the last one unless said otherwise. */
  async values(
    experiment: Experiment,
    metric: string,
    g = experiment.generations - 1,
  ): Promise<ArrayLike<number>> {
    return (await this.records(experiment))[g].metrics[metric];
  }

  /**
   * What the overlay of the charts says of a metric in record g: the first of these that it has, which
   * by default is its mean, or else its limit.
   */
  async predicted(
    experiment: Experiment,
    metric: string,
    g = experiment.generations - 1,
    statistics: readonly TheoryCurve["statistic"][] = ["mean", "limit"],
  ): Promise<number> {
    const curves = theoryFor(await resolved(experiment)).filter((one) => one.metric === metric);
    const said = statistics.flatMap((statistic) =>
      curves.filter((one) => one.statistic === statistic && typeof one.values[g] === "number"),
    );
    return said[0]?.values[g] ?? NaN;
  }

  async #run(experiment: Experiment, isLast: (record: GenerationRecord) => boolean) {
    const records: GenerationRecord[] = [];
    for await (const { record } of this.generations(experiment)) {
      records.push(record);
      if (isLast(record)) break;
    }
    return records;
  }
}

function resolved(experiment: Experiment) {
  return resolveExperiment(experiment, (name) =>
    Promise.reject(new Error(`no check reads a file, and yet "${name}" is asked for`)),
  );
}
