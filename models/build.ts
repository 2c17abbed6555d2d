import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { transformerPromptGraph, transformerStepGraph } from "../src/onnx/transformer-graph.ts";
import { vaeDecoderGraph } from "../src/onnx/vae-graph.ts";

/** Small enough for a laptop: two layers that know five hundred words. */
const TRANSFORMER = { vocabulary: 512, context: 128, width: 64, layers: 2, heads: 4, inner: 256 };
const TEXTS = { lineages: 1, texts: 16, beams: 5, prompt: 64, newTokens: 64 };
/** The paper's, for images of MNIST's size. */
const VAE = {
  height: 28,
  width: 28,
  latent: 20,
  hidden: 400,
  channels: 64,
} as const;
const IMAGES = { lineages: 1, images: 128 };

/** Every graph of this folder, by its path in here. */
export function graphFiles(): Readonly<Record<string, Uint8Array<ArrayBuffer>>> {
  return {
    "transformer/prompt.onnx": transformerPromptGraph(TRANSFORMER, TEXTS),
    "transformer/step.onnx": transformerStepGraph(TRANSFORMER, TEXTS),
    "vae/convolutional-decoder.onnx": vaeDecoderGraph(
      { ...VAE, architecture: "convolutional" },
      IMAGES,
    ),
    "vae/decoder.onnx": vaeDecoderGraph({ ...VAE, architecture: "mlp" }, IMAGES),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const [path, bytes] of Object.entries(graphFiles())) {
    const file = join(import.meta.dirname, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
    console.log(`${path}: ${bytes.length.toLocaleString("en")} bytes`);
  }
}
