import { covering, defineKernel } from "../../compute/kernel.ts";
import type { Tensor } from "../../compute/tensor.ts";
import type { Context } from "../../context.ts";
import type { ClosedForms } from "../../distribution.ts";
import type { Segment } from "../../samples.ts";
import { LOG_ZERO } from "../logarithm.ts";

/** The logarithm of the probability of texts. See shaders/text/log-prob.wgsl. */
export const textLogProb = defineKernel({
  shader: "text/log-prob.wgsl",
  bindings: {
    surprise: { dtype: "f32", shape: "L N T", access: "read" },
    logProb: { dtype: "f32", shape: "L N", access: "write" },
  },
  scalars: [],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference({ surprise, logProb }, _scalars, { L, N, T }) {
    for (let i = 0; i < L * N; i++) {
      let sum = 0;
      for (let t = 0; t < T; t++) sum += surprise[i * T + t];
      logProb[i] = Math.max(LOG_ZERO, -sum);
    }
  },
});

/** `ClosedForms.logProb` of a model of texts: of all tokens but the first, given that one. */
export function logProbFrom(surprise: NonNullable<ClosedForms["surprise"]>) {
  return async (context: Context, { values }: Segment): Promise<Tensor<"f32">> => {
    const { backend, scope } = context;
    const nats = await surprise(context, values as Tensor<"u32">);
    const logProb = scope.tensor("log-probability", "f32", nats.shape.slice(0, 2));
    backend.dispatch(textLogProb, { surprise: nats, logProb }, {});
    return logProb;
  };
}
