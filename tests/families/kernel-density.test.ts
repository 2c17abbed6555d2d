import { describe, test } from "vitest";
import type { ConfigOf } from "../../src/config.ts";
import { kernelDensity } from "../../src/families/kernel-density.ts";
import type { Segment } from "../../src/samples.ts";
import { scatteredNormal } from "../support/agree.ts";
import { cpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { BEGINNING, contextFor, resultOf } from "../support/contexts.ts";

type Config = ConfigOf<(typeof kernelDensity)["settings"]>;

const N = 40;
const rows = Array.from({ length: 2 * N }, (_, i) =>
  i % 2 === 0 ? 3 + 2 * scatteredNormal(i) : scatteredNormal(i - 1) + 0.5 * scatteredNormal(i),
);

/** Weights of the rows, [n, i j]: their mean and covariance. */
function momentsOf(weights: readonly number[]) {
  const total = weights.reduce((a, b) => a + b, 0);
  const mean = [0, 1].map(
    (d) => weights.reduce((sum, w, n) => sum + w * rows[2 * n + d], 0) / total,
  );
  const covariance = [0, 1, 2, 3].map((e) => {
    const [i, j] = [e >> 1, e & 1];
    return (
      weights.reduce(
        (sum, w, n) => sum + w * (rows[2 * n + i] - mean[i]) * (rows[2 * n + j] - mean[j]),
        0,
      ) / total
    );
  });
  return { mean, covariance };
}

describe.each([
  ["scott", (n: number) => n ** (-2 / 6)],
  ["silverman", (n: number) => (n * (4 / 4)) ** (-2 / 6)],
] as const)("%s", (bandwidth, square) => {
  test.each([false, true])(
    "the noise has the shape of the rows, weighted %s",
    async (isWeighted) => {
      using scope = cpu.scope("test");
      const context = contextFor(cpu, scope, {
        lineages: 1,
        space: { kind: "vector", dimensions: 2 },
      });
      const weights = Array.from({ length: N }, (_, n) => (isWeighted ? n % 3 : 1));
      const values = scope.tensor("rows", "f32", [1, N, 2], Float32Array.from(rows));
      const weight = scope.tensor("weight", "f32", [1, N], Float32Array.from(weights));
      const segment: Segment = {
        values,
        rows: N,
        birth: 0,
        frame: null,
        ...(isWeighted ? { weight } : {}),
      };
      const config: Config = { bandwidth, width: Float64Array.of(0.1) };
      const model = await resultOf(kernelDensity.fit(context, [segment], config, BEGINNING));
      const forms = kernelDensity.forms(context, model, config);
      const { mean, logDeviation, factor } = forms.moments!;
      const [means, logs, root] = await cpu.read(mean, logDeviation, factor!);
      const count =
        weights.reduce((a, b) => a + b, 0) ** 2 / weights.reduce((a, b) => a + b * b, 0);
      const known = momentsOf(weights);
      expectClose(means, known.mean, { absolute: 1e-5 });
      const covariance = [0, 1, 2, 3].map((e) => {
        const [i, j] = [e >> 1, e & 1];
        const product = root[2 * i] * root[2 * j] + root[2 * i + 1] * root[2 * j + 1];
        return Math.exp(logs[i] + logs[j]) * product;
      });
      const expected = known.covariance.map((entry) => entry * (1 + square(count)));
      expectClose(covariance, expected, { relative: 1e-4, absolute: 1e-5 });

      // Straight from the definition, at the first row.
      const logDensity = await forms.logProb!(context, segment);
      const [found] = await cpu.read(logDensity);
      const [a, b, , d] = known.covariance.map((entry) => entry * square(count));
      const determinant = a * d - b * b;
      const total = weights.reduce((x, y) => x + y, 0);
      const density = weights.reduce((sum, w, n) => {
        const [x, y] = [rows[0] - rows[2 * n], rows[1] - rows[2 * n + 1]];
        const distance = (d * x * x - 2 * b * x * y + a * y * y) / determinant;
        return (
          sum + ((w / total) * Math.exp(-0.5 * distance)) / (2 * Math.PI * Math.sqrt(determinant))
        );
      }, 0);
      expectClose([found[0]], [Math.log(density)], { absolute: 1e-4 });
    },
  );
});

test("a fixed width adds its square to every variance", async () => {
  using scope = cpu.scope("test");
  const context = contextFor(cpu, scope, { lineages: 1, space: { kind: "vector", dimensions: 2 } });
  const values = scope.tensor("rows", "f32", [1, N, 2], Float32Array.from(rows));
  const segment: Segment = { values, rows: N, birth: 0, frame: null };
  const config: Config = { bandwidth: "fixed", width: Float64Array.of(0.7) };
  const model = await resultOf(kernelDensity.fit(context, [segment], config, BEGINNING));
  const { logDeviation } = kernelDensity.forms(context, model, config).moments!;
  const [logs] = await cpu.read(logDeviation);
  const { covariance } = momentsOf(rows.slice(0, N).map(() => 1));
  expectClose(
    Array.from(logs, (log) => Math.exp(2 * log)),
    [covariance[0] + 0.49, covariance[3] + 0.49],
    { relative: 1e-4 },
  );
});
