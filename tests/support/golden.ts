import { readFileSync } from "node:fs";
import { join } from "node:path";

const FOLDER = join(import.meta.dirname, "../golden");

export interface GoldenTensor {
  readonly shape: readonly number[];
  readonly values: Float32Array<ArrayBuffer>;
}

/** What tests/golden/opt.py writes beside the tensors: `goldenFacts("opt") as GoldenOpt`. */
export interface GoldenOpt {
  readonly versions: Readonly<Record<string, string>>;
  readonly shape: Readonly<
    Record<"vocabulary" | "context" | "width" | "layers" | "heads" | "inner", number>
  >;
  readonly adamw: { lr: number; betas: [number, number]; eps: number; weight_decay: number };
  readonly newTokens: number;
  /** Options of `generate` by name, in the words of Hugging Face. */
  readonly strategies: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Before each step. */
  readonly losses: readonly number[];
  /** [steps, B, T]. */
  readonly batches: readonly (readonly (readonly number[])[])[];
  /** [N, T]. */
  readonly prompts: readonly (readonly number[])[];
  /** [N, newTokens] by strategy: only what is new. */
  readonly continuations: Readonly<Record<string, readonly (readonly number[])[]>>;
}

/** A JSON file below tests/golden/. */
export function goldenFacts(name: string): unknown {
  return JSON.parse(readFileSync(join(FOLDER, `${name}.json`), "utf8"));
}

/** The f32 tensors of a file below tests/golden/. Format: https://github.com/huggingface/safetensors. */
export function goldenTensors(name: string): ReadonlyMap<string, GoldenTensor> {
  const file = readFileSync(join(FOLDER, `${name}.safetensors`));
  const headerBytes = Number(file.readBigUInt64LE(0));
  const header = JSON.parse(file.toString("utf8", 8, 8 + headerBytes)) as Record<
    string,
    { dtype: string; shape: number[]; data_offsets: [number, number] }
  >;
  const tensors = new Map<string, GoldenTensor>();
  for (const [
    key,
    {
      dtype,
      shape,
      data_offsets: [from, to],
    },
  ] of Object.entries(header)) {
    if (dtype !== "F32") throw new Error(`${name}: ${key} is ${dtype}`);
    // a copy, since the content need not be aligned
    const bytes = Uint8Array.from(file.subarray(8 + headerBytes + from, 8 + headerBytes + to));
    tensors.set(key, { shape, values: new Float32Array(bytes.buffer) });
  }
  return tensors;
}
