import type { AnyConfig } from "../config.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import type { Diversity, DiversitySettings } from "./diversity.ts";
import type { Workflow } from "./input.ts";
import { type Fitted, type Part, PoolLaw, type Source } from "./pool-law.ts";
import { type Proposal, type Regime, drawn, regimes, rowsOf } from "./regimes.ts";

/** An intervention by name, with its settings. */
export interface Step {
  readonly name: string;
  readonly config: AnyConfig;
}

/** More multiplications than this are not worth a line in a chart. */
const MOST_WORK = 1e8;

/** Whether every one of some interventions has a law. */
export function isLawful(steps: readonly Step[]): boolean {
  return steps.every(({ name }) => name in regimes);
}

/** The number of samples that the model of a generation draws. */
export function drawnIn(steps: readonly Step[], samples: number, generation: number): number {
  return steps.reduce((count, { name, config }) => {
    const setting = settingAt(config, generation);
    return drawn[name]?.(setting, generation, count) ?? count;
  }, samples);
}

/**
 * The pools of fit n = 1, 2, …, as long as they have a law. `draw` is asked for what the model of a
 * generation gives, once the pool that it was fitted to is known.
 */
export function* poolsOf(
  steps: readonly Step[],
  samples: number,
  law: PoolLaw,
  draw: (generation: number) => Source,
  laws: Readonly<Record<string, Regime>> = regimes,
): Generator<Proposal, void, void> {
  const original: Part = { source: law.real(), rows: samples, weight: 1 };
  const kept = steps.map(() => new Map<string, Source>());
  let previous: readonly Part[] = [original];
  yield { parts: previous, chosen: null, rows: "counted" };
  for (let generation = 0; ; generation++) {
    const drawn = {
      source: draw(generation),
      rows: drawnIn(steps, samples, generation),
      weight: 1,
    };
    let proposal: Proposal | null = { parts: [drawn], chosen: null, rows: "counted" };
    for (const [i, { name, config }] of steps.entries()) {
      if (proposal === null) return;
      const setting = settingAt(config, generation);
      const option = (key: string) => config[key];
      const stock = { law, generation, original, previous, kept: kept[i], setting, option, config };
      proposal = laws[name](proposal, stock);
    }
    if (proposal === null || rowsOf(proposal.parts) === 0) return;
    yield proposal;
    // Weights and choices are for one fit; what they were taken from stays.
    previous = proposal.parts.map((part) => (part.weight === 1 ? part : { ...part, weight: 1 }));
  }
}

/** Whether a pool is known row by row: there is no limit of weighted ones. */
export function hasLimit({ chosen, rows }: Proposal): boolean {
  return chosen === null && rows === "counted";
}

/** See `diversity`: for any interventions that have a law, one generation after the other. */
export function composedDiversity(
  { steps }: Extract<Workflow, { kind: "composed" }>,
  settings: DiversitySettings,
): Diversity {
  const { samples, fits, sampling = () => 1, fitting = () => 1, isLimit = false } = settings;
  const law = new PoolLaw(settings);
  const [within, drift]: number[][] = [[], []];
  let fitted: Fitted;
  const draw = (generation: number) => law.drawn(fitted, sampling(generation));
  for (const pool of poolsOf(steps, samples, law, draw)) {
    if (isLimit && !hasLimit(pool)) break;
    const whole = law.fit(pool);
    fitted = { ...whole, within: fitting(within.length) * whole.within };
    within.push(fitted.within);
    drift.push(fitted.drift);
    if (within.length === fits || law.noises.work > MOST_WORK) break;
  }
  return { within, drift };
}

function settingAt(config: AnyConfig, generation: number): (name: string) => number {
  return (name) => valueAt(config[name] as number | Schedule, generation);
}
