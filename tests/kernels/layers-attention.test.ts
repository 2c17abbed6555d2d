import { describe, expect, test } from "vitest";
import { attentionBackwardKeysFours } from "../../src/kernels/layers/attention-backward-keys-fours.ts";
import { attentionBackwardKeysQuads } from "../../src/kernels/layers/attention-backward-keys-quads.ts";
import { attentionBackwardKeys } from "../../src/kernels/layers/attention-backward-keys.ts";
import { attentionBackwardQueriesFours } from "../../src/kernels/layers/attention-backward-queries-fours.ts";
import { attentionBackwardQueriesQuads } from "../../src/kernels/layers/attention-backward-queries-quads.ts";
import { attentionBackwardQueries } from "../../src/kernels/layers/attention-backward-queries.ts";
import { attentionForwardFours } from "../../src/kernels/layers/attention-forward-fours.ts";
import { attentionForwardPanels16 } from "../../src/kernels/layers/attention-forward-panels-16.ts";
import { attentionForwardPanels32 } from "../../src/kernels/layers/attention-forward-panels-32.ts";
import { attentionForwardQuads } from "../../src/kernels/layers/attention-forward-quads.ts";
import { attentionForward } from "../../src/kernels/layers/attention-forward.ts";
import { expectAgreement, runKernel, scatteredNormal as normal } from "../support/agree.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";

/** Other numbers than `normal` gives. */
const another = (i: number) => normal(i + 5000);
/** Scores of up to about ±30, so that some weights vanish. */
const qkv = (i: number) => 3 * normal(i);

const ANY = {
  axes: { L: 2, B: 3, T: 13, E: 42, D: 14, H: 2 },
  forward: attentionForward,
  queries: attentionBackwardQueries,
  keys: attentionBackwardKeys,
};
/** Of use on this adapter or not, as long as it runs. */
const suits = () => true;
const FOURS = {
  axes: { L: 2, B: 3, T: 45, E: 72, D: 24, H: 3 },
  forward: { ...attentionForwardFours, suits },
  queries: { ...attentionBackwardQueriesFours, suits },
  keys: { ...attentionBackwardKeysFours, suits },
};
/** Of the last sixteen positions of a text, two lanes of a quad have none. */
const QUADS = {
  axes: { ...FOURS.axes, T: 37 },
  forward: { ...attentionForwardQuads, suits },
  queries: { ...attentionBackwardQueriesQuads, suits },
  keys: { ...attentionBackwardKeysQuads, suits },
};
/** Two heads of a given width. */
const panelsOf = (width: 16 | 32, length: "short" | "long", T: number) => ({
  ...QUADS,
  axes: { L: 2, B: 3, T, E: 6 * width, D: 2 * width, H: 2 },
  forward: { 16: attentionForwardPanels16, 32: attentionForwardPanels32 }[width][length],
});
/** Less than a panel of 64 keys, one and a little, and three in part. Too much for a graphics card. */
const PANELS = [
  panelsOf(16, "short", 37),
  panelsOf(16, "long", 150),
  panelsOf(32, "short", 63),
  panelsOf(32, "long", 65),
];
const ALL = [
  ANY,
  FOURS,
  ...(webgpu?.adapter.subgroups === true ? [QUADS] : []),
  ...(webgpu?.adapter.subgroups === true && webgpu.adapter.software ? PANELS : []),
];

describe.skipIf(webgpu === null)("WGSL agrees with the reference", () => {
  test.each(ALL)("$forward.shader and backwards, T $axes.T", async (kernels) => {
    const { axes, forward, queries, keys } = kernels;
    await expectAgreement(forward, { axes, inputs: { qkv } }, { absolute: 2e-5 });
    const { out, logSums } = await runKernel(cpu, forward, { axes, inputs: { qkv } });
    const read = {
      gradient: normal,
      qkv,
      gradientOut: another,
      logSums: (i: number) => logSums[i],
    };
    const own = { ...read, out: (i: number) => out[i] };
    for (const accumulate of [0, 1]) {
      const testCase = { axes, scalars: { accumulate } };
      await expectAgreement(queries, { ...testCase, inputs: own }, { absolute: 1e-4 });
      const { deltas } = await runKernel(cpu, queries, { ...testCase, inputs: own });
      const inputs = { ...read, deltas: (i: number) => deltas[i] };
      await expectAgreement(keys, { ...testCase, inputs }, { absolute: 1e-4 });
    }
  });
});

describe.each(backends)("on $adapter.backend", (backend) => {
  test.each(ALL)("$forward.shader, T $axes.T", async ({ axes, forward }) => {
    const { T, D, E } = axes;
    const { out, logSums } = await runKernel(backend, forward, { axes, inputs: { qkv } });
    const value = (row: number, d: number) => Math.fround(qkv(row * E + 2 * D + d));

    // The first position of a text has nothing but itself to look at.
    for (const text of [0, 1, 5]) {
      const first = out.slice(text * T * D, text * T * D + D);
      expectClose(
        first,
        first.map((_, d) => value(text * T, d)),
        { relative: 1e-6 },
      );
    }

    // Equal values come out as they are, whatever the weights: those add up to 1, but for T roundings,
    // which wander √T 2⁻²⁵ far: four times that.
    const alike = (i: number) => (i % E >= 2 * D ? i % E : qkv(i));
    const same = await runKernel(backend, forward, { axes, inputs: { qkv: alike } });
    expectClose(
      same["out"],
      same["out"].map((_, i) => 2 * D + (i % D)),
      { relative: 4 * Math.sqrt(T) * 2 ** -25 },
    );

    // A lineage alone is what it is in company.
    const alone = await runKernel(backend, forward, { axes: { ...axes, L: 1 }, inputs: { qkv } });
    expect(alone["out"]).toEqual(out.slice(0, out.length / 2));
    expect(alone["logSums"]).toEqual(logSums.slice(0, logSums.length / 2));

    // What comes later in the text, or in another text, changes nothing.
    const last = (i: number) => (Math.floor(i / E) % T === T - 1 ? 5 : qkv(i));
    const changed = await runKernel(backend, forward, { axes, inputs: { qkv: last } });
    const isLast = (i: number) => Math.floor(i / D) % T === T - 1;
    expect(changed["out"].filter((_, i) => !isLast(i))).toEqual(out.filter((_, i) => !isLast(i)));
    expect(changed["out"].filter((_, i) => isLast(i))).not.toEqual(out.filter((_, i) => isLast(i)));
  });
});
