import { accessSync, constants, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, loadavg, platform, release } from "node:os";
import { dirname } from "node:path";
import { parseArgs } from "node:util";
import { create, globals } from "webgpu";
import { CpuBackend } from "../compute/cpu-backend.ts";
import type { WebGpuBackend } from "../compute/webgpu-backend.ts";
import { ConfigError, messageOf } from "../errors.ts";
import { openNodeWebGpu } from "../hosts/node/platform.ts";
import { standWhereCalled } from "../hosts/node/working-folder.ts";
import { onnxGraphs } from "../onnx/session.ts";
import { tuneProducts } from "../training/tuning.ts";
import { boundNotes } from "./bounds.ts";
import { type BenchCase, type GenerationCase, type Group, casesOf, groups } from "./cases.ts";
import { comparisonsOn } from "./comparisons.ts";
import { generation } from "./generation.ts";
import { type Program, compare, measure } from "./measure.ts";
import { type MemoryReading, memoryCases, memoryReading } from "./memory.ts";
import { mixtures } from "./mixtures.ts";
import { onGpu } from "./onnx-on-gpu.ts";
import { peerGaussian } from "./peer-gaussian.ts";
import { peerTransformer } from "./peer-transformer.ts";
import { inRegisters, loads, multiplyAddCeiling, product } from "./products.ts";
import { bareKernel, recursion } from "./programs.ts";
import { type BenchReport, type Environment, reportJson, reportText } from "./report.ts";
import { sweep } from "./sweeps.ts";
import { training } from "./training.ts";
import type { TrainingCase } from "./training-cases.ts";

const USAGE = `npm run bench [-- [GROUP...] [--slow] [--repetitions N] [--json FILE]
                      [--no-subgroups] [--no-half]]`;
const HELP = `${USAGE}

Times the recursive Gaussian against a bare kernel, a single lineage and jax-js, the fit of mixtures
for many lineages against that for one, matrix products against multiplications and additions alone,
the training of transformers against both, the generation of texts, and a sweep in one batch against
its cells one by one, and prints ratios; and says how far the memory of a run is from what is
foretold.

  GROUP            ${groups.join(", ")}; all by default
  --slow           also what takes minutes where a processor plays the graphics card
  --repetitions N  how often every case runs, default 7
  --json FILE      writes the same as JSON
  --no-subgroups   without what neighbouring lanes of the graphics card share
  --no-half        in single precision throughout
  --help           prints this`;

async function main(): Promise<void> {
  standWhereCalled("bench");
  const { chosen, slow, repetitions, json, help, features } = readArguments();
  if (help) {
    console.log(HELP);
    return;
  }
  const backend = await openNodeWebGpu(features);
  const before = loadavg()[0];
  const notes: string[] = [];
  const programs: Program[] = [];
  for (const benchCase of casesOf(chosen)) {
    const program = await prepare(backend, benchCase, { slow, notes });
    if (program !== null) programs.push(program);
  }
  const now = () => performance.now();
  const timings = await measure(programs, repetitions, now, showProgress);
  const { version } = JSON.parse(
    readFileSync(new URL("../../package.json", import.meta.url), "utf8"),
  ) as { version: string };
  if (backend.adapter.software && chosen.includes("training")) {
    notes.push("one lineage fills a processor: what 16 take beside one is promised for cards only");
  }
  notes.push(...boundNotes(timings));
  const memory: MemoryReading[] = [];
  for (const memoryCase of chosen.includes("memory") ? memoryCases : []) {
    // A device of its own, whose widest moment nobody else has moved.
    const fresh = await openNodeWebGpu(features);
    memory.push(await memoryReading(fresh, memoryCase));
    fresh.dispose();
  }
  const report: BenchReport = {
    version,
    environment: environment(backend, before),
    repetitions,
    timings,
    ratios: compare(timings, comparisonsOn(backend.adapter)),
    memory,
    notes,
  };
  console.log(reportText(report));
  if (json !== undefined) writeFileSync(json, `${JSON.stringify(reportJson(report), null, 2)}\n`);
  backend.dispose();
}

/** Throws a `ConfigError` before anything runs that would be lost. */
function readArguments() {
  const {
    values: { slow, repetitions: wanted, json, help, ...without },
    positionals,
  } = parsed();
  const unknown = positionals.find((name) => !groups.some((group) => group === name));
  if (unknown !== undefined) {
    throw new ConfigError(unknown, `no group of cases; there are ${groups.join(", ")}`);
  }
  const chosen = positionals.length === 0 ? groups : (positionals as Group[]);
  const repetitions = Number(wanted);
  if (!Number.isInteger(repetitions) || repetitions < 1) {
    throw new ConfigError("--repetitions", `expected a whole number from 1, found "${wanted}"`);
  }
  if (json !== undefined) {
    try {
      accessSync(dirname(json), constants.W_OK);
    } catch {
      throw new ConfigError(
        "--json",
        `cannot write "${json}": name a file in a folder that exists`,
      );
    }
  }
  const features = { subgroups: !without["no-subgroups"], half: !without["no-half"] };
  return { chosen, slow, repetitions, json, help, features };
}

function parsed() {
  try {
    const options = {
      slow: { type: "boolean", default: false },
      repetitions: { type: "string", default: "7" },
      json: { type: "string" },
      "no-subgroups": { type: "boolean", default: false },
      "no-half": { type: "boolean", default: false },
      help: { type: "boolean", short: "h", default: false },
    } as const;
    return parseArgs({ options, allowPositionals: true });
  } catch (error) {
    throw new ConfigError("", messageOf(error));
  }
}

async function prepare(
  backend: WebGpuBackend,
  benchCase: BenchCase,
  { slow, notes }: { readonly slow: boolean; readonly notes: string[] },
): Promise<Program | null> {
  switch (benchCase.program) {
    case "recursion":
      return await recursion(backend, benchCase);
    case "bare":
      return bareKernel(backend, benchCase);
    case "loads":
      return loads(backend, benchCase);
    case "ceiling":
    case "ceiling in registers":
      return multiplyAddCeiling(backend, benchCase);
    case "sweep":
    case "sweep, cell by cell":
      return await sweep(backend, benchCase);
    case "mixtures":
      return await mixtures(backend, benchCase);
    case "product":
      await tuneProducts(backend, { now: () => performance.now() });
      return product(backend, benchCase);
    case "product by registers":
      return product(backend, benchCase, inRegisters);
    case "product without a GPU":
      return product(new CpuBackend(), benchCase);
    case "generation":
      return generation(backend, benchCase);
    case "generation without a GPU":
      return generation(new CpuBackend(), benchCase);
    case "generation by ONNX Runtime":
      return generation(backend, benchCase, onnxGraphs(backend, PROCESSOR));
    case "generation by ONNX Runtime on the GPU":
      if (backend.adapter.software && !slow) {
        notes.push(
          `${benchCase.title} did not run: it takes minutes here, so ask for it by --slow`,
        );
        return null;
      }
      exposeGpu();
      return graphsOnGpu(backend, {
        ...benchCase,
        texts: backend.adapter.software ? SLOW_TEXTS : benchCase.texts,
      });
    case "training":
      await tuneProducts(backend, { now: () => performance.now() });
      return training(backend, onAdapter(backend, benchCase));
    case "training without a GPU":
      return training(new CpuBackend(), benchCase);
    case "peer":
      return await unlessItFails(benchCase, notes, async () => {
        exposeGpu();
        const { program, adapter } = await peerGaussian(benchCase);
        checkSameAdapter(adapter, backend);
        return program;
      });
    case "training by a peer":
      return await unlessItFails(benchCase, notes, async () => {
        exposeGpu();
        const { program, adapter } = await peerTransformer(onAdapter(backend, benchCase), "webgpu");
        checkSameAdapter(adapter!, backend);
        return program;
      });
    case "training by a peer without a GPU":
      return await unlessItFails(
        benchCase,
        notes,
        async () => (await peerTransformer(benchCase, "wasm")).program,
      );
    default:
      return benchCase satisfies never;
  }
}

async function unlessItFails(
  { title }: BenchCase,
  notes: string[],
  open: () => Promise<Program>,
): Promise<Program | null> {
  try {
    return await open();
  } catch (error) {
    notes.push(`${title} did not run: ${messageOf(error)}`);
    return null;
  }
}

/** A graphics card is done with a few steps before a clock has moved. */
function onAdapter({ adapter }: WebGpuBackend, benchCase: TrainingCase): TrainingCase {
  return { ...benchCase, steps: benchCase.steps * (adapter.software ? 1 : 32) };
}

/** A processor that plays a graphics card is busy enough with so many. */
const SLOW_TEXTS = 2;

function graphsOnGpu(backend: WebGpuBackend, benchCase: GenerationCase): Program {
  return onGpu(backend, generation(backend, benchCase, onnxGraphs(backend, GRAPHICS_CARD)));
}

const PROCESSOR = { preferred: true, provider: "wasm" } as const;
const GRAPHICS_CARD = { preferred: true, provider: "webgpu" } as const;

/** An instance must outlive its devices. */
const instances: GPU[] = [];

/** Gives jax-js the `navigator.gpu` that it looks for, with the driver that the backend chose. */
function exposeGpu(): void {
  Object.assign(globalThis, globals);
  const gpu = create([]);
  instances.push(gpu);
  const navigator = { gpu, userAgent: `Node.js/${process.versions.node}` };
  Object.defineProperty(globalThis, "navigator", { value: navigator, configurable: true });
}

function checkSameAdapter({ vendor, architecture }: GPUAdapterInfo, { adapter }: WebGpuBackend) {
  if (vendor === adapter.vendor && architecture === adapter.architecture) return;
  throw new Error(
    `it found the adapter ${vendor} ${architecture}, not ${adapter.vendor} ${adapter.architecture}`,
  );
}

function environment({ adapter }: WebGpuBackend, loadBefore: number): Environment {
  const { description, vendor, architecture, software } = adapter;
  return {
    adapter: { description, vendor, architecture, software },
    node: process.versions.node,
    system: `${platform()} ${release()} ${arch()}`,
    processor: cpus()[0]?.model.trim() ?? "unknown processor",
    cores: cpus().length,
    load: [loadBefore, loadavg()[0]],
  };
}

function showProgress(done: number, all: number): void {
  if (!process.stderr.isTTY) return;
  process.stderr.write(done === all ? "\r\x1b[K" : `\r${done} of ${all} readings`);
}

try {
  await main();
  process.exit(0);
} catch (error) {
  const isMistake = error instanceof ConfigError;
  console.error(isMistake ? `${messageOf(error)}\n${USAGE}` : messageOf(error));
  process.exit(isMistake ? 2 : 3);
}
