import { ShapeError } from "../../errors.ts";
import type { Tape, Variable } from "../tape.ts";
import { attentionBackwardFor, attentionFor } from "./attention-kernels.ts";

/**
 * Each position of a text gathers from itself and those before it. `qkv` [L, M, 3 D] holds queries,
 * keys and values side by side, for texts of T positions one after the other; [L, M, D] comes out.
 */
export function attention(
  tape: Tape,
  qkv: Variable,
  { T, heads: H }: { T: number; heads: number },
): Variable {
  const { backend, scope } = tape;
  const [L, M, E] = qkv.value.shape;
  const [B, D] = [M / T, E / 3];
  if (![B, D, D / H].every(Number.isInteger)) {
    throw new ShapeError(`attention cannot divide ${M} x ${E} into texts of ${T} and ${H} heads`);
  }
  const kernels = attentionFor(backend, D / H, T);
  const out = tape.variable("attention", [L, M, D]);
  const logSums = tape.variable("log-sums", [L, B, H, T]);
  const texts = {
    qkv: scope.view("qkv", qkv.value, [L, B, T, E]),
    out: scope.view("attention", out.value, [L, B, T, D]),
    logSums: logSums.value,
  };
  backend.dispatch(kernels.forward, texts, {});
  tape.release(logSums);

  tape.onBackward(() => {
    const sink = tape.sink(qkv);
    if (sink === null) return tape.releaseGradient(out);
    const { accumulate } = sink;
    const read = {
      qkv: texts.qkv,
      gradientOut: scope.view("gradient of attention", tape.gradientOf(out), [L, B, T, D]),
      logSums: logSums.value,
      deltas: scope.tensor("deltas", "f32", [L, B, H, T]),
      gradient: scope.view("gradient of qkv", sink.gradient, [L, B, T, E]),
    };
    const atOnce = attentionBackwardFor(backend, D / H);
    backend.dispatch(atOnce ?? kernels.queries, { ...read, out: texts.out }, { accumulate });
    if (atOnce === null) backend.dispatch(kernels.keys, read, { accumulate });
    tape.releaseGradient(out);
  });
  return out;
}
