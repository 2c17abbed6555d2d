import { number } from "../config.ts";
import { lasting, poolRows, repeated, subpool } from "../samples.ts";
import { isSchedule } from "../schedule.ts";
import { uniformValue } from "../uniform-value.ts";
import { defineIntervention } from "./intervention.ts";

const share = (start: number, help: string) =>
  number({ default: start, min: 0, max: 1, sizes: true, varies: true, unit: "of the pool", help });

/** The process of the paper in full: p_{i+1} = α p_θ + β p_i + γ p₀. */
export const earlierGenerations = defineIntervention({
  name: "earlier-generations",
  title: "Earlier generations",
  summary: "Each pool mixes the newest model, the pool before it and real data in fixed shares.",
  source: "Shumailov et al. 2024, stochastic process, doi:10.1038/s41586-024-07566-y",
  settings: {
    alpha: share(
      0.5,
      "Share of the newest model's samples. The three shares are taken to sum to 1.",
    ),
    beta: share(0.4, "Share of the pool that this generation learned from."),
    gamma: share(0.1, "Share of newly drawn real data. Shares become whole samples."),
  },
  kernels: [],

  refuses(_facts, { alpha, beta, gamma }) {
    const shares = [alpha, beta, gamma];
    if (shares.some(isSchedule) || shares.some((part) => part !== 0)) return null;
    const reason = "with beta and gamma at 0 as well, there is nothing to learn from; raise one";
    return { setting: "alpha", reason };
  },

  apply(context, proposed, { previous, real }, { alpha, beta, gamma }) {
    const [own, before, fresh] = [
      uniformValue("alpha", alpha),
      uniformValue("beta", beta),
      uniformValue("gamma", gamma),
    ];
    const rows = poolRows(proposed);
    const counts = inShares(rows, [own, before, fresh]);
    return [
      ...(counts[1] === 0 ? [] : repeated(lasting(previous), counts[1])),
      ...subpool(proposed, counts[0]),
      ...(counts[2] === 0 ? [] : [real.draw(context, counts[2])]),
    ];
  },
});

/** Whole numbers that sum to `rows`: the real share is rounded first, then that and the old one. */
function inShares(rows: number, [alpha, beta, gamma]: readonly number[]) {
  const all = alpha + beta + gamma;
  const fresh = Math.round((gamma / all) * rows);
  const notOwn = Math.round(((beta + gamma) / all) * rows);
  return [rows - notOwn, notOwn - fresh, fresh];
}
