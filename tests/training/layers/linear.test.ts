import { test } from "vitest";
import { linear } from "../../../src/training/layers/linear.ts";
import { gaussianTerm, sumOfTerms } from "../../../src/training/layers/terms.ts";
import { scatteredFraction } from "../../support/agree.ts";
import { expectClose } from "../../support/close.ts";
import { gradients } from "../../support/double.ts";

test("a bias that two layers share has the gradients of both, whose weights are their own", () => {
  const [L, M, N] = [2, 5, 3];
  const found = gradients({
    shapes: { x: [L, M, 4], first: [L, 4, N], second: [L, N, N], bias: [L, N] },
    loss(tape, { x, first, second, bias }) {
      const hidden = linear(tape, x, { weight: first, bias });
      const out = linear(tape, hidden, { weight: second, bias });
      const numbers = Float32Array.from({ length: L * M * N }, (_, i) => scatteredFraction(i));
      const targets = tape.scope.tensor("targets", "f32", [L, M, N], numbers);
      return sumOfTerms(tape, [gaussianTerm(tape, out, targets, 0.7)]);
    },
  });
  for (const { byTape, byDifferences } of Object.values(found)) {
    expectClose(byTape, byDifferences, { absolute: 1e-6, relative: 1e-6 });
  }
});
