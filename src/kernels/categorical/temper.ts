import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";
import { CHUNK_LENGTH } from "./chunks.ts";

/** Probabilities p^(1/T) with the sum 1 again, in double precision. */
export function temper(p: Float64Array, temperature: number): Float64Array {
  const largest = p.reduce((a, b) => Math.max(a, b), 0);
  const powers = p.map((x) => (x / largest) ** (1 / temperature));
  const sum = powers.reduce((a, b) => a + b, 0);
  return powers.map((x) => x / sum);
}

/** The same for log-probabilities on the device. See shaders/categorical/temper.wgsl. */
export const temperLogs = defineKernel({
  shader: "categorical/temper.wgsl",
  bindings: {
    temperature: { dtype: "f32", shape: "L", access: "read" },
    logs: { dtype: "f32", shape: "L K", access: "read" },
    peaks: { dtype: "f32", shape: "L C", access: "read" },
    masses: { dtype: "f32", shape: "L C", access: "read" },
    tempered: { dtype: "f32", shape: "L K", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64, CHUNK_LENGTH },
  workgroups: ({ L, C }, { WORKGROUP_SIZE }) => covering(L * C, WORKGROUP_SIZE),

  reference({ temperature, logs, tempered }, _scalars, { L, K }) {
    for (let l = 0; l < L; l++) {
      const row = Float64Array.from(logs.subarray(l * K, (l + 1) * K));
      const largest = row.reduce((a, b) => Math.max(a, b), LOG_ZERO);
      let sum = 0;
      for (const log of row) {
        if (log > LOG_ZERO) sum += Math.exp((log - largest) / temperature[l]);
      }
      for (const [k, log] of row.entries()) {
        tempered[l * K + k] =
          log > LOG_ZERO ? (log - largest) / temperature[l] - Math.log(sum) : LOG_ZERO;
      }
    }
  },
});
