import { covering, defineKernel } from "../../compute/kernel.ts";

/** Four more bits of the rank that as many as are wanted reach. See shaders/pool/rank-goal.wgsl. */
export const rankGoal = defineKernel({
  shader: "pool/rank-goal.wgsl",
  bindings: {
    share: { dtype: "f32", shape: "L", access: "read" },
    counts: { dtype: "u32", shape: "L C 16", access: "read" },
    goal: { dtype: "u32", shape: "L 2", access: "update" },
  },
  scalars: ["shift"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ share, counts, goal }, { shift }, { L, C }) {
    for (let l = 0; l < L; l++) {
      const reaching = (digit: number) => {
        let sum = 0;
        for (let c = l * C; c < (l + 1) * C; c++) sum += counts[16 * c + digit];
        return sum;
      };
      if (shift === 28) goal.set([0, Math.round(Math.fround(share[l] * reaching(0)))], 2 * l);
      let digit = 15;
      while (digit > 0 && reaching(digit) < goal[2 * l + 1]) digit--;
      goal[2 * l] += digit * 2 ** shift;
    }
  },
});
