import { expect, test } from "vitest";
import type { AdapterInfo, Backend } from "../../../src/compute/backend.ts";
import {
  attentionBackwardFor,
  attentionFor,
} from "../../../src/training/layers/attention-kernels.ts";
import { cpu } from "../../support/backends.ts";

test("quads attend where a processor plays the graphics card, if it has subgroups", () => {
  const shaders = (adapter: Partial<AdapterInfo>, width: number, T = 16) => {
    const backend: Pick<Backend, "adapter"> = { adapter: { ...cpu.adapter, ...adapter } };
    const { forward, queries, keys } = attentionFor(backend as Backend, width, T);
    return [forward, queries, keys].map(({ shader }) =>
      shader.replace(/.*-(fours|quads|panels)/, "$1"),
    );
  };
  const software = { software: true, subgroups: true };
  expect(shaders(software, 16)).toEqual(Array(3).fill("quads.wgsl"));
  const quads = Array(2).fill("quads.wgsl");
  expect(shaders(software, 16, 17)).toEqual(["panels-16.wgsl", ...quads]);
  expect(shaders(software, 32, 64)).toEqual(["panels-32.wgsl", ...quads]);
  expect(shaders(software, 24, 64)).toEqual(["quads.wgsl", ...quads]);
  expect(shaders({ software: true, subgroups: false }, 16)).toEqual(Array(3).fill("fours.wgsl"));
  expect(shaders({ software: false, subgroups: true }, 16, 64)).toEqual(
    Array(3).fill("fours.wgsl"),
  );
  expect(shaders(software, 14)).toEqual([
    "layers/attention-forward.wgsl",
    "layers/attention-backward-queries.wgsl",
    "layers/attention-backward-keys.wgsl",
  ]);
});

test("all gradients are worked out at once where there is a kernel for the width", () => {
  const kernelFor = (adapter: Partial<AdapterInfo>, width: number) => {
    const backend: Pick<Backend, "adapter"> = { adapter: { ...cpu.adapter, ...adapter } };
    return attentionBackwardFor(backend as Backend, width);
  };
  const software = { software: true, subgroups: true };
  for (const width of [8, 12, 16, 32]) {
    expect(kernelFor(software, width)?.overrides.FOURS).toBe(width / 4);
    expect(kernelFor({ software: true, subgroups: false }, width)).toBeNull();
    expect(kernelFor({ software: false, subgroups: true }, width)).toBeNull();
  }
  expect(kernelFor(software, 14)).toBeNull();
  expect(kernelFor(software, 20)).toBeNull();
});
