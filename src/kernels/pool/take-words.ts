import { covering, defineKernel } from "../../compute/kernel.ts";
import { takenRows } from "./taken-rows.ts";

/** Takes rows of whole numbers from another lineage. See shaders/pool/take-words.wgsl. */
export const takeWords = defineKernel({
  shader: "pool/take-words.wgsl",
  bindings: {
    values: { dtype: "u32", shape: "L N W", access: "read" },
    start: { dtype: "u32", shape: "K", access: "read" },
    taken: { dtype: "u32", shape: "L C W", access: "write" },
  },
  scalars: ["rows", "offset"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, C, W }, { WORKGROUP_SIZE }) => covering(L * C * W, WORKGROUP_SIZE),
  reference: takenRows,
});
