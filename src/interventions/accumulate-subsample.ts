import { subsample, subsampleKernels } from "../pool/subsample.ts";
import { poolRows } from "../samples.ts";
import { accumulated } from "./accumulate.ts";
import { forNow } from "./for-now.ts";
import { defineIntervention } from "./intervention.ts";

/** All data so far is kept, but a fit has no more of it than the first one had. */
export const accumulateSubsample = defineIntervention({
  name: "accumulate-subsample",
  title: "Accumulate and subsample",
  summary:
    "All earlier data is kept, and each model learns from a random part as large as the original data.",
  source: "Kazdan et al. 2024, arXiv:2410.16713",
  settings: {},
  kernels: subsampleKernels,

  apply(context, proposed, { original, previous }) {
    const all = accumulated(proposed, previous);
    const part = subsample(context, all, poolRows(original), { replacement: false });
    return forNow(part, all);
  },
});
