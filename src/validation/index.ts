import type { Backend } from "../compute/backend.ts";
import { ConfigError, messageOf } from "../errors.ts";
import { blurredChecks } from "./blurred.ts";
import { type Check, type CheckResult, judge } from "./check.ts";
import { choiceChecks } from "./choices.ts";
import { driftChecks } from "./drift.ts";
import { filterChecks } from "./filters.ts";
import { fixationChecks } from "./fixation.ts";
import { mixedChecks } from "./gaussian-mixed.ts";
import { replacedChecks } from "./gaussian-replaced.ts";
import { samplingChecks } from "./gaussian-sampling.ts";
import { goldenChecks } from "./golden.ts";
import { grammarChecks } from "./grammar.ts";
import { Lab } from "./lab.ts";
import { limitChecks } from "./limits.ts";
import { linearVaeChecks } from "./linear-vae.ts";
import { markovChecks } from "./markov.ts";
import { mmdChecks } from "./mmd.ts";
import { neighbourChecks } from "./neighbours.ts";
import { regimeChecks } from "./regimes.ts";
import { regressionChecks } from "./regression.ts";
import { survivalChecks } from "./survival.ts";
import { tailChecks } from "./tails.ts";
import { temperingChecks } from "./tempering.ts";
import { transformerChecks } from "./transformer.ts";
import { wordChecks } from "./words.ts";

export type { CheckResult } from "./check.ts";

/** The sheet, in the order in which it is run. */
export const checks: readonly Check[] = [
  ...replacedChecks,
  ...mixedChecks,
  ...samplingChecks,
  ...regimeChecks,
  ...goldenChecks,
  ...limitChecks,
  ...filterChecks,
  ...choiceChecks,
  ...blurredChecks,
  ...regressionChecks,
  ...driftChecks,
  ...fixationChecks,
  ...survivalChecks,
  ...tailChecks,
  ...temperingChecks,
  ...wordChecks,
  ...grammarChecks,
  ...markovChecks,
  ...mmdChecks,
  ...neighbourChecks,
  ...linearVaeChecks,
  ...transformerChecks,
];

export interface ValidationOptions {
  readonly signal?: AbortSignal;
  /** Names of checks; default all. */
  readonly only?: readonly string[];
  /** Lets others have their turn, as often as the engine does. */
  readonly breathe?: () => Promise<void>;
  /** A clock in milliseconds, by which long work is cut into pieces. */
  readonly now?: () => number;
}

/**
 * Runs real experiments on a backend and holds them against their closed forms, one result at a
 * time. Seeded: the same backend gives the same sheet. A check that cannot run fails.
 *
 * Throws a `ConfigError` for a name that is not on the sheet.
 */
export async function* runValidation(
  backend: Backend,
  { signal = new AbortController().signal, only, breathe, now }: ValidationOptions = {},
): AsyncGenerator<CheckResult, void, void> {
  const unknown = only?.find((name) => !checks.some((check) => check.name === name));
  if (unknown !== undefined) {
    const names = checks.map(({ name }) => `"${name}"`).join(", ");
    throw new ConfigError("", `there is no check "${unknown}"; there are ${names}`);
  }
  const lab = new Lab(backend, signal, breathe, now);
  for (const check of checks) {
    if (only !== undefined && !only.includes(check.name)) continue;
    signal.throwIfAborted();
    const finding = await check.run(lab).catch((error: unknown) => {
      signal.throwIfAborted();
      // Where nothing can be computed any more there is nothing to say of the others either.
      if (backend.failed !== null) throw error;
      return { ...NOTHING, detail: messageOf(error) };
    });
    yield judge(check, finding);
  }
}

/** Of a check that could not even run. */
const NOTHING = { predicted: NaN, measured: NaN, standardError: NaN, lineages: 0 };
