import type { Backend } from "../compute/backend.ts";
import { memoryNeed } from "../engine/memory.ts";
import { runExperiment } from "../engine/run.ts";
import type { Experiment } from "../experiments/experiment.ts";
import { resolveExperiment } from "../experiments/resolve.ts";

export interface MemoryCase {
  readonly id: string;
  readonly title: string;
  readonly experiment: Experiment;
}

export interface MemoryReading {
  readonly case: Pick<MemoryCase, "id" | "title">;
  /** Bytes of all buffers at the widest moment, as a run says before it starts. */
  readonly foretold: number;
  /** Bytes that there were. */
  readonly taken: number;
  readonly isMet: boolean;
}

/** By how much the one may be off the other. */
const TOLERANCE = 0.1;

/** One generation that learns from so many samples: the first step is the widest, and all others are alike. */
function oneGeneration(
  samples: number,
  rest: Pick<Experiment, "dataset" | "family" | "metrics">,
): Experiment {
  const size = { lineages: 1, generations: 1, samples, seed: 1 };
  return { name: "memory", interventions: [], ...size, ...rest };
}

function transformerOf(tokenizer: "bytes" | "words", width: number, layers: number): Experiment {
  const config = { width, layers, heads: 4, epochs: 1, batch: 16, decoding: "greedy" } as const;
  return oneGeneration(16, {
    dataset: { name: "text-file", config: { tokenizer, length: 64 } },
    family: { name: "transformer", config },
    metrics: [{ name: "distinct-1" }],
  });
}

export const memoryCases: readonly MemoryCase[] = [
  {
    id: "memory-small",
    title: "transformer, vocabulary 256, width 64, 2 layers, 16 texts a step",
    experiment: transformerOf("bytes", 64, 2),
  },
  {
    id: "memory-large",
    title: "transformer, vocabulary 512, width 128, 4 layers, 16 texts a step",
    experiment: transformerOf("words", 128, 4),
  },
  {
    id: "memory-vae",
    title: "VAE, 128 images a step",
    experiment: oneGeneration(128, {
      dataset: { name: "drawn-digits" },
      family: { name: "vae", config: { epochs: 1, batch: 128 } },
      metrics: [{ name: "encoder-spread" }],
    }),
  },
];

/** What a run takes on a backend that has done nothing yet, beside what it says beforehand. */
export async function memoryReading(
  backend: Backend,
  { id, title, experiment }: MemoryCase,
): Promise<MemoryReading> {
  const resolved = await resolveExperiment(experiment, () =>
    Promise.reject(new Error("the bench reads no files")),
  );
  const { buffers: foretold, kernels } = await memoryNeed(resolved, backend.adapter);
  const running = runExperiment(resolved, { backend, kernels, now: () => performance.now() });
  while ((await running.next()).done !== true);
  const taken = backend.peakBytes;
  const isMet = Math.abs(taken - foretold) <= TOLERANCE * foretold;
  return { case: { id, title }, foretold, taken, isMet };
}
