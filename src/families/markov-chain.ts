import type { Tensor } from "../compute/tensor.ts";
import { number } from "../config.ts";
import type { Context } from "../context.ts";
import { categoricalCount } from "../kernels/categorical/count.ts";
import { temperKernels } from "../kernels/categorical/tempered-counts.ts";
import {
  chainKernels,
  chainLogProb,
  chainSurprise,
  drawTexts,
  sumsOf,
  temperedChain,
} from "../kernels/markov/chain.ts";
import { markovCount } from "../kernels/markov/count.ts";
import { chooseRows } from "../kernels/pool/choose-rows.ts";
import { chosenRows } from "../pool/resample.ts";
import { isWeighted, poolMass, poolScale, poolUnits, weightKernels } from "../pool/weights.ts";
import { type Pool, poolRows } from "../samples.ts";
import { defineFamily } from "./family.ts";

type Chain = {
  /** [L, V]: how many texts begin with each token. */
  readonly starts: Tensor<"u32">;
  /** [L, V, V]: how often each token follows each. */
  readonly counts: Tensor<"u32">;
};

/** What follows what, counted exactly: a path that was not taken once is closed for ever. */
export const markovChain = defineFamily({
  name: "markov-chain",
  title: "Markov chain",
  summary:
    "How often every token follows every other; what followed nothing once never will again.",
  source: "Shannon 1948, doi:10.1002/j.1538-7305.1948.tb01338.x",
  accepts: "tokens",
  provides: ["transitions", "surprise", "logProb"],
  settings: {
    temperature: number({
      default: 1,
      min: 0.05,
      max: 20,
      varies: true,
      help: "Tokens follow p^(1/T): below 1 the model prefers the frequent, above 1 the rare.",
    }),
  },
  kernels: [
    ...chainKernels,
    ...temperKernels,
    ...weightKernels,
    chooseRows,
    categoricalCount,
    markovCount,
  ],

  fit(context, pool): Chain {
    const { backend, scope, space, lineages: L } = context;
    const V = space.kind === "tokens" ? space.vocabulary : 0;
    const starts = scope.zeros("starts", "u32", [L, V]);
    const counts = scope.zeros("transitions", "u32", [L, V, V]);
    const times = timesOf(context, pool);
    let first = 0;
    for (const { values, rows } of pool) {
      const texts = values as Tensor<"u32">;
      const tensors = { texts, ...times, starts, transitions: counts };
      backend.dispatch(markovCount, tensors, { first, rows });
      first += rows;
    }
    return { starts, counts };
  },

  sample(context, parameters: Chain, count, { temperature }) {
    const written = temperedChain(context, parameters, temperature);
    return { values: drawTexts(context, sumsOf(context, written), count), frame: null };
  },

  forms: (_context, parameters: Chain) => ({
    transitions: parameters,
    surprise: (asking, texts) =>
      Promise.resolve(chainSurprise(asking, sumsOf(asking, parameters), texts)),
    logProb: (asking, segment) => chainLogProb(asking, sumsOf(asking, parameters), segment),
  }),
});

/**
 * How often each row of a pool counts: as its weight says where all are whole numbers, else as often
 * as it is drawn in proportion to them.
 */
function timesOf(context: Context, pool: Pool) {
  const { backend, scope, lineages: L } = context;
  const P = poolRows(pool);
  if (!isWeighted(pool)) {
    const once = scope.tensor("once", "u32", [1, P], new Uint32Array(P).fill(1));
    const mass = scope.tensor("mass", "f32", [1, 3], Float32Array.of(P, P, 1));
    return { mass, units: once, drawn: once };
  }
  const drawn = scope.zeros("times drawn", "u32", [L, P]);
  const totals = scope.tensor("drawn", "u32", [L]);
  const values = chosenRows(context, pool);
  backend.dispatch(categoricalCount, { values, counts: drawn, totals }, { rows: P });
  const units = poolUnits(context, pool, poolScale(context, pool));
  return { mass: poolMass(context, pool), units, drawn };
}
