import { covering, defineKernel } from "../../compute/kernel.ts";

/** Added to the link of a token's first place. */
export const FIRST = 2 ** 31;

/** Where in the batch each token comes again. See shaders/layers/token-links.wgsl. */
export const tokenLinks = defineKernel({
  shader: "layers/token-links.wgsl",
  bindings: {
    tokens: { dtype: "u32", shape: "L M", access: "read" },
    links: { dtype: "u32", shape: "L M", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, M }, { WORKGROUP_SIZE }) => covering(L * M, WORKGROUP_SIZE),

  reference({ tokens, links }, _scalars, { L, M }) {
    for (let l = 0; l < L; l++) {
      const later = new Map<number, number>();
      for (let m = M - 1; m >= 0; m--) {
        links[l * M + m] = later.get(tokens[l * M + m]) ?? M;
        later.set(tokens[l * M + m], m);
      }
      for (const first of later.values()) links[l * M + first] += FIRST;
    }
  },
});
