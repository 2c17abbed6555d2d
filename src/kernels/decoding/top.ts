import { covering, defineKernel } from "../../compute/kernel.ts";

/** Below every score: what stands where a strand has no token left. */
export const NOTHING = -(2 ** 127);

/** The K best continuations of every row in every strand. See shaders/decoding/top.wgsl. */
export const topOfStrands = defineKernel({
  shader: "decoding/top.wgsl",
  bindings: {
    scores: { dtype: "f32", shape: "L R V", access: "read" },
    sums: { dtype: "f32", shape: "L R", access: "read" },
    values: { dtype: "f32", shape: "L R C K", access: "write" },
    tokens: { dtype: "u32", shape: "L R C K", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, C }, { WORKGROUP_SIZE }) => covering(L * R * C, WORKGROUP_SIZE),

  reference({ scores, sums, values, tokens }, _scalars, { L, R, V, C, K }) {
    for (let row = 0; row < L * R; row++) {
      for (let c = 0; c < C; c++) {
        const strand = [];
        for (let v = c; v < V; v += C) {
          strand.push({ v, value: Math.fround(sums[row] + scores[row * V + v]) });
        }
        strand.sort((a, b) => b.value - a.value || a.v - b.v);
        for (let k = 0; k < K; k++) {
          const at = (row * C + c) * K + k;
          values[at] = strand[k]?.value ?? NOTHING;
          tokens[at] = strand[k]?.v ?? c;
        }
      }
    }
  },

  fast({ scores, sums, values, tokens }, _scalars, { L, R, V, C, K }) {
    for (let list = 0; list < L * R * C; list++) {
      const row = Math.floor(list / C);
      const of = values.subarray(list * K, (list + 1) * K).fill(NOTHING);
      const at = tokens.subarray(list * K, (list + 1) * K).fill(list % C);
      for (let v = list % C; v < V; v += C) {
        const value = Math.fround(sums[row] + scores[row * V + v]);
        if (!(value > of[K - 1])) continue;
        let place = K - 1;
        for (; place > 0 && value > of[place - 1]; place--) {
          of[place] = of[place - 1];
          at[place] = at[place - 1];
        }
        of[place] = value;
        at[place] = v;
      }
    }
  },
});
