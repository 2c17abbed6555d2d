import type { Array as JaxArray } from "@jax-js/jax";
import { CpuBackend } from "../compute/cpu-backend.ts";
import { views } from "../training/parameters.ts";
import { NORM_EPSILON, POSITION_OFFSET, type TransformerShape } from "../transformer/shape.ts";
import type { TrainingCase } from "./training-cases.ts";
import {
  type TrainingProgram,
  LEARNING_RATE,
  WEIGHT_DECAY,
  beginningOf,
  firstLoss,
  textsOf,
} from "./training.ts";

type Jax = typeof import("@jax-js/jax");
type Arrays = Record<string, JaxArray>;

export interface TrainingPeer {
  readonly program: TrainingProgram;
  /** What its device says of itself; null on the processor. */
  readonly adapter: GPUAdapterInfo | null;
}

/**
 * The step of the transformer as a user of jax-js would write it: loss, gradients and AdamW in one
 * compiled function, all arrays on the device, one wait after the last step. It begins with our
 * weights and learns from our texts, so that its losses are ours.
 *
 * Whatever takes an array disposes of it, unless it is handed `.ref`.
 */
export async function peerTransformer(
  benchCase: TrainingCase,
  device: "webgpu" | "wasm",
): Promise<TrainingPeer> {
  const jax = await import("@jax-js/jax");
  const { numpy, nn, tree } = jax;
  await jax.init(device);
  jax.defaultDevice(device);
  const { shape, batch, steps } = benchCase;

  const [beginning, decays] = await beginningAs(jax, shape);
  const zeros = () => tree.map(({ shape: extents }: JaxArray) => numpy.zeros(extents), beginning);
  let [weights, first, second] = [beginning, zeros(), zeros()] as [Arrays, Arrays, Arrays];
  const [inputs, targets] = tokensAndNext(jax, shape, batch);

  const lossOf = languageModel(jax, shape, batch);
  const step = jax.jit(
    (
      before: Arrays,
      firstBefore: Arrays,
      secondBefore: Arrays,
      tokens: JaxArray,
      next: JaxArray,
      correction: JaxArray,
    ) => {
      const V = shape.vocabulary;
      const [loss, gradients] = jax.valueAndGrad(lossOf)(
        tree.ref(before),
        nn.oneHot(tokens, V),
        // What is out of range gets a class of its own, which counts for nothing.
        nn.oneHot(next, V + 1).slice([], [0, V]),
      );
      const after: Arrays = {};
      const firstAfter: Arrays = {};
      const secondAfter: Arrays = {};
      for (const [name, gradient] of Object.entries(gradients)) {
        firstAfter[name] = firstBefore[name].mul(0.9).add(gradient.ref.mul(0.1));
        secondAfter[name] = secondBefore[name].mul(0.999).add(numpy.square(gradient).mul(0.001));
        const mean = firstAfter[name].ref.mul(correction.ref.slice(0));
        const deviation = numpy.sqrt(secondAfter[name].ref.mul(correction.ref.slice(1)));
        const kept = before[name].mul(decays.has(name) ? 1 - LEARNING_RATE * WEIGHT_DECAY : 1);
        after[name] = kept.sub(mean.div(deviation.add(1e-8)).mul(LEARNING_RATE));
      }
      correction.dispose();
      return [after, firstAfter, secondAfter, loss] as const;
    },
  );

  const lost: JaxArray[] = [];
  const run = async () => {
    // Another peer may have chosen its own meanwhile.
    jax.defaultDevice(device);
    for (let i = 0; i < steps; i++) {
      const t = lost.length + 1;
      const correction = numpy.array([1 / (1 - 0.9 ** t), 1 / (1 - 0.999 ** t)]);
      let loss: JaxArray;
      [weights, first, second, loss] = step(
        weights,
        first,
        second,
        inputs.ref,
        targets.ref,
        correction,
      );
      lost.push(loss);
    }
    await jax.blockUntilReady(weights);
    return firstLoss(Number(await lost[0].ref.jsAsync()), benchCase);
  };
  const work = steps * batch * shape.context;
  const losses = async () => {
    const values: number[] = [];
    for (const loss of lost) values.push(Number(await loss.ref.jsAsync()));
    return values;
  };
  return {
    program: { case: benchCase, work, unit: "tokens", run, losses },
    adapter: device === "webgpu" ? jax.getWebGPUDevice().adapterInfo : null,
  };
}

/** Mean loss of even rows [B T, V] of tokens, where a row of zeros among the targets is ignored. */
function languageModel({ numpy, nn }: Jax, shape: TransformerShape, batch: number) {
  const { context: T, width: D, heads: H, layers } = shape;
  const rows = [batch * T, D];
  return (weights: Arrays, tokens: JaxArray, targets: JaxArray): JaxArray => {
    const linear = (x: JaxArray, name: string) =>
      numpy.matmul(x, weights[`${name}.weight`]).add(weights[`${name}.bias`]);
    const norm = (x: JaxArray, name: string) => {
      const mean = numpy.mean(x.ref, -1, { keepdims: true });
      const centered = x.sub(mean);
      const variance = numpy.mean(numpy.square(centered.ref), -1, { keepdims: true });
      const normed = centered.div(numpy.sqrt(variance.add(NORM_EPSILON)));
      return normed.mul(weights[`${name}.scale`]).add(weights[`${name}.bias`]);
    };
    const mask = numpy
      .tril(numpy.ones([T, T]))
      .sub(1)
      .mul(1e9);
    const attention = (qkv: JaxArray) => {
      const heads = qkv.reshape([batch, T, 3, H, D / H]);
      const [q, k, v] = [0, 1, 2].map((i) => heads.ref.slice([], [], i).transpose([0, 2, 1, 3]));
      heads.dispose();
      const scores = numpy.matmul(q, k.transpose([0, 1, 3, 2])).mul(Math.sqrt(H / D));
      const shares = nn.softmax(scores.add(mask.ref), -1);
      return numpy.matmul(shares, v).transpose([0, 2, 1, 3]).reshape(rows);
    };

    const positions = weights["positions"].slice([POSITION_OFFSET]);
    const embedded = numpy.matmul(tokens, weights["embedding"].ref).reshape([batch, T, D]);
    let stream = embedded.add(positions).reshape(rows);
    for (let i = 0; i < layers; i++) {
      const gathered = attention(linear(norm(stream.ref, `layer${i}.norm1`), `layer${i}.qkv`));
      stream = stream.add(linear(gathered, `layer${i}.out`));
      const up = nn.relu(linear(norm(stream.ref, `layer${i}.norm2`), `layer${i}.up`));
      stream = stream.add(linear(up, `layer${i}.down`));
    }
    mask.dispose();
    const logits = numpy.matmul(norm(stream, "norm"), weights["embedding"].transpose());
    const sum = nn.logSoftmax(logits).mul(targets).sum();
    return sum.mul(-1 / (batch * (T - 1)));
  };
}

/** Our weights of lineage 0, and the names of those that decay. */
async function beginningAs(
  { numpy }: Jax,
  shape: TransformerShape,
): Promise<readonly [Arrays, ReadonlySet<string>]> {
  const backend = new CpuBackend();
  using scope = backend.scope("weights");
  const { layout, weights } = beginningOf(backend, scope, shape, 1);
  const named = views(scope, layout, weights);
  const arrays: Arrays = {};
  for (const { spec } of layout.placed) {
    const [values] = await backend.read(named[spec.name]);
    arrays[spec.name] = numpy.array(values.slice(), { shape: [...spec.shape] });
  }
  const decaying = layout.placed.filter(({ spec }) => spec.decays).map(({ spec }) => spec.name);
  return [arrays, new Set(decaying)];
}

/** i32 [B T]: all tokens, and what follows each of them, V after the last of a text. */
function tokensAndNext({ numpy }: Jax, shape: TransformerShape, batch: number) {
  const { vocabulary: V, context: T } = shape;
  const tokens = Int32Array.from(textsOf(shape, batch, 1));
  const next = tokens.map((_, i) => (i % T === T - 1 ? V : tokens[i + 1]));
  return [tokens, next].map((values) => numpy.array(values, { dtype: numpy.int32 }));
}
