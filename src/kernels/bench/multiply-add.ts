import { covering, defineKernel } from "../../compute/kernel.ts";

/** Times that each of eight chains multiplies and adds in a round. */
const STEPS = 8;
/** Multiplications and additions of an invocation in a round. */
export const OPERATIONS_PER_ROUND = 2 * 8 * STEPS;

const by = (FACTORS: 1 | 4) =>
  defineKernel({
    shader: "bench/multiply-add.wgsl",
    bindings: {
      factors: { dtype: "f32", shape: "N 4", access: "read" },
      means: { dtype: "f32", shape: "N", access: "write" },
    },
    scalars: ["rounds"],
    overrides: { WORKGROUP_SIZE: 32, FACTORS },
    workgroups: ({ N }, { WORKGROUP_SIZE }) => covering(N, WORKGROUP_SIZE),

    reference({ factors, means }, { rounds }, { N }) {
      for (let n = 0; n < N; n++) {
        let sum = 0;
        for (let i = 0; i < 4; i++) {
          const x = factors[4 * n + (FACTORS === 1 ? 0 : i)];
          const start = factors[4 * n + i];
          for (let c of [start, -start]) {
            for (let step = 0; step < STEPS * rounds; step++) c = c * x + (1 - x);
            sum += c;
          }
        }
        means[n] = sum / 8;
      }
    },
  });

/** Multiplies and adds, and nothing else. See shaders/bench/multiply-add.wgsl. */
export const multiplyAdd = by(4);
/** The same with one factor for all chains, which leaves them registers. */
export const multiplyAddInRegisters = by(1);
