import { covering, defineKernel } from "../../compute/kernel.ts";

/** What weights are multiplied by before they become integers. See shaders/pool/scale.wgsl. */
export const fixedPointScale = defineKernel({
  shader: "pool/scale.wgsl",
  bindings: {
    mass: { dtype: "f32", shape: "L 3", access: "read" },
    scale: { dtype: "f32", shape: "L", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L }, { WORKGROUP_SIZE }) => covering(L, WORKGROUP_SIZE),

  reference({ mass, scale }, _scalars, { L }) {
    for (let l = 0; l < L; l++) {
      const [sum, , whole] = mass.subarray(3 * l);
      if (sum === 0) scale[l] = -1;
      else if (whole === 1 && sum < 2 ** 31) scale[l] = 1;
      else {
        let e = -126;
        while (2 ** (e + 1) <= sum) e++;
        scale[l] = 2 ** Math.min(127, Math.max(-126, 30 - e));
      }
    }
  },
});
