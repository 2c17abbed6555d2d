import { covering, defineKernel } from "../../compute/kernel.ts";

/** Counts what follows what in texts. See shaders/markov/count.wgsl. */
export const markovCount = defineKernel({
  shader: "markov/count.wgsl",
  bindings: {
    texts: { dtype: "u32", shape: "L N T", access: "read" },
    mass: { dtype: "f32", shape: "R 3", access: "read" },
    units: { dtype: "u32", shape: "R P", access: "read" },
    drawn: { dtype: "u32", shape: "R P", access: "read" },
    starts: { dtype: "u32", shape: "L V", access: "update" },
    transitions: { dtype: "u32", shape: "L V V", access: "update" },
  },
  scalars: ["first", "rows"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(arrays, { first, rows }, { L, N, T, V, R, P }) {
    const { texts, mass, units, drawn, starts, transitions } = arrays;
    for (let l = 0; l < L; l++) {
      const r = Math.min(l, R - 1);
      const often = mass[3 * r + 2] > 0 ? units : drawn;
      for (let n = 0; n < rows; n++) {
        const times = often[r * P + first + n];
        const text = texts.subarray((l * N + n) * T, (l * N + n + 1) * T);
        starts[l * V + text[0]] += times;
        for (let t = 1; t < T; t++) transitions[(l * V + text[t - 1]) * V + text[t]] += times;
      }
    }
  },
});
