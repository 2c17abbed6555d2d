import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { builtInText } from "../../src/datasets/built-in-text.ts";
import { ConfigError } from "../../src/errors.ts";
import type { Experiment } from "../../src/experiments/experiment.ts";
import { resolveExperiment } from "../../src/experiments/resolve.ts";
import { type StoredRunOptions, storedRun } from "../../src/hosts/stored-run.ts";
import { sha256Of } from "../../src/sha256.ts";
import type { Directory } from "../../src/store/directory.ts";
import { folderRunStore } from "../../src/store/folder-run-store.ts";
import { backends, cpu, webgpu } from "../support/backends.ts";
import { resolvedSmall, smallExperiment } from "../support/experiments.ts";
import { MemoryDirectory } from "../support/memory-directory.ts";

const text = (content: string) => new TextEncoder().encode(content);

const CATEGORIES: Partial<Experiment> = {
  dataset: { name: "zipf", config: { categories: 7 } },
  family: { name: "categorical", config: { temperature: 0.9 } },
  interventions: [{ name: "fresh-data", config: { fraction: 0.1 } }, { name: "accumulate" }],
  // Infinite as soon as a category is lost.
  metrics: [{ name: "survivors" }, { name: "kl" }],
};

/** Milliseconds. Every generation takes longer than the least spacing of checkpoints. */
let time = 0;

async function optionsFor(
  directory: Directory,
  backend: Backend,
  change: Partial<Experiment> = {},
): Promise<StoredRunOptions> {
  const experiment = await resolvedSmall(change);
  const store = folderRunStore(directory);
  return { experiment, backend, store, run: "run", version: "1.0.0", now: () => time };
}

async function* generationsOf(options: StoredRunOptions) {
  for await (const event of storedRun(options)) if (event.kind === "generation") yield event;
}

/** The generations that were computed. */
async function finish(options: StoredRunOptions): Promise<number[]> {
  const generations: number[] = [];
  for await (const { record } of generationsOf(options)) {
    generations.push(record.generation);
    time += 1500;
  }
  return generations;
}

/** Everything that has to be equal, which is all but the time and the checkpoints. */
function recordsIn({ files }: MemoryDirectory): string {
  return new TextDecoder().decode(files.get("run/records.jsonl"));
}

async function uninterrupted(backend: Backend, change: Partial<Experiment>): Promise<string> {
  const directory = new MemoryDirectory();
  await finish(await optionsFor(directory, backend, change));
  return recordsIn(directory);
}

class Killed extends Error {}

/** Lets the process die in the middle of change number `at`. */
class MortalDirectory implements Directory {
  readonly #inner: MemoryDirectory;
  readonly #at: number;
  /** The share of the last change that still happens. */
  readonly #share: number;
  #changes = 0;

  constructor(inner: MemoryDirectory, at: number, share: number) {
    this.#inner = inner;
    this.#at = at;
    this.#share = share;
  }

  get survived(): boolean {
    return this.#changes <= this.#at;
  }

  read = (path: string) => this.#inner.read(path);
  readFrom = (path: string, offset: number, length: number) =>
    this.#inner.readFrom(path, offset, length);
  list = (path: string) => this.#inner.list(path);

  async truncate(path: string, length: number): Promise<void> {
    if (this.#dies() && this.#share < 0.5) throw new Killed();
    await this.#inner.truncate(path, length);
    if (!this.survived) throw new Killed();
  }

  async write(path: string, bytes: Uint8Array): Promise<void> {
    // As a whole or not at all.
    if (this.#dies() && this.#share < 0.5) throw new Killed();
    await this.#inner.write(path, bytes);
    if (!this.survived) throw new Killed();
  }

  async append(path: string, bytes: Uint8Array): Promise<void> {
    const share = this.#dies() ? this.#share : 1;
    await this.#inner.append(path, bytes.subarray(0, Math.floor(share * bytes.length)));
    if (!this.survived) throw new Killed();
  }

  async remove(path: string): Promise<void> {
    if (this.#dies() && this.#share < 0.5) throw new Killed();
    await this.#inner.remove(path);
    if (!this.survived) throw new Killed();
  }

  #dies(): boolean {
    if (!this.survived) throw new Killed();
    this.#changes++;
    return !this.survived;
  }
}

describe.each(backends)("on $adapter.backend", (backend) => {
  test.each([
    ["vectors", {}],
    ["categories", CATEGORIES],
  ])("%s, killed at every single change: byte for byte the same records", async (_, change) => {
    const whole = await uninterrupted(backend, change);
    expect(whole.split("\n").length).toBe(smallExperiment.generations + 1);
    let survived = false;
    let at = 0;
    for (; !survived; at++) {
      const directory = new MemoryDirectory();
      const mortal = new MortalDirectory(directory, at, (at % 3) / 2.5);
      await finish(await optionsFor(mortal, backend, change)).catch((error: unknown) => {
        if (!(error instanceof Killed)) throw error;
      });
      survived = mortal.survived;
      await finish(await optionsFor(directory, backend, change));
      expect(recordsIn(directory), `killed in change ${at}`).toBe(whole);
    }
    // One append per generation, the manifest, and some checkpoints; else this proves little.
    expect(at).toBeGreaterThan(smallExperiment.generations + 3);
  });

  test("stopped by return and by signal: a checkpoint, and it goes on right after it", async () => {
    const whole = await uninterrupted(backend, {});
    const directory = new MemoryDirectory();
    const options = { ...(await optionsFor(directory, backend)), now: () => 0 };
    for await (const { record } of generationsOf(options)) if (record.generation === 2) break;
    const controller = new AbortController();
    const seen: number[] = [];
    for await (const { record } of generationsOf({ ...options, signal: controller.signal })) {
      seen.push(record.generation);
      if (record.generation === 4) controller.abort();
    }
    expect(seen).toEqual([3, 4]);
    expect(await finish(options)).toEqual([5, 6, 7]);
    expect(await finish(options)).toEqual([]);
    expect(recordsIn(directory)).toBe(whole);
  });

  test("saved in a pause, killed after it: goes on from the pause", async () => {
    const directory = new MemoryDirectory();
    const options = { ...(await optionsFor(directory, backend)), now: () => 0 };
    const running = storedRun(options);
    await running.next();
    const { value } = await running.next();
    await value!.save();
    await value!.save();
    // Never asked again, as after a kill.
    expect(await finish(options)).toEqual([2, 3, 4, 5, 6, 7]);
  });

  test.each([
    { torn: 1, first: 3, notices: 0 },
    { torn: 2, first: 0, notices: 1 },
  ])(
    "the newest $torn of two checkpoints torn: it goes on from $first",
    async ({ torn, first, notices }) => {
      const whole = await uninterrupted(backend, {});
      const directory = new MemoryDirectory();
      const options = { ...(await optionsFor(directory, backend)), now: () => 0 };
      const running = storedRun(options);
      for (let g = 0; g < 4; g++) {
        const { value } = await running.next();
        if (g > 0) await value!.save();
      }
      const names = (await directory.list("run")).filter((name) => name.endsWith(".bin"));
      expect(names).toEqual(["checkpoint-00000002.bin", "checkpoint-00000003.bin"]);
      for (const name of names.slice(-torn)) {
        const bytes = directory.files.get(`run/${name}`)!;
        bytes[bytes.length >> 1] ^= 1;
      }
      const told: string[] = [];
      const onNotice = (message: string) => void told.push(message);
      expect((await finish({ ...options, onNotice }))[0]).toBe(first);
      expect(recordsIn(directory)).toBe(whole);
      expect(told).toHaveLength(notices);
    },
  );
});

test("how much work is ahead is known from the first step on", async () => {
  const learning = { epochs: 2, firstEpochs: 5, batch: 3, width: 8, heads: 2 };
  const options = await optionsFor(new MemoryDirectory(), cpu, {
    dataset: { name: "grammar", config: { length: 4, heldOut: 1 } },
    family: { name: "transformer", config: learning },
    // A pool of 6, 12, 18 and 24 samples.
    interventions: [{ name: "accumulate" }],
    metrics: [{ name: "distinct-1" }],
    lineages: 2,
    generations: 4,
    samples: 6,
  });
  const running = storedRun(options);
  const { value } = await running.next();
  await running.return();
  expect(value).toMatchObject({ phase: "fit", done: 1, total: 5 * 2 });
  expect(value).toMatchObject({ ahead: { fit: 2 * (4 + 6 + 8), sample: 4 * 2 * 6 * 4 } });
});

// What a folder holds after several kills is the same wherever the numbers come from.
test("killed again and again at random: byte for byte the same records", async () => {
  const whole = await uninterrupted(cpu, {});
  const kills = fc.array(fc.tuple(fc.nat(12), fc.double({ min: 0, max: 1, noNaN: true })), {
    maxLength: 6,
  });
  await fc.assert(
    fc.asyncProperty(kills, async (moments) => {
      const directory = new MemoryDirectory();
      for (const [at, share] of moments) {
        const mortal = new MortalDirectory(directory, at, share);
        await finish(await optionsFor(mortal, cpu)).catch((error: unknown) => {
          if (!(error instanceof Killed)) throw error;
        });
      }
      await finish(await optionsFor(directory, cpu));
      expect(recordsIn(directory)).toBe(whole);
    }),
    { numRuns: 30 },
  );
});

test("records hold no fact of the machine, and infinities as strings", async () => {
  const records = await uninterrupted(cpu, { ...CATEGORIES, lineages: 8, generations: 12 });
  const [first] = records.split("\n");
  expect(Object.keys(JSON.parse(first) as object)).toEqual(["generation", "metrics", "reports"]);
  expect(records).not.toContain("null");
});

describe("a stored run that is another one is left alone", () => {
  async function begun(): Promise<[MemoryDirectory, StoredRunOptions]> {
    const directory = new MemoryDirectory();
    const options = await optionsFor(directory, cpu);
    for await (const { record } of generationsOf(options)) if (record.generation === 3) break;
    return [directory, options];
  }

  async function expectRefused(
    directory: MemoryDirectory,
    options: StoredRunOptions,
    message: RegExp,
  ) {
    const before = new Map(directory.files);
    const error = await finish(options).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toMatch(message);
    expect(directory.files).toEqual(before);
  }

  test("another setting", async () => {
    const [directory, options] = await begun();
    const experiment = await resolvedSmall({ seed: 6 });
    await expectRefused(directory, { ...options, experiment }, /^\$\.seed: .* 5, not 6/);
    const fraction = await resolvedSmall({ interventions: [{ name: "accumulate" }] });
    await expectRefused(directory, { ...options, experiment: fraction }, /^\$\.interventions/);
  });

  test("another title or source is no other experiment", async () => {
    const [, options] = await begun();
    const experiment = await resolvedSmall({ title: "Renamed", source: "a letter" });
    expect(await finish({ ...options, experiment })).toEqual([4, 5, 6, 7]);
  });

  test("another built-in text", async () => {
    const directory = new MemoryDirectory();
    const options = await optionsFor(directory, cpu, {
      ...CATEGORIES,
      dataset: { name: "text-words" },
    });
    for await (const { record } of generationsOf(options)) if (record.generation === 3) break;
    const manifest = await options.store.manifest("run");
    expect(manifest!.files).toEqual([
      { name: "<built-in>", sha256: sha256Of(text(builtInText)), bytes: text(builtInText).length },
    ]);
    const { experiment } = options;
    const plugin = { ...experiment.dataset.plugin, builtInText: "another tale" };
    const dataset = { ...experiment.dataset, plugin };
    await expectRefused(
      directory,
      { ...options, experiment: { ...experiment, dataset } },
      /built-in text is another one/,
    );
    expect(await finish(options)).toEqual([4, 5, 6, 7]);
  });

  test("another version of the lab", async () => {
    const [directory, options] = await begun();
    await expectRefused(directory, { ...options, version: "2.0.0" }, /"1\.0\.0", not "2\.0\.0"/);
  });

  test.skipIf(webgpu === null)("another backend", async () => {
    const [directory, options] = await begun();
    await expectRefused(directory, { ...options, backend: webgpu! }, /backend "cpu", not "webgpu"/);
  });

  test("another text", async () => {
    const change = {
      ...smallExperiment,
      dataset: { name: "text-words", config: { file: "tale.txt" } },
      family: { name: "categorical" },
      interventions: [],
      metrics: [{ name: "survivors" }],
    };
    const withText = (content: string) =>
      resolveExperiment(change, () => Promise.resolve(text(content)));
    const directory = new MemoryDirectory();
    const options = {
      ...(await optionsFor(directory, cpu)),
      experiment: await withText("once upon a time a time"),
    };
    for await (const { record } of generationsOf(options)) if (record.generation === 3) break;
    const experiment = await withText("once upon a time a crime");
    await expectRefused(directory, { ...options, experiment }, /"tale\.txt" has changed/);
    expect(await finish(options)).toEqual([4, 5, 6, 7]);
  });

  test("more than the memory: nothing is written", async () => {
    const experiment = await resolvedSmall({ samples: 2 ** 28 });
    const directory = new MemoryDirectory();
    const options = { ...(await optionsFor(directory, cpu)), experiment };
    await expectRefused(directory, options, /^\$\.(lineages|samples): .* fit$/);
  });

  test("more in a checkpoint than a store takes: nothing is written", async () => {
    const experiment = await resolvedSmall({
      interventions: [{ name: "accumulate" }],
      samples: 2 ** 27,
      generations: 30,
      lineages: 1,
    });
    const directory = new MemoryDirectory();
    const backend = new CpuBackend(2 ** 50);
    const options = { ...(await optionsFor(directory, backend)), experiment };
    await expectRefused(directory, options, /checkpoint would have about \d+\.\d GiB, and .* 4\.0/);
  });
});
