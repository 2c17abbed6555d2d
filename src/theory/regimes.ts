import type { AnyConfig } from "../config.ts";
import { proportional } from "../samples.ts";
import type { Part, PoolLaw, Source } from "./pool-law.ts";

/** A pool on its way through the interventions of a generation. */
export interface Proposal {
  readonly parts: readonly Part[];
  /** Of the rows, chosen anew for this generation alone; null for all of them. */
  readonly chosen: number | null;
  /**
   * Rows that some lineages have and others not: they cannot be counted any more. "weighted" ones
   * cannot even be joined by others. "filtered" ones are what a filter leaves of infinitely many.
   */
  readonly rows: "counted" | "scattered" | "weighted" | "filtered";
}

/** What a regime may take from, as `Sources` of interventions. */
export interface Stock {
  readonly law: PoolLaw;
  readonly generation: number;
  readonly original: Part;
  readonly previous: readonly Part[];
  /** What stays the same from one generation to the next, of this place in the list. */
  readonly kept: Map<string, Source>;
  /** A setting as it is in this generation. */
  readonly setting: (name: string) => number;
  readonly option: (name: string) => unknown;
  /** All that is set, schedules and all. */
  readonly config: AnyConfig;
}

/** What an intervention makes of a pool, on average; null where no formula knows. */
export type Regime = (proposal: Proposal, stock: Stock) => Proposal | null;

/** How many samples a model draws, by intervention; others leave the number as it is. */
export const drawn: Readonly<
  Record<string, (setting: (name: string) => number, generation: number, count: number) => number>
> = {
  "pool-size": (setting, generation) =>
    Math.round(setting("samples") * (generation + 2) ** setting("power")),
  "synthetic-augmentation": (setting) => Math.round(setting("synthetic")),
  curation: (setting, _generation, count) => count * setting("candidates"),
};

export function rowsOf(parts: readonly Part[]): number {
  return parts.reduce((sum, { rows }) => sum + rows, 0);
}

const keepOriginal: Regime = (proposal, { original, setting }) => {
  const rows = rowsOf(proposal.parts);
  const kept = Math.round(setting("fraction") * rows);
  return counted(proposal, (parts) => [
    ...subparts(parts, rows - kept),
    ...repeatedParts([original], kept),
  ]);
};

const freshData: Regime = (proposal, { law, setting, option }) => {
  const fraction = setting("fraction");
  const rows = rowsOf(proposal.parts);
  if (option("rows") === "independent") {
    if (proposal.rows !== "counted" || proposal.chosen !== null) return null;
    const parts = proposal.parts.map((part) => ({
      ...part,
      source: law.exchanged(part.source, fraction),
    }));
    return fraction === 0 ? proposal : { ...proposal, parts, rows: "scattered" };
  }
  const fresh = Math.round(fraction * rows);
  if (fresh === 0) return proposal;
  return counted(proposal, (parts) => [...subparts(parts, rows - fresh), all(law.real(), fresh)]);
};

const fixedRealSet: Regime = (proposal, { law, kept, setting }) => {
  if (proposal.rows === "weighted" || proposal.chosen !== null) return null;
  const source = kept.get("set") ?? law.real();
  kept.set("set", source);
  const others = proposal.parts.filter((part) => part.source !== source);
  return { ...proposal, parts: [...others, all(source, setting("size"))] };
};

const syntheticAugmentation: Regime = (proposal, { original }) =>
  proposal.rows === "weighted" || proposal.chosen !== null
    ? null
    : { ...proposal, parts: [original, ...proposal.parts] };

const earlierGenerations: Regime = (proposal, { law, previous, setting }) => {
  const [alpha, beta, gamma] = ["alpha", "beta", "gamma"].map(setting);
  const sum = alpha + beta + gamma;
  const rows = rowsOf(proposal.parts);
  const fresh = Math.round((gamma / sum) * rows);
  const notOwn = Math.round(((beta + gamma) / sum) * rows);
  return counted(proposal, (parts) => [
    ...repeatedParts(previous, notOwn - fresh),
    ...subparts(parts, rows - notOwn),
    ...(fresh === 0 ? [] : [all(law.real(), fresh)]),
  ]);
};

const accumulate: Regime = (proposal, { previous }) => {
  if (proposal.rows === "weighted" || proposal.chosen !== null) return null;
  return { ...proposal, parts: united(previous, proposal.parts) };
};

const accumulateSubsample: Regime = (proposal, stock) => {
  const whole = accumulate(proposal, stock);
  if (whole === null) return null;
  return { ...whole, chosen: Math.min(stock.original.rows, rowsOf(whole.parts)), rows: "weighted" };
};

const sampleWeighting: Regime = (proposal, { setting }) => {
  const { parts } = proposal;
  if (proposal.rows !== "counted" || proposal.chosen !== null) return null;
  const real = rowsOf(parts.filter(({ source }) => source.isReal));
  const synthetic = rowsOf(parts) - real;
  if (real === 0 || synthetic === 0) return proposal;
  const share = setting("real");
  const weightOf = ({ source }: Part) => (source.isReal ? share / real : (1 - share) / synthetic);
  const weighted = parts.map((part) => ({ ...part, weight: weightOf(part) }));
  return { ...proposal, parts: weighted.filter(({ weight }) => weight > 0), rows: "weighted" };
};

/** By name: the twins of interventions, which have to agree in every rounding. */
export const regimes: Readonly<Record<string, Regime>> = {
  "keep-original": keepOriginal,
  "fresh-data": freshData,
  "fixed-real-set": fixedRealSet,
  "synthetic-augmentation": syntheticAugmentation,
  "earlier-generations": earlierGenerations,
  accumulate,
  "accumulate-subsample": accumulateSubsample,
  "pool-size": (proposal) => proposal,
  "sample-weighting": sampleWeighting,
};

function all(source: Source, rows: number): Part {
  return { source, rows, weight: 1 };
}

function counted(
  proposal: Proposal,
  revise: (parts: readonly Part[]) => readonly Part[],
): Proposal | null {
  if (proposal.rows !== "counted" || proposal.chosen !== null) return null;
  return { ...proposal, parts: revise(proposal.parts) };
}

function subparts(parts: readonly Part[], rows: number): readonly Part[] {
  const counts = proportional(
    parts.map((part) => part.rows),
    rows,
  );
  return parts.flatMap((part, i) => {
    if (counts[i] === 0) return [];
    return counts[i] === part.rows ? [part] : [{ ...part, rows: counts[i] }];
  });
}

function repeatedParts(parts: readonly Part[], rows: number): readonly Part[] {
  if (rows === 0) return [];
  const size = rowsOf(parts);
  const whole = Array.from({ length: Math.floor(rows / size) }, () => parts).flat();
  return [...whole, ...subparts(parts, rows % size)];
}

/** Both, what is in both of them once. */
function united(first: readonly Part[], second: readonly Part[]): readonly Part[] {
  const isNew = (part: Part) =>
    !first.some(({ source, rows }) => source === part.source && rows === part.rows);
  return [...first, ...second.filter(isNew)];
}
