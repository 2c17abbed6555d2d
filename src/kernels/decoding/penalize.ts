import { covering, defineKernel } from "../../compute/kernel.ts";
import { LOG_ZERO } from "../logarithm.ts";

/** Makes what a text has said already less likely. See shaders/decoding/penalize.wgsl. */
export const penalize = defineKernel({
  shader: "decoding/penalize.wgsl",
  bindings: {
    clock: { dtype: "u32", shape: "1", access: "read" },
    penalty: { dtype: "f32", shape: "L", access: "read" },
    prompts: { dtype: "u32", shape: "L N S", access: "read" },
    history: { dtype: "u32", shape: "L R T", access: "read" },
    scores: { dtype: "f32", shape: "L R V", access: "update" },
  },
  scalars: ["ngram", "forbidden"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, R, S, T }, { WORKGROUP_SIZE }) => covering(L * R * (S + T + 1), WORKGROUP_SIZE),

  reference(
    { clock, penalty, prompts, history, scores },
    { ngram, forbidden },
    { L, N, R, S, T, V },
  ) {
    for (let row = 0; row < L * R; row++) {
      const l = Math.floor(row / R);
      const text = l * N + Math.floor(((row % R) * N) / R);
      const tokens = [
        ...prompts.subarray(text * S, (text + 1) * S),
        ...history.subarray(row * T, row * T + clock[0]),
      ];
      const ofRow = scores.subarray(row * V, (row + 1) * V);
      for (const token of new Set(tokens)) {
        ofRow[token] = ofRow[token] < 0 ? ofRow[token] * penalty[l] : ofRow[token] / penalty[l];
      }
      for (const token of wouldRepeat(tokens, ngram)) ofRow[token] = LOG_ZERO;
      if (forbidden < V) ofRow[forbidden] = LOG_ZERO;
    }
  },
});

/** The tokens that would end a run of n that is in the text already. */
function wouldRepeat(tokens: readonly number[], n: number): Set<number> {
  const banned = new Set<number>();
  if (n === 0 || tokens.length + 1 < n) return banned;
  const end = tokens.slice(tokens.length - (n - 1)).join();
  for (let u = n - 1; u < tokens.length; u++) {
    if (tokens.slice(u - (n - 1), u).join() === end) banned.add(tokens[u]);
  }
  return banned;
}
