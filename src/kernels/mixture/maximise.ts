import { covering, defineKernel } from "../../compute/kernel.ts";
import { DONE } from "./done.ts";
import { invertRoot } from "./inverse-root.ts";

const LEAST_PIVOT = 1e-10;

/** The components from what the rows say of them. See shaders/mixture/maximise.wgsl. */
export const maximiseStep = defineKernel({
  shader: "mixture/maximise.wgsl",
  bindings: {
    sums: { dtype: "f32", shape: "L C K F", access: "read" },
    leastVariance: { dtype: "f32", shape: "L", access: "read" },
    listed: { dtype: "u32", shape: "A", access: "read" },
    weight: { dtype: "f32", shape: "L K", access: "update" },
    center: { dtype: "f32", shape: "L K D", access: "update" },
    root: { dtype: "f32", shape: "L K D D", access: "update" },
    inverse: { dtype: "f32", shape: "L K D D", access: "update" },
    logScale: { dtype: "f32", shape: "L K", access: "update" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ A, K }, { WORKGROUP_SIZE }) => covering(A * K, WORKGROUP_SIZE),

  reference(arrays, _scalars, { D, K, C, F }) {
    const { sums, leastVariance, listed, weight, center, root } = arrays;
    for (const l of listed) {
      if (l === DONE) continue;
      const totals = new Float64Array(K * F);
      for (let c = 0; c < C; c++) {
        for (let e = 0; e < K * F; e++) totals[e] += sums[(l * C + c) * K * F + e];
      }
      let all = 0;
      for (let k = 0; k < K; k++) all += totals[k * F];
      for (let k = 0; k < K; k++) {
        const at = l * K + k;
        const [mass, ...rest] = totals.subarray(k * F, (k + 1) * F);
        const means = rest.map((sum) => (mass > 1e-30 ? sum / mass : 0));
        const shift = means.splice(0, D);
        weight[at] = mass > 1e-30 ? mass / all : 0;
        const own = new Float64Array(D * D);
        for (let i = 0; i < D; i++) {
          for (let j = 0; j <= i; j++) {
            let entry = means[(i * (i + 1)) / 2 + j] - shift[i] * shift[j];
            if (i === j) entry += leastVariance[l];
            for (let m = 0; m < j; m++) entry -= own[i * D + m] * own[j * D + m];
            own[i * D + j] =
              i === j ? Math.sqrt(Math.max(entry, LEAST_PIVOT)) : entry / own[j * D + j];
          }
          center[at * D + i] += shift[i];
        }
        root.set(own, at * D * D);
        invertRoot(arrays, at, D, weight[at]);
      }
    }
  },
});
