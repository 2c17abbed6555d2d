import { describe, expect, test } from "vitest";
import type { AdapterInfo } from "../../src/compute/backend.ts";
import type { GraphSupport } from "../../src/compute/graph.ts";
import { ConfigError } from "../../src/errors.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import {
  hasProducts,
  manifestOf,
  requireSameExperiment,
  requireSameMachine,
  tuningIn,
} from "../../src/hosts/run-identity.ts";
import { featuresFor } from "../../src/hosts/node/announced-backend.ts";
import { decodeManifest, encodeManifest } from "../../src/store/manifest.ts";
import type { Tuning } from "../../src/training/product-kernels.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

const card: AdapterInfo = {
  ...cpu.adapter,
  backend: "webgpu",
  software: false,
  subgroups: true,
  description: "card",
};
const tuning: Tuning = { "NN small short": "quads", "TN large long": "tiles" };
const gaussian = await resolvedSmall();
const transformer = await resolvedSmall({
  dataset: { name: "grammar" },
  family: { name: "transformer" },
  interventions: [],
  metrics: [{ name: "held-out-loss" }],
});

function manifest({ tuned = tuning, adapter = card } = {}) {
  const begun = { run: "run", version: "1.0.0", started: "2026-01-01T00:00:00Z" };
  return manifestOf(transformer, { ...begun, adapter }, tuned);
}

describe("how matrix products are worked out is kept with a run", () => {
  test("where there are any", () => {
    expect(hasProducts(transformer)).toBe(true);
    expect(hasProducts(gaussian)).toBe(false);
  });

  test("and read back from what is stored", () => {
    const stored = decodeManifest(encodeManifest(manifest()), "run");
    expect(tuningIn(stored)).toEqual(tuning);
    expect(stored.adapter.subgroups).toBe(true);
    expect(() => requireSameMachine(stored, manifest())).not.toThrow();
    expect(tuningIn(manifest({ tuned: {} }))).toEqual({});
  });

  test("and a run does not go on with another way", () => {
    const other = manifest({ tuned: { ...tuning, "TN large long": "registers" } });
    expect(() => requireSameMachine(manifest(), other)).toThrow(ConfigError);
    // The same card, but its driver offers less than when the run began.
    const lesser = manifest({ adapter: { ...card, subgroups: false } });
    expect(() => requireSameMachine(manifest(), lesser)).toThrow(ConfigError);
  });
});

describe("what an adapter offers is kept with a run", () => {
  const without = { ...card, subgroups: false };

  test("where kernels make use of it", () => {
    expect(manifest().order["subgroups"]).toBe("on");
    expect(manifest({ adapter: without }).order["subgroups"]).toBe("off");
    expect(manifest({ adapter: cpu.adapter }).order["subgroups"]).toBeUndefined();
    const begun = { run: "run", adapter: card, version: "1.0.0", started: "2026-01-01T00:00:00Z" };
    expect(manifestOf(gaussian, begun).order["subgroups"]).toBeUndefined();
  });

  test("where the experiment asks for half precision", async () => {
    const config = { precision: "half" } as const;
    const asking = await resolvedSmall({
      ...transformer.experiment,
      family: { name: "transformer", config },
    });
    const begun = { run: "run", version: "1.0.0", started: "2026-01-01T00:00:00Z" };
    const order = (adapter: AdapterInfo) => manifestOf(asking, { ...begun, adapter }).order;
    expect(order(card)["half precision"]).toBe("off");
    expect(order({ ...card, half: true })["half precision"]).toBe("on");
    expect(manifest().order["half precision"]).toBeUndefined();
    expect(
      decodeManifest(encodeManifest(manifest({ adapter: { ...card, half: true } })), "run"),
    ).toMatchObject({ adapter: { half: true } });
  });

  test("and a run does not go on with it where it began without", () => {
    const tuned: Tuning = {};
    expect(() =>
      requireSameMachine(manifest({ tuned, adapter: without }), manifest({ tuned })),
    ).toThrow('the stored run was begun with subgroups "off", not "on"');
  });

  test("but is begun again as it was, unless it is asked for otherwise", () => {
    expect(featuresFor({}, undefined)).toEqual({ subgroups: true, half: true });
    expect(featuresFor({ subgroups: true }, without)).toEqual({ subgroups: false, half: true });
    expect(featuresFor({ subgroups: false }, card)).toEqual({ subgroups: false, half: true });
    expect(featuresFor({ half: false }, undefined)).toEqual({ subgroups: true, half: false });
    expect(featuresFor({}, { ...card, half: false })).toEqual({ subgroups: true, half: false });
  });
});

describe("what generates is kept with a run", () => {
  const begun = { run: "run", adapter: card, version: "1.0.0", started: "2026-01-01T00:00:00Z" };
  const by = (graphs: GraphSupport | null, experiment = transformer) =>
    manifestOf(experiment, begun, {}, graphs);
  const page: GraphSupport = { preferred: true, provider: "webgpu" };

  test("where it is not the lab itself", () => {
    expect(by(page).order["sampler"]).toBe("ONNX Runtime, webgpu");
    expect(by(page, gaussian).order["sampler"]).toBeUndefined();
    expect(by({ ...page, preferred: false }).order["sampler"]).toBeUndefined();
    expect(by(null)).toEqual(manifestOf(transformer, begun));
  });

  test("and a run does not go on with another", () => {
    expect(() => requireSameMachine(by(page), by(page))).not.toThrow();
    for (const other of [null, { ...page, provider: "wasm" as const }]) {
      expect(() => requireSameMachine(by(page), by(other))).toThrow(/begun with sampler "ONNX/);
      expect(() => requireSameMachine(by(other), by(page))).toThrow(/not "ONNX Runtime, webgpu"/);
    }
  });
});

describe("files of a run", () => {
  const text = (line: string) => new TextEncoder().encode(`${line}\n`.repeat(40));
  const files: Record<string, Uint8Array> = {
    "all.txt": text("the cat sat on the mat"),
    "held.txt": text("the dog sat on the mat"),
  };
  const resolved = (config: Record<string, string>, changed: typeof files = {}) =>
    resolveExperiment(
      {
        name: "texts",
        dataset: { name: "text-file", config: { ...config, length: 8 } },
        family: { name: "ngram" },
        interventions: [],
        metrics: [{ name: "distinct-2" }],
        lineages: 1,
        generations: 1,
        samples: 2,
        seed: 1,
      },
      (name) => Promise.resolve({ ...files, ...changed }[name]),
    );
  const begun = { run: "run", adapter: card, version: "1.0.0", started: "2026-01-01T00:00:00Z" };

  test("one that has changed is named with its place", async () => {
    const both = { file: "all.txt", heldOut: "held.txt" };
    const stored = manifestOf(await resolved(both), begun);
    expect(stored.files.map(({ name }) => name)).toEqual(["all.txt", "held.txt"]);
    requireSameExperiment(stored, await resolved(both));
    const other = await resolved(both, { "held.txt": text("another text altogether") });
    expect(() => requireSameExperiment(stored, other)).toThrow(
      '$.dataset.config.heldOut: "held.txt" has changed',
    );
  });

  test("the built-in text counts where only another file is given", async () => {
    const stored = manifestOf(await resolved({ heldOut: "held.txt" }), begun);
    expect(stored.files.map(({ name }) => name)).toEqual(["<built-in>", "held.txt"]);
  });
});
