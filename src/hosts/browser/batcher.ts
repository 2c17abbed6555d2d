import type { RealFacts } from "../../distribution.ts";
import { differencesIn } from "../../differences.ts";
import type { Exhibit, GenerationRecord } from "../../record.ts";
import { summarize, summarizeKnown } from "../../statistics.ts";
import type { Batch, Deaths, Picture, SummaryColumns, Traces } from "./protocol.ts";

/** Messages a second that the page's main thread is given at most. */
const MESSAGES_PER_SECOND = 10;
const INTERVAL_MS = 1000 / MESSAGES_PER_SECOND;
/** How much of the old rate remains in the new one after a message. */
const MEMORY = 0.8;

type Columns = Record<keyof SummaryColumns, number[]>;

/** Summarises generations over the lineages and hands them on in batches, a few times a second. */
export class Batcher {
  readonly #send: (batch: Batch) => void;
  readonly #now: () => number;
  readonly #deaths: DeathWatch;
  readonly #parent: readonly GenerationRecord[];
  #from = 0;
  #count = 0;
  #columns: Record<string, Columns> = {};
  #histograms: Record<string, Float64Array<ArrayBuffer>[]> = {};
  #exhibits: (Exhibit | null)[] = [];
  #traces: Traces[] = [];
  #picture: Picture | null = null;
  #newDeaths: Deaths[] = [];
  #sentAt: number;
  #perSecond: number | null = null;

  /**
   * `now` is a clock in milliseconds; `dead` are categories known to be lost already; `parent` has the
   * records of the run that a fork comes from.
   */
  constructor(
    real: RealFacts,
    dead: Iterable<number>,
    now: () => number,
    send: (batch: Batch) => void,
    parent: readonly GenerationRecord[] = [],
  ) {
    this.#parent = parent;
    this.#deaths = new DeathWatch(real, dead);
    this.#now = now;
    this.#send = send;
    this.#sentAt = now();
  }

  /** Returns what died in this generation, or null. */
  add(record: GenerationRecord, picture: Picture | null): Deaths | null {
    const { generation, metrics, histograms = {}, exhibit = null, traces = {} } = record;
    const { reports = {} } = record;
    for (const [name, counts] of Object.entries(histograms)) {
      (this.#histograms[name] ??= []).push(Float64Array.from(counts));
    }
    this.#exhibits.push(exhibit);
    this.#traces.push(traces);
    if (this.#count === 0) this.#from = generation;
    this.#count++;
    const summaries = [
      ...Object.entries(metrics).map(([name, values]) => [name, summarize(values)] as const),
      ...Object.entries(reports).map(([name, values]) => [name, summarizeKnown(values)] as const),
      ...differencesIn(record, this.#parent),
    ];
    for (const [name, { median, q05, q95, mean }] of summaries) {
      const columns = (this.#columns[name] ??= { median: [], q05: [], q95: [], mean: [] });
      columns.median.push(median);
      columns.q05.push(q05);
      columns.q95.push(q95);
      columns.mean.push(mean);
    }
    this.#picture = picture ?? this.#picture;
    const died = this.#deaths.look(picture);
    const deaths = died.length === 0 ? null : { generation, categories: died };
    if (deaths !== null) this.#newDeaths.push(deaths);
    if (this.#now() - this.#sentAt >= INTERVAL_MS) this.flush();
    return deaths;
  }

  /** Puts deaths of earlier generations into the next batch. */
  recall(deaths: readonly Deaths[]): void {
    this.#newDeaths.push(...deaths);
  }

  /** Sends what has gathered, if anything has. */
  flush(): void {
    if (this.#count === 0) return;
    const now = this.#now();
    const passed = now - this.#sentAt;
    // What is sent at once, before long work, was not made in no time.
    if (passed >= INTERVAL_MS) {
      const rate = (1000 * this.#count) / passed;
      const before = this.#perSecond ?? rate;
      this.#perSecond = MEMORY * before + (1 - MEMORY) * rate;
    }
    const metrics = Object.entries(this.#columns).map(([name, columns]) => [name, packed(columns)]);
    this.#send({
      from: this.#from,
      count: this.#count,
      metrics: Object.fromEntries(metrics) as Record<string, SummaryColumns>,
      histograms: this.#histograms,
      exhibits: this.#exhibits,
      traces: this.#traces,
      picture: this.#picture,
      deaths: this.#newDeaths,
      perSecond: this.#perSecond,
    });
    this.#count = 0;
    this.#columns = {};
    this.#histograms = {};
    this.#exhibits = [];
    this.#traces = [];
    this.#picture = null;
    this.#newDeaths = [];
    this.#sentAt = now;
  }

  /** A pause is no part of the rate. */
  restartClock(): void {
    this.#sentAt = this.#now();
  }
}

function packed({ median, q05, q95, mean }: Columns): SummaryColumns {
  return {
    median: Float64Array.from(median),
    q05: Float64Array.from(q05),
    q95: Float64Array.from(q95),
    mean: Float64Array.from(mean),
  };
}

/** Notices which categories of the real distribution a lineage has lost. */
class DeathWatch {
  /** Alive so far, most probable first where the dataset ranks them. */
  #alive: number[];

  constructor(real: RealFacts, dead: Iterable<number>) {
    const gone = new Set(dead);
    this.#alive =
      real.kind !== "category"
        ? []
        : [...real.counts.keys()].filter((k) => real.counts[k] > 0 && !gone.has(k));
  }

  look(picture: Picture | null): number[] {
    if (picture?.kind !== "category") return [];
    const { counts } = picture;
    const died = this.#alive.filter((k) => counts[k] === 0);
    if (died.length > 0) this.#alive = this.#alive.filter((k) => counts[k] > 0);
    return died;
  }
}
