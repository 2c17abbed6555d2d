import { expect, test } from "vitest";
import { perLineage } from "../../src/config.ts";
import { vae } from "../../src/families/vae.ts";
import { scatteredFraction } from "../support/agree.ts";
import { cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { BEGINNING, contextFor, resultOf } from "../support/contexts.ts";

/** Lineages, rows that are there, rows in all, pixels, latent variables, width. */
const [L, ROWS, N, D, Z, H] = [2, 139, 145, 32, 3, 12];

/** relu(x W + b), or without the relu, in double precision. */
function layer(
  x: readonly number[],
  weight: ArrayLike<number>,
  bias: ArrayLike<number>,
  isLast = false,
): number[] {
  return Array.from(bias, (b, n) => {
    const sum = x.reduce((total, value, k) => total + value * weight[k * bias.length + n], b);
    return isLast ? sum : Math.max(0, sum);
  });
}

test("the evidence of an image is its likelihood at the mean of its code, less the code", async () => {
  using scope = cpu.scope("test");
  const space = { kind: "image", height: 8, width: 4 } as const;
  const context = contextFor(cpu, scope, { lineages: L, space });
  const pixels = Float32Array.from({ length: L * N * D }, (_, i) => scatteredFraction(i));
  const values = scope.tensor("values", "f32", [L, N, D], pixels);
  const segment = { values, rows: ROWS, birth: 0, frame: null };
  const defaults = Object.fromEntries(
    Object.entries(vae.settings).map(([name, setting]) => [name, setting.default]),
  );
  const told = { ...defaults, hidden: H, latent: Z, epochs: 2, batch: 40, learningRate: 0.01 };
  const config = perLineage(vae.settings, told, L) as never;
  const pool = [segment];
  const fitted = await resultOf(vae.fit(context, pool, config, { ...BEGINNING, original: pool }));
  const found = await vae.forms(context, fitted, config).logProb!(context, segment);
  const named = Object.entries(vae.byLineage!(context, fitted, config));
  const [evidence, ...weights] = await cpu.read(found, ...named.map(([, tensor]) => tensor));

  const expected = Array.from({ length: L * N }, (_, i) => {
    const l = Math.floor(i / N);
    const own = (name: string) => {
      const all = weights[named.findIndex(([one]) => one === name)];
      return all.subarray((l * all.length) / L, ((l + 1) * all.length) / L);
    };
    const through = (x: readonly number[], name: string, isLast = false) =>
      layer(x, own(`${name}.weight`), own(`${name}.bias`), isLast);
    const image = Array.from(pixels.subarray(i * D, (i + 1) * D));
    const code = through(through(image, "encoder"), "code", true);
    const logits = through(through(code.slice(0, Z), "decoder"), "pixels", true);
    const said = logits.reduce((sum, s, d) => {
      const p = 1 / (1 + Math.exp(-s));
      return sum + image[d] * Math.log(p) + (1 - image[d]) * Math.log(1 - p);
    }, 0);
    const known = code
      .slice(0, Z)
      .reduce((sum, mean, j) => sum + mean ** 2 + Math.exp(code[Z + j]) - 1 - code[Z + j], 0);
    return said - known / 2;
  });
  const present = (all: ArrayLike<number>) => Array.from(all).filter((_, i) => i % N < ROWS);
  expectClose(present(evidence), present(expected), { relative: 1e-5 });
  // Lineages have models of their own, and no two images are the same.
  expect(new Set(present(evidence)).size).toBe(L * ROWS);
});
