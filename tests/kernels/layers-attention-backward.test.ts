import { describe, expect, test } from "vitest";
import { attentionBackwardPanels } from "../../src/kernels/layers/attention-backward-panels.ts";
import { attentionForward } from "../../src/kernels/layers/attention-forward.ts";
import { expectAgreement, runKernel, scatteredNormal as normal } from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";

/** Scores of up to about ±30, so that some weights vanish. */
const qkv = (i: number) => 3 * normal(i);
const gradientOut = (i: number) => normal(i + 5000);
const gradient = (i: number) => normal(i + 9000);

const panels = (fours: 2 | 3 | 4 | 8) => ({
  ...attentionBackwardPanels(fours),
  // Of use on this adapter or not, as long as it runs.
  suits: () => true,
});

type Axes = Readonly<Record<"L" | "B" | "T" | "E" | "D" | "H", number>>;

async function inputsOf(axes: Axes) {
  const { out, logSums } = await runKernel(cpu, attentionForward, { axes, inputs: { qkv } });
  const made = { out: (i: number) => out[i], logSums: (i: number) => logSums[i] };
  return { qkv, gradientOut, gradient, ...made };
}

describe.skipIf(webgpu?.adapter.subgroups !== true)("layers/attention-backward-panels", () => {
  // Panels of 32 keys, the last of which may hold few, and rows in fours.
  test.each([
    { fours: 2, T: 37 },
    { fours: 3, T: 70 },
    { fours: 4, T: 64 },
    { fours: 4, T: 99 },
    { fours: 4, T: 1 },
    { fours: 8, T: 35 },
    { fours: 8, T: 6 },
  ] as const)(
    "heads of $fours fours, texts of $T agree with the reference",
    async ({ fours, T }) => {
      const [L, B, H] = [2, 3, 3];
      const D = 4 * fours * H;
      const axes = { L, B, T, E: 3 * D, D, H };
      const inputs = await inputsOf(axes);
      for (const accumulate of [0, 1]) {
        const testCase = { axes, scalars: { accumulate }, inputs };
        await expectAgreement(panels(fours), testCase, { absolute: 1e-4 });
      }
    },
  );

  test("a lineage has the same gradients alone and in company", async () => {
    const axes = { L: 3, B: 2, T: 41, E: 96, D: 32, H: 2 };
    const kernel = panels(4);
    const inputs = await inputsOf(axes);
    const scalars = { accumulate: 0 };
    const together = await runKernel(webgpu!, kernel, { axes, scalars, inputs });
    const size = together["gradient"].length / axes.L;
    for (let l = 0; l < axes.L; l++) {
      const own = Object.fromEntries(
        Object.entries(inputs).map(([name, at]) => {
          const row = { out: axes.D, gradientOut: axes.D, logSums: axes.H }[name] ?? axes.E;
          return [name, (i: number) => at(l * axes.B * axes.T * row + i)];
        }),
      );
      const alone = await runKernel(webgpu!, kernel, {
        axes: { ...axes, L: 1 },
        scalars,
        inputs: own,
      });
      expect(alone["gradient"]).toEqual(together["gradient"].slice(l * size, (l + 1) * size));
    }
  });
});
