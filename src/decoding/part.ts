import type { Scope } from "../compute/backend.ts";
import { type Tensor, elementCount } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { takeLineages } from "../kernels/decoding/take-lineages.ts";
import { takePrompts } from "../kernels/decoding/take-prompts.ts";
import { settingVectors } from "../setting-vectors.ts";
import type { StepModel } from "./step-model.ts";
import type { Strategy } from "./strategy.ts";

/** Lineages whose tokens are chosen in one way, and so in the same dispatches. */
export interface Part {
  /** Their places among all, in order. */
  readonly lineages: readonly number[];
  /** Of these lineages alone. */
  readonly model: StepModel;
  /** Its vectors are over these lineages. */
  readonly strategy: Strategy;
}

export function placesOf(scope: Scope, lineages: readonly number[]): Tensor<"u32"> {
  return scope.tensor("lineages", "u32", [lineages.length], Uint32Array.from(lineages));
}

/** What a part finds instead of the context of all lineages. */
export function contextOf(
  context: Context,
  scope: Scope,
  { lineages, places }: { readonly lineages: readonly number[]; readonly places: Tensor<"u32"> },
): Context {
  const { length: L } = lineages;
  const { backend, lineages: G, keys } = context;
  if (L === G) return context;
  // Keys are copied as prompts of two words would be.
  const taken = scope.tensor("keys", "u32", [L, 1, 2]);
  const prompts = scope.view("keys", keys, [G, 1, 2]);
  backend.dispatch(takePrompts, { prompts, lineages: places, taken }, { first: 0 });
  return {
    ...context,
    lineages: L,
    keys: scope.view("keys", taken, [L, 2]),
    vector: settingVectors(scope, L),
  };
}

/**
 * The model of a part of the lineages, made of `weights` [G, ...] of all, which are copied together
 * for as long as a batch takes.
 */
export function modelOf<W extends Readonly<Record<string, Tensor<"f32">>>>(
  weights: W,
  lineages: readonly number[],
  make: (weights: W) => StepModel,
): StepModel {
  const whole = make(weights);
  const [{ shape }] = Object.values(weights);
  if (lineages.length === shape[0]) return whole;
  return {
    ...whole,
    begin(context, scope, batch) {
      const places = placesOf(scope, lineages);
      const taken = Object.entries(weights).map(([name, values]) => [
        name,
        takenFrom(context, scope, values, places),
      ]);
      return make(Object.fromEntries(taken) as W).begin(context, scope, batch);
    },
  };
}

function takenFrom(
  { backend }: Context,
  scope: Scope,
  all: Tensor<"f32">,
  lineages: Tensor<"u32">,
): Tensor<"f32"> {
  const [L] = lineages.shape;
  const [G, ...rest] = all.shape;
  const W = elementCount(rest);
  const own = scope.tensor(all.label, "f32", [L, ...rest]);
  const values = scope.view(all.label, all, [G, W]);
  const taken = scope.view(all.label, own, [L, W]);
  backend.dispatch(takeLineages, { values, lineages, taken }, {});
  return own;
}
