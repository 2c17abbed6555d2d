import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";
import { CHUNK_LENGTH } from "./chunks.ts";

/** Tempered mass of every chunk. See shaders/categorical/temper-chunks.wgsl. */
export const temperChunks = defineKernel({
  shader: "categorical/temper-chunks.wgsl",
  bindings: {
    temperature: { dtype: "f32", shape: "L", access: "read" },
    logs: { dtype: "f32", shape: "L K", access: "read" },
    peaks: { dtype: "f32", shape: "L C", access: "write" },
    masses: { dtype: "f32", shape: "L C", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, CHUNK_LENGTH },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference({ temperature, logs, peaks, masses }, _scalars, { L, K, C }) {
    for (let l = 0; l < L; l++) {
      const row = logs.subarray(l * K, (l + 1) * K);
      for (let c = 0; c < C; c++) {
        const alive = [...row.subarray(c * CHUNK_LENGTH, (c + 1) * CHUNK_LENGTH)].filter(
          (log) => log > LOG_ZERO,
        );
        const peak = Math.max(LOG_ZERO, ...alive);
        peaks[l * C + c] = peak;
        masses[l * C + c] = alive.reduce(
          (sum, log) => sum + Math.exp((log - peak) / temperature[l]),
          0,
        );
      }
    }
  },
});
