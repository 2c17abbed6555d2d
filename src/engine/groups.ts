import type { AnyKernel } from "../compute/kernel.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { ClosedForms, RealFacts } from "../distribution.ts";
import type { Family } from "../families/family.ts";
import { categoryGroups, vectorGroups } from "../groups.ts";
import { rangeShares } from "../kernels/categorical/range-shares.ts";
import { groupCounts, groupKernels } from "../kernels/mixture/groups.ts";
import type { Segment } from "../samples.ts";

/** What is reported of the groups of the real data in every generation. */
export interface GroupReports {
  /** Of the numbers per lineage, in their order. */
  readonly names: readonly string[];
  readonly kernels: readonly AnyKernel[];
  /** [L, names]. */
  measure(context: Context, samples: Segment, real: ClosedForms, current: ClosedForms): Tensor;
  /** What one of the numbers that were read stands for. */
  value(number: number, samples: number): number;
}

/** Null where the real data have no groups, or the models of a family cannot be asked for them. */
export function groupReports(
  facts: RealFacts,
  { provides }: Pick<Family, "provides">,
): GroupReports | null {
  if (facts.kind === "vector" && facts.groups !== undefined) return ofVectors(facts);
  const isKnown = facts.kind === "category" && provides.includes("categories");
  return isKnown ? ofCategories(facts) : null;
}

function ofVectors(facts: Extract<RealFacts, { kind: "vector" }>): GroupReports | null {
  const found = vectorGroups(facts);
  if (found === null) return null;
  const { groups, groupOf } = found;
  return {
    names: groups.map(({ name }) => `group.${name}`),
    kernels: groupKernels,
    measure: (context, samples, { mixture }) =>
      groupCounts(context, samples, mixture!, groupOf, groups.length),
    value: (count, samples) => count / samples,
  };
}

function ofCategories(facts: Extract<RealFacts, { kind: "category" }>): GroupReports | null {
  const groups = categoryGroups(facts);
  if (groups === null) return null;
  return {
    names: groups.flatMap(({ name }) => [`group.${name}`, `group.${name}.alive`]),
    kernels: [rangeShares],
    measure({ backend, scope, lineages }, _samples, _real, { categories }) {
      const G = groups.length;
      const ends = Uint32Array.from(groups, ({ end }) => end);
      const shares = scope.tensor("group shares", "f32", [lineages, G, 2]);
      const { counts, totals } = categories!;
      const tensors = { counts, totals, ends: scope.tensor("ends", "u32", [G], ends), shares };
      backend.dispatch(rangeShares, tensors, {});
      return shares;
    },
    value: (share) => share,
  };
}
