import { poolMembers } from "../kernels/categorical/pool-members.ts";
import { totalsKernels, withTotals } from "../kernels/categorical/with-totals.ts";
import { heterozygositySums } from "../kernels/metrics/heterozygosity.ts";
import { sumKernels, sumOverCategories } from "../kernels/metrics/sum-over-categories.ts";
import { defineMetric } from "./metric.ts";
import { membersSetting } from "./pooled-variance.ts";

export const pooledHeterozygosity = defineMetric({
  name: "pooled-heterozygosity",
  title: "Heterozygosity of the ecosystem",
  summary: "The chance that two samples differ, each from any model of its ecosystem.",
  source: "Nei 1973, doi:10.1073/pnas.70.12.3321",
  unit: "",
  settings: { members: membersSetting },
  kernels: [poolMembers, ...totalsKernels, heterozygositySums, ...sumKernels],
  needsReal: [],
  needs: ["categories"],

  measure(context, { current }, { members }) {
    const { backend, scope } = context;
    const pooled = scope.tensor("pooled members", "u32", current.categories.counts.shape);
    backend.dispatch(poolMembers, { ...current.categories, pooled }, { members });
    const { counts, totals } = withTotals(context, pooled);
    return sumOverCategories(context, counts, (sums) => {
      backend.dispatch(heterozygositySums, { counts, totals, sums }, {});
    });
  },
});
