import type { AnyConfig } from "../config.ts";
import { type Schedule, valueAt } from "../schedule.ts";
import type { ClosedForm } from "./closed-form.ts";
import type { Step } from "./composed.ts";
import { type TheoryInput, fitsOf, stepsOf } from "./input.ts";
import { rowsOfNewData } from "./new-data.ts";
import { type AnsweredSetting, verifiedAccuracy } from "./verified-answers.ts";

/** E of the accuracy of least squares on new data in every generation, of which a verifier keeps some. */
export const expectedAccuracy: ClosedForm = {
  metric: "accuracy",
  curve(input) {
    const known = settingOf(input);
    if (known === null) return null;
    const { setting, verifier, rowsOf } = known;
    const found = new Map<string, number | null>();
    const values = Array.from({ length: fitsOf(input) }, (_, g) => {
      // Nobody judges what generation 0 learns from, and a pool is judged in the generation before.
      const judged = g === 0 || verifier === null ? EVERYTHING : chances(verifier, g - 1);
      const samples = rowsOf(g);
      const key = JSON.stringify([judged, samples]);
      if (!found.has(key)) found.set(key, verifiedAccuracy({ ...setting, ...judged, samples }));
      return found.get(key)!;
    });
    if (values.every((value) => value === null)) return null;
    return {
      title: "E[1 − θ/π] of least squares on what passes",
      source: "this project, after Feng et al. 2024, arXiv:2406.07515",
      statistic: "mean",
      values,
    };
  },
};

const EVERYTHING = { keepsCorrect: 1, keepsWrong: 1 };

function chances({ config }: Step, generation: number) {
  const at = (name: string) => valueAt(config[name] as number | Schedule, generation);
  return { keepsCorrect: at("keepsCorrect"), keepsWrong: at("keepsWrong") };
}

function settingOf(input: TheoryInput) {
  const { dataset, family } = input;
  if (dataset.plugin.name !== "linear-model" || family.plugin.name !== "regression") return null;
  const steps = stepsOf(input);
  const verifier = steps.at(-1)?.name === "verifier" ? steps.at(-1)! : null;
  const rowsOf = rowsOfNewData(verifier === null ? steps : steps.slice(0, -1), input.samples);
  if (rowsOf === null) return null;
  if (verifier !== null && !judgesAnswers(verifier.config)) return null;
  const setting = answeredBy(dataset.config);
  const isPlain = family.config["ridge"] === 0 && setting !== null;
  return isPlain ? { setting, verifier, rowsOf } : null;
}

function judgesAnswers({ by, judges }: AnyConfig): boolean {
  return by === "answer" && judges === "all";
}

function answeredBy(
  config: AnyConfig,
): Omit<AnsweredSetting, keyof typeof EVERYTHING | "samples"> | null {
  const {
    inputs,
    signal,
    noise,
    wrongShare: wrong,
    shiftedShare,
  } = config as Readonly<Record<string, number>>;
  return shiftedShare === 0 && signal > 0 ? { inputs, signal, noise, wrong } : null;
}
