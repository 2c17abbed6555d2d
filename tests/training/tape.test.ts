import { describe, expect, test } from "vitest";
import type { Backend, Scope } from "../../src/compute/backend.ts";
import { type Tensor, elementCount } from "../../src/compute/tensor.ts";
import { add } from "../../src/kernels/layers/add.ts";
import { dropout, dropoutKernels } from "../../src/training/layers/dropout.ts";
import { embedding, embeddingKernels } from "../../src/training/layers/embedding.ts";
import { flat } from "../../src/training/layers/flat.ts";
import { gelu, geluKernels } from "../../src/training/layers/gelu.ts";
import { linear, linearKernels } from "../../src/training/layers/linear.ts";
import { relu, reluKernels } from "../../src/training/layers/relu.ts";
import { Tape, type Variable, tapeKernels } from "../../src/training/tape.ts";
import { scatteredNormal } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

await webgpu?.prepare([
  ...tapeKernels,
  ...linearKernels,
  ...reluKernels,
  ...geluKernels,
  ...dropoutKernels,
  ...embeddingKernels,
]);

const [L, M, D] = [2, 5, 3];
/** A few roundings of sums of a few normals. */
const CLOSE = { absolute: 1e-5, relative: 1e-5 };

function tapeOn(backend: Backend, scope: Scope, options: { step?: number; forwardOnly?: boolean }) {
  const { step = 0, forwardOnly = false } = options;
  const clock = scope.tensor("clock", "u32", [1], Uint32Array.of(step));
  const keys = scope.tensor("keys", "u32", [L, 2], Uint32Array.of(7, 0, 7, 1));
  return new Tape({ backend, scope, clock, keys, generation: 0, lineages: L, forwardOnly });
}

function normals(shape: readonly number[], seed: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: elementCount(shape) }, (_, i) =>
    scatteredNormal(i + 1000 * seed),
  );
}

/** A parameter of normals, whose gradient holds what a step must not see. */
function parameter(tape: Tape, shape: readonly number[], seed: number) {
  const { scope } = tape;
  const content = normals(shape, seed);
  const gradient = scope.tensor("gradient", "f32", shape, normals(shape, seed + 50));
  const variable = tape.parameter(scope.tensor("parameter", "f32", shape, content), gradient);
  return { variable, content, gradient };
}

/** A loss of which x has the gradient `up`. */
function lossOf(tape: Tape, x: Variable, up: Float32Array<ArrayBuffer>): Variable {
  const slopes = tape.scope.tensor("up", "f32", [up.length], up);
  tape.onBackward(() => {
    const { gradient, accumulate } = tape.sink(x)!;
    tape.backend.dispatch(add, { x: slopes, sum: flat(tape, gradient) }, { accumulate });
  });
  return tape.variable("loss", [L]);
}

/** Row-major matrices of one lineage after the other: a b, with transposes by name. */
function product(kind: "NN" | "NT" | "TN", a: Float32Array, b: Float32Array, [I, J, K]: number[]) {
  const out = new Float64Array(L * I * J);
  for (let l = 0; l < L; l++) {
    for (let i = 0; i < I; i++) {
      for (let j = 0; j < J; j++) {
        for (let k = 0; k < K; k++) {
          const left = kind === "TN" ? k * I + i : i * K + k;
          const right = kind === "NT" ? j * K + k : k * J + j;
          out[(l * I + i) * J + j] += a[l * I * K + left] * b[l * J * K + right];
        }
      }
    }
  }
  return Float32Array.from(out);
}

const sum = (...arrays: Float32Array[]) =>
  arrays[0].map((_, i) => arrays.reduce((total, array) => total + array[i], 0));

describe.each(backends)("on $adapter.backend", (backend) => {
  test("a linear layer beside the stream that it joins", async () => {
    using scope = backend.scope("test");
    const tape = tapeOn(backend, scope, {});
    const x = parameter(tape, [L, M, D], 0);
    const weight = parameter(tape, [L, D, D], 1);
    const bias = parameter(tape, [L, D], 2);
    const weights = { weight: weight.variable, bias: bias.variable };
    const out = linear(tape, x.variable, weights, { residual: x.variable });
    const up = normals([L, M, D], 3);
    tape.backward(lossOf(tape, out, up));
    const [y, dx, dw, db] = await backend.read(
      out.value,
      x.gradient,
      weight.gradient,
      bias.gradient,
    );
    const shifts = x.content.map((_, i) => bias.content[Math.floor(i / (M * D)) * D + (i % D)]);
    const straight = product("NN", x.content, weight.content, [M, D, D]);
    expectClose(y, sum(x.content, straight, shifts), CLOSE);
    expectClose(dx, sum(up, product("NT", up, weight.content, [M, D, D])), CLOSE);
    expectClose(dw, product("TN", x.content, up, [D, D, M]), CLOSE);
    const ones = new Float32Array(L * M).fill(1);
    expectClose(db, product("TN", ones, up, [1, D, M]), CLOSE);
  });

  test("a weight that is used twice, in a step that is replayed", async () => {
    using scope = backend.scope("test");
    const tape = tapeOn(backend, scope, {});
    const x = normals([L, M, D], 0);
    const weight = parameter(tape, [L, D, D], 1);
    const up = normals([L, M, D], 3);
    const input = tape.constant(scope.tensor("x", "f32", [L, M, D], x));
    using program = backend.record("step", () => {
      const weights = { weight: weight.variable, bias: null };
      const once = linear(tape, input, weights);
      tape.backward(lossOf(tape, linear(tape, once, weights), up));
    });
    backend.replay(program, 3);
    const [dw] = await backend.read(weight.gradient);
    const once = product("NN", x, weight.content, [M, D, D]);
    const back = product("NT", up, weight.content, [M, D, D]);
    const expected = sum(product("TN", once, up, [D, D, M]), product("TN", x, back, [D, D, M]));
    expectClose(dw, expected, CLOSE);
  });

  test("activations", async () => {
    using scope = backend.scope("test");
    const tape = tapeOn(backend, scope, {});
    const shape = [L, M, D];
    const [kept, squashed] = [parameter(tape, shape, 0), parameter(tape, shape, 1)];
    const up = normals(shape, 3);
    const gated = gelu(tape, squashed.variable);
    const joined = linear(
      tape,
      gated,
      {
        weight: tape.constant(identity(scope)),
        bias: null,
      },
      { residual: kept.variable },
    );
    const out = relu(tape, joined);
    tape.backward(lossOf(tape, out, up));
    const [y, dKept, dSquashed] = await backend.read(out.value, kept.gradient, squashed.gradient);
    const u = (x: number) => Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3);
    const geluOf = (x: number) => 0.5 * x * (1 + Math.tanh(u(x)));
    const before = kept.content.map((value, i) => value + geluOf(squashed.content[i]));
    expectClose(
      y,
      before.map((value) => Math.max(0, value)),
      CLOSE,
    );
    const through = up.map((value, i) => (before[i] > 0 ? value : 0));
    expectClose(dKept, through, CLOSE);
    const slope = (x: number) => (geluOf(x + 1e-5) - geluOf(x - 1e-5)) / 2e-5;
    expectClose(
      dSquashed,
      through.map((value, i) => value * slope(squashed.content[i])),
      CLOSE,
    );
  });

  test("dropout loses the same forwards and backwards, and other things at every step and in every lineage", async () => {
    using scope = backend.scope("test");
    const shape = [L, 40, 50];
    const rates = Float32Array.of(0.25, 0.6);
    const rate = scope.tensor("rate", "f32", [L], rates);
    const lossesAt = async (step: number, place: number) => {
      const tape = tapeOn(backend, scope, { step });
      const [x, residual] = [parameter(tape, shape, 0), parameter(tape, shape, 1)];
      const up = normals(shape, 2);
      const out = dropout(tape, x.variable, residual.variable, { rate, place });
      tape.backward(lossOf(tape, out, up));
      const [y, dx, dResidual] = await backend.read(out.value, x.gradient, residual.gradient);
      expect(dResidual).toEqual(up);
      const scale = (i: number) => 1 / (1 - rates[Math.floor(i / 2000)]);
      const isLost = Array.from(dx, (value) => value === 0);
      expectClose(
        dx,
        up.map((value, i) => (isLost[i] ? 0 : value * scale(i))),
        CLOSE,
      );
      const left = x.content.map((value, i) => (isLost[i] ? 0 : value * scale(i)));
      expectClose(y, sum(residual.content, left), CLOSE);
      return isLost;
    };
    const first = await lossesAt(0, 0);
    for (const [l, p] of rates.entries()) {
      const lost = first.slice(2000 * l, 2000 * (l + 1)).filter(Boolean).length;
      // five standard deviations of a binomial
      expect(Math.abs(lost - 2000 * p)).toBeLessThan(5 * Math.sqrt(2000 * p * (1 - p)));
    }
    const inFirstAlone = first.slice(0, 2000).filter((isLost, i) => isLost && !first[2000 + i]);
    // Lineages lose numbers independently of each other: 0.25 · 0.4 of them.
    expect(Math.abs(inFirstAlone.length - 200)).toBeLessThan(5 * Math.sqrt(180));
    expect(await lossesAt(0, 0)).toEqual(first);
    for (const [step, place] of [
      [1, 0],
      [0, 1],
    ]) {
      const others = await lossesAt(step, place);
      const differing = others.filter((isLost, i) => isLost !== first[i]).length;
      // independent losses differ with probability 2 p (1 - p)
      expect(differing / 4000).toBeGreaterThan(0.3);
    }
  });

  test("an embedding alone overwrites the gradient of its table", async () => {
    using scope = backend.scope("test");
    const tape = tapeOn(backend, scope, {});
    const [table, positions] = [parameter(tape, [L, 6, D], 0), parameter(tape, [L, 7, D], 1)];
    const ids = Uint32Array.of(3, 1, 3, 0, 3, 1, 5, 5);
    const tokens = scope.tensor("tokens", "u32", [L, 2, 2], ids);
    const weights = { table: table.variable, positions: positions.variable };
    const out = embedding(tape, tokens, weights, 2);
    const up = normals([L, 4, D], 3);
    tape.backward(lossOf(tape, out, up));
    const [dTable] = await backend.read(table.gradient);
    const expected = new Float32Array(L * 6 * D);
    for (const [i, id] of ids.entries()) {
      const row = (Math.floor(i / 4) * 6 + id) * D;
      for (let d = 0; d < D; d++) expected[row + d] += up[i * D + d];
    }
    expectClose(dTable, expected, CLOSE);
  });
});

function identity(scope: Scope): Tensor<"f32"> {
  const one = Array.from({ length: D * D }, (_, i) => (i % (D + 1) === 0 ? 1 : 0));
  return scope.tensor("identity", "f32", [L, D, D], Float32Array.from([...one, ...one]));
}

/** The CPU's scope, which lists what is made in it. */
function watchedScope(): { scope: Scope; made: string[] } {
  const inner = cpu.scope("test");
  const made: string[] = [];
  const scope: Scope = {
    ...inner,
    tensor: (label, dtype, shape, data) => {
      made.push(label);
      return inner.tensor(label, dtype, shape, data);
    },
    [Symbol.dispose]: () => inner[Symbol.dispose](),
  };
  return { scope, made };
}

function chain(tape: Tape, x: Variable): Variable {
  let out = x;
  for (let i = 0; i < 8; i++) {
    const before = out;
    out = linear(tape, before, { weight: tape.constant(identity(tape.scope)), bias: null });
    if (i > 0) tape.release(before);
  }
  return out;
}

test("activations make room when nothing goes backwards", () => {
  const { scope, made } = watchedScope();
  using _ = scope;
  const tape = tapeOn(cpu, scope, { forwardOnly: true });
  chain(tape, tape.variable("x", [L, M, D]));
  expect(made.filter((label) => label === "linear").length).toBe(2);
  expect(() => tape.backward(tape.variable("loss", [L]))).toThrow("not made to be differentiated");
});

test("gradients make room for those of what comes before", () => {
  const { scope, made } = watchedScope();
  using _ = scope;
  const tape = tapeOn(cpu, scope, {});
  const { variable } = parameter(tape, [L, M, D], 0);
  const out = chain(tape, variable);
  tape.backward(lossOf(tape, out, normals([L, M, D], 1)));
  expect(made.filter((label) => label === "linear").length).toBe(8);
  expect(made.filter((label) => label === "gradient of linear").length).toBe(2);
});

test("the gradient of a parameter is nobody else's", () => {
  using scope = cpu.scope("test");
  const tape = tapeOn(cpu, scope, {});
  const { variable, gradient } = parameter(tape, [L, D], 0);
  tape.sink(variable);
  tape.releaseGradient(variable);
  expect(tape.variable("another", [L, D]).value).not.toBe(gradient);
  expect(tape.gradientOf(variable)).toBe(gradient);
});

test("what cannot be differentiated says so", () => {
  using scope = cpu.scope("test");
  const tape = tapeOn(cpu, scope, {});
  const unused = tape.variable("unused", [L]);
  expect(() => tape.gradientOf(unused)).toThrow('nothing has written the gradient of "unused"');
  expect(() => tape.overwrite(parameter(tape, [L, D], 0).variable)).toThrow("place of its own");
  const tensor = scope.zeros("constant", "f32", [L]);
  expect(() => tape.backward(tape.constant(tensor))).toThrow("not made to be differentiated");
  tape.backward(unused);
  expect(() => tape.onBackward(() => {})).toThrow("played back already");
});
