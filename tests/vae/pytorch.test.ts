import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import type { Tensor } from "../../src/compute/tensor.ts";
import { vae } from "../../src/families/vae.ts";
import { takeRows } from "../../src/kernels/images/take-rows.ts";
import { reparameterise } from "../../src/training/layers/reparameterise.ts";
import { bernoulliTerm, divergenceTerm, sumOfTerms } from "../../src/training/layers/terms.ts";
import { parameterLayout, views, zeroChunks } from "../../src/training/parameters.ts";
import { recordStep } from "../../src/training/step.ts";
import { Tape, type Variable } from "../../src/training/tape.ts";
import { TRACE_STEPS } from "../../src/training/training-trace.ts";
import { type VaeShape, decode, encode, vaeParameters } from "../../src/vae/architecture.ts";
import { backends } from "../support/backends.ts";
import { goldenFacts, goldenTensors } from "../support/golden.ts";

interface GoldenVae {
  readonly shapes: Readonly<Record<string, Omit<VaeShape, "architecture">>>;
  readonly adamw: { readonly lr: number; readonly weight_decay: number };
  readonly beta: number;
  /** Before each step. */
  readonly losses: Readonly<Record<string, readonly number[]>>;
}

const golden = goldenFacts("vae") as GoldenVae;
const tensors = goldenTensors("vae");

/** Both lineages get the same weights, so that both must come to the same. */
const L = 2;

/** |a - b| / |b|. */
function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  expect(actual.length).toBe(expected.length);
  let [off, size] = [0, 0];
  for (let i = 0; i < expected.length; i++) {
    off += (actual[i] - expected[i]) ** 2;
    size += expected[i] ** 2;
  }
  return Math.sqrt(off / size);
}

function opened(backend: Backend, architecture: VaeShape["architecture"]) {
  const scope = backend.scope("golden");
  const shape: VaeShape = { architecture, ...golden.shapes[architecture] };
  const known = (name: string) => tensors.get(`${architecture}.${name}`)!;
  const layout = parameterLayout(vaeParameters(shape), L, backend.adapter);
  const weights = layout.chunks.map((P, chunk) => {
    const numbers = new Float32Array(L * P);
    for (const { spec, size, chunk: own, start } of layout.placed) {
      if (own !== chunk) continue;
      const { values } = known(`weights.${spec.name}`);
      for (let l = 0; l < L; l++) numbers.set(values, start + l * size);
    }
    return scope.tensor("weights", "f32", [L, P], numbers);
  });
  const table = (name: string) => {
    const { shape: extents, values } = known(name);
    return scope.tensor(name, "f32", [1, extents[0] * extents[1], extents[2]], values);
  };
  const [steps, B, D] = known("images").shape;
  const [images, noises] = [table("images"), table("noise")];
  const clock = scope.zeros("clock", "u32", [1]);
  const beta = scope.tensor("beta", "f32", [L], new Float32Array(L).fill(golden.beta));
  const batch = scope.tensor("batch", "f32", [L, B, D]);
  const noise = scope.tensor("noise", "f32", [L, B, shape.latent]);
  const fill = () => {
    backend.dispatch(takeRows, { clock, rows: images, batch }, {});
    backend.dispatch(takeRows, { clock, rows: noises, batch: noise }, {});
  };
  const loss = (tape: Tape, parameters: Readonly<Record<string, Variable>>, targets: Tensor) => {
    const pixels = targets as Tensor<"f32">;
    const code = encode(tape, parameters, tape.constant(pixels), shape);
    const logits = decode(tape, parameters, reparameterise(tape, code, noise), shape);
    return sumOfTerms(tape, [
      bernoulliTerm(tape, logits, pixels),
      divergenceTerm(tape, code, beta),
    ]);
  };
  return { scope, known, layout, weights, clock, batch, fill, loss, steps };
}

const cases = backends.flatMap((backend) =>
  (["mlp", "convolutional"] as const).map((architecture) => ({ backend, architecture })),
);

describe.each(cases)("$architecture on $backend.adapter.backend", ({ backend, architecture }) => {
  test("the loss and its gradients are PyTorch's", async () => {
    await backend.prepare(vae.kernels);
    const { scope, known, layout, weights, clock, batch, fill, loss } = opened(
      backend,
      architecture,
    );
    const keys = scope.zeros("keys", "u32", [L, 2]);
    const gradients = views(scope, layout, zeroChunks(scope, layout, "gradients"));
    const tape = new Tape({ backend, scope, clock, keys, generation: 0, lineages: L });
    const named = Object.entries(views(scope, layout, weights));
    const parameters = named.map(([name, value]) => [name, tape.parameter(value, gradients[name])]);
    fill();
    const lost = loss(tape, Object.fromEntries(parameters) as never, batch);
    tape.backward(lost);
    const [losses, ...arrays] = await backend.read(
      lost.value,
      ...named.map(([name]) => gradients[name]),
    );
    const expected = golden.losses[architecture][0];
    for (const own of losses) expect(Math.abs(own / expected - 1)).toBeLessThan(1e-5);
    for (const [i, [name]] of named.entries()) {
      const { values } = known(`gradients.${name}`);
      for (let l = 0; l < L; l++) {
        const own = arrays[i].subarray(l * values.length, (l + 1) * values.length);
        expect(distance(own, values), `${name}, lineage ${l}`).toBeLessThan(1e-4);
      }
    }
    scope[Symbol.dispose]();
  });

  test("weights after twenty steps are PyTorch's", async () => {
    await backend.prepare(vae.kernels);
    const { scope, known, layout, weights, clock, batch, fill, loss, steps } = opened(
      backend,
      architecture,
    );
    const memory = {
      first: zeroChunks(scope, layout, "first"),
      second: zeroChunks(scope, layout, "second"),
      clock,
      counters: scope.zeros("counters", "u32", [L, 3]),
      trace: scope.zeros("trace", "f32", [L, TRACE_STEPS, 2]),
    };
    const every = (value: number) => new Float64Array(L).fill(value);
    const rates = {
      learningRate: every(golden.adamw.lr),
      weightDecay: every(golden.adamw.weight_decay),
      clip: every(Infinity),
      warmUp: every(0),
      schedule: "constant",
      total: steps,
    } as const;
    const keys = scope.zeros("keys", "u32", [L, 2]);
    using program = recordStep(
      { backend, scope, keys, generation: 0 },
      { layout, weights, memory, rates, loss, batch, fill },
    );
    backend.replay(program, steps);
    const named = views(scope, layout, weights);
    const [trace] = await backend.read(memory.trace);
    for (const [step, expected] of golden.losses[architecture].entries()) {
      expect(Math.abs(trace[2 * step] / expected - 1), `step ${step}`).toBeLessThan(1e-4);
    }
    for (const [name, tensor] of Object.entries(named)) {
      const { values } = known(`trained.${name}`);
      const [array] = await backend.read(tensor);
      for (let l = 0; l < L; l++) {
        const own = array.subarray(l * values.length, (l + 1) * values.length);
        expect(distance(own, values), `${name}, lineage ${l}`).toBeLessThan(1e-4);
      }
    }
    scope[Symbol.dispose]();
  });
});
