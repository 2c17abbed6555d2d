import { number } from "../config.ts";
import type { Tensor } from "../compute/tensor.ts";
import { elementCount } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { placeRows } from "../kernels/mixture/densities.ts";
import {
  type Newcomers,
  unlikeByCell,
  unlikeByDifference,
  unlikeByKey,
} from "../pool/duplicates.ts";
import { filterKernels, provenanceOf, provenanceReports } from "../pool/filter.ts";
import { weightOf, weighted } from "../pool/weights.ts";
import type { Pool, Segment } from "../samples.ts";
import { defineIntervention } from "./intervention.ts";

/** Of samples that are the same only the oldest stays. */
export const deduplicate = defineIntervention({
  name: "deduplicate",
  title: "Deduplication",
  summary:
    "Of equal categories, equal texts, vectors in one cell of a grid and images that hardly differ only one is kept.",
  source: "Lee et al. 2022, arXiv:2107.06499",
  settings: {
    cell: number({
      default: 0.01,
      min: 1e-6,
      max: 1e6,
      varies: true,
      unit: "data units",
      help: "Of vectors: edge of the cells of the grid; two in the same cell are the same.",
    }),
    difference: number({
      default: 0.05,
      min: 0,
      max: 1,
      varies: true,
      unit: "grey values",
      help: "Of images: two are the same that differ by at most this, the root of the mean square over their pixels.",
    }),
  },
  kernels: filterKernels,
  reports: provenanceReports,

  async apply(context, proposed, _sources, { cell, difference }) {
    const { scope, dry, lineages: L } = context;
    const { kind } = context.space;
    const newcomers = (l: number) => {
      if (kind === "vector") return unlikeByCell(cell[l]);
      return kind === "image" ? unlikeByDifference(difference[l]) : unlikeByKey();
    };
    const weights = proposed.map(({ values }) => new Float32Array(L * values.shape[1]));
    if (!dry) await fillWeights(context, proposed, newcomers, weights);
    const pool = proposed.map((segment, i) =>
      weighted(
        segment,
        scope.tensor("first of its kind", "f32", [L, segment.values.shape[1]], weights[i]),
      ),
    );
    return { pool, report: provenanceOf(context, proposed, pool) };
  },
});

/** Sets the weights of the first row of every kind to what it had. */
async function fillWeights(
  context: Context,
  pool: Pool,
  newcomers: (l: number) => Newcomers,
  weights: readonly Float32Array[],
): Promise<void> {
  const { backend, lineages: L } = context;
  const rows = await backend.read(...pool.map((segment) => inDataUnits(context, segment)));
  const before = await backend.read(...pool.map((segment) => weightOf(context, segment)));
  for (let l = 0; l < L; l++) {
    const isNew = newcomers(l);
    for (const [i, { values, rows: count, weight }] of pool.entries()) {
      const [, N, ...row] = values.shape;
      const width = elementCount(row);
      for (let n = 0; n < count; n++) {
        const own = before[i][weight === undefined ? n : l * N + n];
        if (own === 0) continue;
        const start = (l * N + n) * width;
        if (isNew(rows[i].subarray(start, start + width))) weights[i][l * N + n] = own;
      }
    }
  }
}

function inDataUnits(context: Context, segment: Segment): Tensor {
  const { values, frame } = segment;
  if (values.dtype === "u32" || frame === null) return values;
  const [L, , D] = values.shape;
  const points = context.scope.zeros("points", "f32", values.shape);
  const zeros = context.scope.zeros("data units", "f32", [L, D]);
  placeRows(context, segment, { mean: zeros, logDeviation: zeros }, points);
  return points;
}
