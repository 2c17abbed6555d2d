import { expect, test } from "vitest";
import { gatherBlocks } from "../../src/kernels/text/gather-blocks.ts";
import { expectAgreement, runKernel, scatteredWord } from "../support/agree.ts";
import { cpu, webgpu } from "../support/backends.ts";

const inputs = (K: number) => ({
  blocks: (i: number) => i,
  places: (i: number) => scatteredWord(i) % K,
});

test.skipIf(!webgpu).each([1, 3])(
  "src/kernels/text/gather-blocks.ts agrees, %i rows",
  async (R) => {
    const axes = { L: 3, N: 7, T: 11, K: 13, R };
    await expectAgreement(gatherBlocks, { axes, inputs: inputs(13) }, {});
  },
);

test("texts are whole blocks, each from its own place", async () => {
  const axes = { L: 2, N: 3, T: 4, K: 5, R: 2 };
  const { texts } = await runKernel(cpu, gatherBlocks, { axes, inputs: inputs(5) });
  const places = Array.from({ length: 6 }, (_, i) => scatteredWord(i) % 5);
  expect(texts).toEqual(places.flatMap((place) => [0, 1, 2, 3].map((t) => 4 * place + t)));
});
