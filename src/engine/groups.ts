import type { AnyKernel } from "../compute/kernel.ts";
import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import type { ClosedForms, FactsOf, RealFacts } from "../distribution.ts";
import type { Family } from "../families/family.ts";
import { ALIVE, GROUP, RECALL } from "../group-curves.ts";
import { type MemberGroups, classGroups, memberGroups, vectorGroups } from "../groups.ts";
import { classReadings } from "../images/class-readings.ts";
import { refusesClasses } from "../images/classes.ts";
import { imageFeatureKernels } from "../images/features.ts";
import { categoricalCount } from "../kernels/categorical/count.ts";
import { groupCounts } from "../kernels/categorical/group-counts.ts";
import { groupShares } from "../kernels/categorical/group-shares.ts";
import { CELLS } from "../kernels/mixture/assign.ts";
import { groupCells, groupKernels } from "../kernels/mixture/groups.ts";
import type { Segment } from "../samples.ts";

/** What is reported of the groups of the real data in every generation. */
export interface GroupReports {
  /** Of the numbers per lineage, in their order; null for one that says nothing. */
  readonly names: readonly (string | null)[];
  readonly kernels: readonly AnyKernel[];
  /** f32 [L, names]. */
  measure(
    context: Context,
    samples: Segment,
    real: ClosedForms,
    current: ClosedForms,
  ): Tensor<"f32"> | Promise<Tensor<"f32">>;
}

/** Null where the real data have no groups, or the models of a family cannot be asked for them. */
export function groupReports(
  facts: RealFacts,
  { provides }: Pick<Family, "provides">,
): GroupReports | null {
  switch (facts.kind) {
    case "vector":
      return facts.groups === undefined ? null : ofVectors(facts);
    case "category":
      return provides.includes("categories") ? ofCategories(facts) : null;
    case "tokens":
      return ofTokens(facts);
    case "image":
      return ofImages(facts);
    default:
      return facts satisfies never;
  }
}

/** What is beyond the edge of a mode is rare; it is alive in so many of its quarters. */
function ofVectors(facts: FactsOf<"vector">): GroupReports | null {
  const known = vectorGroups(facts);
  if (known === null) return null;
  // On the line there are two sides.
  const cells = facts.marginals.length === 1 ? 3 : CELLS;
  const groups: MemberGroups = {
    groups: known.groups,
    members: Uint32Array.from(
      known.groups.flatMap((_, g) => Array.from({ length: cells }, (_, c) => g * CELLS + c)),
    ),
    ends: Uint32Array.from(known.groups.flatMap((_, g) => [g * cells + 1, (g + 1) * cells])),
  };
  return {
    names: known.groups.flatMap(({ name }) => [GROUP + name, null, GROUP + name + RECALL]),
    kernels: [...groupKernels, ...shareKernels],
    measure(context, samples, { mixture }) {
      const counts = groupCells(context, samples, mixture!, known);
      const [L, G] = counts.shape;
      return sharesOf(context, context.scope.view("cells", counts, [L, G * CELLS]), groups);
    },
  };
}

function ofCategories({ counts, groups: named }: FactsOf<"category">): GroupReports | null {
  const groups = memberGroups(counts, named);
  if (groups === null) return null;
  return {
    names: namesOf(groups),
    kernels: shareKernels,
    measure: (context, _samples, _real, { categories }) =>
      sharesOf(context, categories!.counts, groups),
  };
}

function ofTokens({ frequencies, groups: named }: FactsOf<"tokens">): GroupReports | null {
  const groups = memberGroups(frequencies, named);
  if (groups === null) return null;
  const V = frequencies.length;
  return {
    names: namesOf(groups),
    kernels: [categoricalCount, ...shareKernels],
    measure(context, { values: texts, rows }) {
      const { backend, scope } = context;
      const [L, N, T] = texts.shape;
      const counts = scope.zeros("token counts", "u32", [L, V]);
      const totals = scope.tensor("totals", "u32", [L]);
      const values = scope.view("tokens", texts as Tensor<"u32">, [L, N * T]);
      backend.dispatch(categoricalCount, { values, counts, totals }, { rows: rows * T });
      return sharesOf(context, counts, groups);
    },
  };
}

/** The classes that real images have, as far as they can be told apart. */
function ofImages(facts: FactsOf<"image">): GroupReports | null {
  const groups = classGroups(facts);
  if (groups.length < 2 || refusesClasses(facts) !== null) return null;
  return {
    names: groups.flatMap(({ name }) => [GROUP + name, GROUP + name + RECALL]),
    kernels: imageFeatureKernels,
    async measure(context, drawn, { samples, heldOut }) {
      const { scope, lineages: L } = context;
      const real = { facts, samples: samples!, heldOut: heldOut as Tensor<"f32"> };
      const readings = await classReadings(context, real, drawn);
      const numbers = readings.flatMap(({ counts, recall }) => {
        const all = counts.reduce((sum, count) => sum + count, 0);
        return groups.flatMap(({ k }) => [counts[k] / all, recall[k]]);
      });
      return scope.tensor("classes", "f32", [L, 2 * groups.length], Float32Array.from(numbers));
    },
  };
}

function namesOf({ groups }: MemberGroups): string[] {
  return groups.flatMap(({ name }) => ["", ALIVE, RECALL].map((of) => GROUP + name + of));
}

/** The kernels that `sharesOf` dispatches. */
const shareKernels = [groupCounts, groupShares];

/** f32 [L, G, 3]: share, living members, living members among the rarest. */
function sharesOf(
  { backend, scope, lineages: L }: Context,
  counts: Tensor<"u32">,
  { groups, members, ends }: MemberGroups,
): Tensor<"f32"> {
  const G = groups.length;
  const listed = scope.tensor("members", "u32", [members.length], members);
  const tallies = scope.zeros("tallies", "u32", [L, G, 3]);
  const shares = scope.tensor("group shares", "f32", [L, G, 3]);
  const endsOf = scope.tensor("ends", "u32", [G, 2], ends);
  backend.dispatch(groupCounts, { counts, members: listed, ends: endsOf, tallies }, {});
  backend.dispatch(groupShares, { tallies, ends: endsOf, shares }, {});
  return shares;
}
