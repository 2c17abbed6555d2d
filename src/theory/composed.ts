import type { AnyConfig } from "../config.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import type { Diversity, DiversitySettings } from "./diversity.ts";
import type { Workflow } from "./input.ts";
import { type Fitted, type Part, PoolLaw, type Source } from "./pool-law.ts";
import { type Proposal, drawn, regimes, rowsOf } from "./regimes.ts";

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
    return drawn[name]?.(setting, generation) ?? count;
  }, samples);
}

/** See `diversity`: for any interventions that have a law, one generation after the other. */
export function composedDiversity(
  { steps }: Extract<Workflow, { kind: "composed" }>,
  { samples, fits, sampling = () => 1, unbiased = false }: DiversitySettings,
): Diversity {
  const law = new PoolLaw(unbiased);
  const original: Part = { source: law.real(), rows: samples, weight: 1 };
  const kept = steps.map(() => new Map<string, Source>());
  let pool: readonly Part[] = [original];
  let fitted: Fitted = law.fit({ parts: pool, chosen: null });
  const within = [fitted.within];
  const drift = [fitted.drift];
  for (let g = 0; g < fits - 1 && law.noises.work < MOST_WORK; g++) {
    const source = law.drawn(fitted, sampling(g));
    const rows = drawnIn(steps, samples, g);
    let proposal: Proposal | null = {
      parts: [{ source, rows, weight: 1 }],
      chosen: null,
      rows: "counted",
    };
    for (const [i, { name, config }] of steps.entries()) {
      if (proposal === null) break;
      const setting = settingAt(config, g);
      const option = (key: string) => config[key];
      const stock = {
        law,
        generation: g,
        original,
        previous: pool,
        kept: kept[i],
        setting,
        option,
      };
      proposal = regimes[name](proposal, stock);
    }
    if (proposal === null || rowsOf(proposal.parts) === 0) break;
    fitted = law.fit(proposal);
    // Weights and choices are for one fit; what they were taken from stays.
    pool = proposal.parts.map((part) => (part.weight === 1 ? part : { ...part, weight: 1 }));
    within.push(fitted.within);
    drift.push(fitted.drift);
  }
  return { within, drift };
}

function settingAt(config: AnyConfig, generation: number): (name: string) => number {
  return (name) => valueAt(config[name] as number | Schedule, generation);
}
