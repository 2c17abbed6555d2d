import { vectorGroups } from "../groups.ts";
import { groupsLost } from "../kernels/metrics/groups-lost.ts";
import { groupCells, groupKernels } from "../kernels/mixture/groups.ts";
import { defineMetric } from "./metric.ts";

/** Of its real share: a mode with less than that counts as lost. */
const LEAST = 0.1;

export const modesLost = defineMetric({
  name: "modes-lost",
  title: "Modes lost",
  summary: "Groups of the real data of which the model draws less than a tenth of their share.",
  source: "Schaeffer et al. 2025, arXiv:2503.03150",
  unit: "modes",
  settings: {},
  kernels: [...groupKernels, groupsLost],
  needsReal: ["mixture"],
  needs: ["samples"],
  kind: "vector",

  refuses: (facts) =>
    facts.kind === "vector" && vectorGroups(facts) === null ? "needs data of several modes" : null,

  measure(context, { real, current }) {
    const { backend, scope, lineages } = context;
    const { samples } = current;
    const known = vectorGroups(real.facts as never)!;
    const { groups } = known;
    const counts = groupCells(context, samples, real.mixture, known);
    const needed = groups.map(({ share }) => Math.max(1, Math.ceil(LEAST * share * samples.rows)));
    const least = scope.tensor("least", "u32", [groups.length], Uint32Array.from(needed));
    const lost = scope.tensor("modes lost", "f32", [lineages]);
    backend.dispatch(groupsLost, { counts, least, lost }, {});
    return lost;
  },
});
