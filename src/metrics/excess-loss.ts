import type { Tensor } from "../compute/tensor.ts";
import type { Context } from "../context.ts";
import { WindowReader } from "../text/grammar/windows.ts";
import { type GrammarFacts, hasGrammar, refusesWithoutGrammar } from "./grammar-texts.ts";
import { heldOutLoss, heldOutSettings } from "./held-out.ts";
import { defineMetric } from "./metric.ts";

export const excessLoss = defineMetric({
  name: "excess-loss",
  title: "Excess loss",
  summary:
    "How much more a token of held-out texts surprises the model than it would whoever knows the grammar; on average KL(real || model).",
  source: "this project",
  unit: "nats",
  settings: heldOutSettings,
  kernels: [],
  kind: "tokens",
  needsReal: ["heldOut"],
  needs: ["surprise", "samples"],
  refuses: refusesWithoutGrammar,

  async measure(context, seen, { texts }) {
    const losses = await heldOutLoss(context, seen, texts);
    const { facts } = seen.real;
    const least =
      context.dry || !hasGrammar(facts)
        ? 0
        : await sourceLoss(context, seen.real.heldOut, texts, facts);
    const excess = Float32Array.from(losses, (loss) => loss - least);
    return context.scope.tensor("excess loss", "f32", [losses.length], excess);
  },
});

const known = new WeakMap<Tensor, Map<number, Promise<number>>>();

/** Nats per token of the held-out texts for the grammar itself, given the first token of each. */
function sourceLoss(
  { backend }: Context,
  heldOut: Tensor,
  most: number,
  { grammar, pieces, start, frequencies }: GrammarFacts,
): Promise<number> {
  const bySize = known.get(heldOut) ?? new Map<number, Promise<number>>();
  known.set(heldOut, bySize);
  const work = async () => {
    const [, M, T] = heldOut.shape;
    const [tokens] = await backend.read(heldOut);
    const reader = new WindowReader(grammar, pieces.length, start);
    const count = Math.min(most, M);
    let nats = 0;
    for (let m = 0; m < count; m++) {
      const text = (tokens as Uint32Array).subarray(m * T, (m + 1) * T);
      nats += Math.log(frequencies[text[0]]) - reader.logProbability(text);
    }
    return nats / (count * (T - 1));
  };
  const loss = bySize.get(most) ?? work();
  bySize.set(most, loss);
  return loss;
}
