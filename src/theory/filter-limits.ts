import { isSchedule } from "../schedule.ts";
import { type Step, poolsOf } from "./composed.ts";
import type { Score } from "./cells.ts";
import type { LimitSpace } from "./limit-spaces.ts";
import { NOTHING } from "./noises.ts";
import { type Part, PoolLaw, type Source } from "./pool-law.ts";
import { type Proposal, type Regime, type Stock, regimes, rowsOf } from "./regimes.ts";
import { type Portion, bestOf, bestShare, judged } from "./selections.ts";

/** Cells that a curve is worth. */
const MOST_WORK = 3e7;

const filters = ["verifier", "quality", "watermark", "curation"];
/** What may stand before a filter or behind it. */
const mixing = [
  "keep-original",
  "fresh-data",
  "fixed-real-set",
  "synthetic-augmentation",
  "accumulate",
  "accumulate-subsample",
  "pool-size",
];

export function isFilter({ name }: Step): boolean {
  return filters.includes(name);
}

/** Whether the limit of infinitely many samples is known of some interventions. */
export function hasFilterLimit(steps: readonly Step[]): boolean {
  const names = steps.map(({ name }) => name);
  if (!steps.some(isFilter)) return names.every((name) => name in regimes);
  const first = steps.findIndex(isFilter);
  const isShared = steps.some(({ name }, i) => {
    return name === "fixed-real-set" || (/^(fresh-data|keep-original)$/.test(name) && i > first);
  });
  // A set that was filtered with all else comes back whole, and shares of what is left are taken of
  // rows that are not there any more.
  if (isShared && names.some((name) => name.startsWith("accumulate"))) return false;
  return steps.every((step) => isFilter(step) || mixing.includes(step.name));
}

/**
 * What models learn from infinitely many samples, generation by generation, where filters choose
 * among them; ends where the interventions have no limit, or it would take too long.
 */
export function* limitModels<Model>(
  space: LimitSpace<Model>,
  steps: readonly Step[],
  samples: number,
): Generator<Model, void, void> {
  const flow = new Flow(space, steps);
  const laws = flow.laws();
  for (const pool of poolsOf(steps, samples, flow.law, (g) => flow.draw(g), laws)) {
    if (pool.chosen !== null || (pool.rows !== "counted" && pool.rows !== "filtered")) return;
    if (flow.work > MOST_WORK) return;
    yield flow.fit(pool.parts);
  }
}

/** Who is drawn from what, and the models so far. */
class Flow<Model> {
  work = 0;
  readonly law = new PoolLaw({ isLimit: true });
  readonly #space: LimitSpace<Model>;
  readonly #steps: readonly Step[];
  readonly #models: Model[] = [];
  readonly #cells = new WeakMap<Source, Portion["cells"]>();
  /** The steps that have seen a source before: they say of it again what they have said. */
  readonly #seenBy = new WeakMap<Source, ReadonlySet<Step>>();
  #newest: Source | null = null;

  constructor(space: LimitSpace<Model>, steps: readonly Step[]) {
    this.#space = space;
    this.#steps = steps;
  }

  draw(generation: number): Source {
    const source = this.law.drawn({ centre: NOTHING, within: 1, drift: 0 }, 1);
    this.#cells.set(source, this.#space.drawn(this.#models[generation], generation));
    this.#newest = source;
    return source;
  }

  fit(parts: readonly Part[]): Model {
    const portions = parts.map((part) => this.#portionOf(part));
    this.work += portions.reduce((sum, { cells }) => sum + cells.mass.length, 0);
    this.#models.push(this.#space.fitted(portions, this.#models.length));
    return this.#models.at(-1)!;
  }

  laws(): Readonly<Record<string, Regime>> {
    return {
      ...regimes,
      // What is left out by chance makes no difference to infinitely many.
      "accumulate-subsample": regimes["accumulate"],
      "fresh-data": (proposal, stock) => {
        const isCounted = proposal.rows === "counted" && stock.option("rows") !== "independent";
        return isCounted
          ? regimes["fresh-data"](proposal, stock)
          : mixedWith(this.law.real(), proposal, stock);
      },
      "keep-original": (proposal, stock) =>
        proposal.rows === "counted"
          ? regimes["keep-original"](proposal, stock)
          : mixedWith(stock.original.source, proposal, stock),
      verifier: (proposal, stock) => this.#verified(proposal, stock),
      watermark: (proposal, stock) => this.#detected(proposal, stock),
      quality: (proposal, stock) => this.#likely(proposal, stock),
      curation: (proposal, stock) => this.#liked(proposal, stock),
    };
  }

  #verified(proposal: Proposal, { setting, option, config }: Stock): Proposal | null {
    const { realLikelihood } = this.#space;
    const chances = { above: setting("keepsCorrect"), below: setting("keepsWrong") };
    const threshold = setting("threshold");
    return this.#filtered(proposal, config, (part) =>
      part.source.isReal && option("judges") === "synthetic"
        ? null
        : (judged(this.#portionOf(part), realLikelihood, threshold, chances) ?? "nothing"),
    );
  }

  #detected(proposal: Proposal, { setting, config }: Stock): Proposal | null {
    const real = 1 - setting("falsePositiveRate");
    const missed = 1 - setting("truePositiveRate");
    const synthetic = setting("attack") * real + (1 - setting("attack")) * missed;
    return this.#filtered(proposal, config, (part) => {
      const passed = part.source.isReal ? real : synthetic;
      const { cells, rows } = this.#portionOf(part);
      return passed === 0 ? "nothing" : { cells, rows: passed * rows };
    });
  }

  #likely(proposal: Proposal, { setting, option, generation }: Stock): Proposal | null {
    const model = this.#models[option("judge") === "first" ? 0 : generation];
    const score = this.#space.likelihood(model);
    const { parts } = proposal;
    if (option("keeps") === "share") {
      const portions = parts.map((part) => this.#portionOf(part));
      this.#count(portions, 60);
      const kept = bestShare(portions, score, setting("share"));
      return this.#replaced(proposal, (_, v) => kept[v] ?? "nothing");
    }
    const threshold = setting("threshold");
    return this.#replaced(
      proposal,
      (part) =>
        judged(this.#portionOf(part), score, threshold, { above: 1, below: 0 }) ?? "nothing",
    );
  }

  #liked(proposal: Proposal, { setting, option }: Stock): Proposal | null {
    if (proposal.rows !== "counted" || proposal.chosen !== null) return null;
    const preference = String(option("preference"));
    const score = this.#liking(preference, setting("place"));
    if (score === null) return null;
    const parts = proposal.parts.map((part): Part | null => {
      if (part.source !== this.#newest) return part;
      const { cells } = this.#portionOf(part);
      const candidates = setting("candidates");
      this.#count([{ cells, rows: 1 }], setting("temperature") > 0 ? 60 : 10);
      const best = bestOf(cells, score, candidates, setting("temperature"));
      if (best === null) return null;
      const source = this.#named(part.source, best);
      return { ...part, source, rows: Math.ceil(part.rows / candidates) };
    });
    const known = parts.filter((part) => part !== null);
    return known.length < parts.length ? null : { ...proposal, parts: known };
  }

  #liking(preference: string, place: number): Score | null {
    if (preference === "real-likelihood") return this.#space.realLikelihood;
    if (preference === "first-likelihood") return this.#space.likelihood(this.#models[0]);
    return this.#space.liking(preference, place);
  }

  /** By a filter that throws dice about each sample, once for all; null leaves a part as it is. */
  #filtered(
    proposal: Proposal,
    config: Step["config"],
    verdict: (part: Part) => Portion | "nothing" | null,
  ): Proposal | null {
    const step = this.#steps.find((one) => one.config === config)!;
    const isSteady = !Object.values(config).some(isSchedule);
    const known = proposal.parts.some(({ source }) => this.#seenBy.get(source)?.has(step) === true);
    if (known && !isSteady) return null;
    const all = this.#replaced(proposal, (part) =>
      this.#seenBy.get(part.source)?.has(step) === true ? null : verdict(part),
    );
    for (const { source } of all?.parts ?? []) {
      this.#seenBy.set(source, new Set([...(this.#seenBy.get(source) ?? []), step]));
    }
    return all;
  }

  #replaced(
    proposal: Proposal,
    revise: (part: Part, v: number) => Portion | "nothing" | null,
  ): Proposal | null {
    if (proposal.chosen !== null) return null;
    if (proposal.rows !== "counted" && proposal.rows !== "filtered") return null;
    const parts = proposal.parts.flatMap((part, v): Part[] => {
      const revised = revise(part, v);
      if (revised === null) return [part];
      if (revised === "nothing") return [];
      return [{ ...part, source: this.#named(part.source, revised.cells), rows: revised.rows }];
    });
    return { ...proposal, parts, rows: "filtered" };
  }

  /** Another source, of the same origin. */
  #named(source: Source, cells: Portion["cells"]): Source {
    const other = { ...source };
    this.#cells.set(other, cells);
    const seen = this.#seenBy.get(source);
    if (seen !== undefined) this.#seenBy.set(other, seen);
    return other;
  }

  #portionOf({ source, rows }: Part): Portion {
    const cells = this.#cells.get(source) ?? this.#space.real;
    this.work += cells.mass.length;
    return { cells, rows };
  }

  #count(portions: readonly Portion[], times: number): void {
    this.work += times * portions.reduce((sum, { cells }) => sum + cells.mass.length, 0);
  }
}

/** So much of a pool that a filter has been through is of a source. */
function mixedWith(source: Source, proposal: Proposal, { setting }: Stock): Proposal | null {
  const { parts, chosen, rows } = proposal;
  if (chosen !== null || (rows !== "counted" && rows !== "filtered")) return null;
  const share = setting("fraction");
  const others = parts.map((part) => ({ ...part, rows: (1 - share) * part.rows }));
  const real: Part = { source, rows: share * rowsOf(parts), weight: 1 };
  const all = [...others, real].filter((part) => part.rows > 0);
  return { parts: all, chosen, rows: "filtered" };
}
