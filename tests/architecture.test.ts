import { readFileSync, readdirSync } from "node:fs";
import { dirname, join, relative } from "node:path";
import { expect, test } from "vitest";

const ROOT = join(import.meta.dirname, "..");

/** Known to everything, and knowing only each other. */
const VOCABULARY = [
  "errors",
  "config",
  "plugin",
  "registry",
  "samples",
  "context",
  "distribution",
  "grammar",
  "record",
  "reports",
  "token-text",
  "histogram",
  "phrases",
  "catalog",
  "statistics",
  "sha256",
  "uniform-value",
  "setting-vectors",
  "schedule",
  "ecosystem",
  "groups",
  "named-groups",
  "group-curves",
  "group-figures",
  "differences",
  "true-slopes",
  "isotropic-median",
];

/** What each room may import besides the vocabulary and itself. */
const MAY_IMPORT: Readonly<Record<string, readonly string[]>> = {
  random: [],
  text: ["random"],
  compute: [],
  kernels: ["compute", "random"],
  training: ["pool", "kernels", "compute", "random"],
  decoding: ["kernels", "compute", "random"],
  transformer: ["decoding", "training", "kernels", "compute", "random"],
  onnx: ["decoding", "transformer", "vae", "compute"],
  datasets: ["text", "kernels", "compute", "random"],
  vae: ["training", "kernels", "compute", "random"],
  // What a fixed network sees of images.
  images: ["training", "kernels", "compute", "random"],
  families: [
    "pool",
    "text",
    "vae",
    "transformer",
    "onnx/transformer-steps",
    "onnx/vae-decoder",
    "decoding",
    "training",
    "kernels",
    "compute",
    "random",
  ],
  // Pools whose rows count differently.
  pool: ["kernels", "compute", "random"],
  interventions: ["pool", "images", "text", "kernels", "compute", "random"],
  metrics: ["images", "text", "training", "kernels", "compute", "random"],
  theory: [],
  experiments: ["datasets", "families", "interventions", "metrics", "random"],
  engine: [
    "experiments",
    "datasets",
    "families",
    "interventions",
    "metrics",
    "images",
    "pool",
    "kernels/pool",
    "kernels",
    "compute",
    "random",
  ],
  store: ["engine", "experiments", "compute"],
  // Records in, findings out.
  profile: [],
  report: ["theory", "profile"],
  sweeps: [
    "engine",
    "experiments",
    "datasets",
    "families",
    "interventions",
    "metrics",
    "theory",
    "compute",
  ],
  validation: [
    "engine",
    "experiments",
    "images",
    "metrics",
    "training",
    "text",
    "theory",
    "kernels",
    "compute",
    "random",
  ],
  bench: [
    "sweeps",
    "engine",
    "experiments",
    "onnx",
    "transformer",
    "decoding",
    "training",
    "kernels",
    "compute",
    "random",
    "hosts/node",
  ],
  "hosts/node": [
    "hosts",
    "onnx/session",
    "store",
    "sweeps",
    "engine",
    "experiments",
    "theory",
    "report",
    "validation",
    "compute",
  ],
  "hosts/browser": [
    "hosts",
    "onnx/session",
    "store",
    "sweeps",
    "report/sweep-data",
    "report/effects-csv",
    "engine",
    "experiments",
    "theory",
    "profile",
    "validation",
    "compute",
  ],
  hosts: [
    "store",
    "sweeps",
    "report",
    "engine",
    "experiments",
    "families/sampler",
    "training",
    "compute",
  ],
  // Forms, messages and plain data only: no plug-in, no kernel and no GPU code.
  ui: [
    "hosts/browser/client",
    "hosts/browser/protocol",
    "theory/curve",
    "theory/letters",
    // What reports draw, as texts, and designs, as data.
    "report/phase-diagram",
    "report/profile-chart",
    "report/sweep-script",
    "report/effects-chart",
    "report/escaped",
    "sweeps/designs",
    "validation/sheet-text",
    "profile/verdicts",
  ],
  main: ["ui", "hosts/browser"],
};

/** Vocabulary and contracts name tensors and backends, but only as types. */
const TYPES_ONLY: Readonly<Record<string, readonly string[]>> = {
  vocabulary: ["compute", "theory/curve"],
  // How far long work is, in the words of whoever asked for it.
  training: ["families/family"],
  vae: ["families/family"],
  decoding: ["families/family"],
  store: ["compute", "experiments"],
  report: ["store", "sweeps", "experiments"],
  "hosts/browser": ["report/sweep-script"],
  ui: [
    "hosts/browser/gpu-remedy",
    "hosts/browser/findings",
    "hosts/browser/self-check-protocol",
    "hosts/browser/opened-file",
    "hosts/browser/sweep-protocol",
    "profile",
    "sweeps/sweep",
    "validation",
  ],
};

interface Import {
  readonly file: string;
  readonly target: string;
  readonly isType: boolean;
}

const IMPORT =
  /^(?:import|export)\s+(type\s+)?[^"']*?from\s+["'](\.[^"']+)["']|import\(["'](\.[^"']+)["']\)/gm;

function imports(): Import[] {
  const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  return files
    .filter((file) => file.endsWith(".ts"))
    .flatMap((file) => {
      const text = readFileSync(join(ROOT, "src", file), "utf8");
      return [...text.matchAll(IMPORT)].map(([, type, fromPath, lazyPath]) => ({
        file,
        target: relative(
          join(ROOT, "src"),
          join(ROOT, "src", dirname(file), (fromPath ?? lazyPath).replace(/\?.*$/, "")),
        ).replace(/\.ts$/, ""),
        isType: type !== undefined,
      }));
    });
}

function roomOf(path: string): string {
  const module = path.replace(/\.ts$/, "");
  if (VOCABULARY.includes(module)) return "vocabulary";
  const [first, second] = module.split("/");
  if (first === "hosts")
    return second === "node" || second === "browser" ? `hosts/${second}` : "hosts";
  return first;
}

function isAllowed({ file, target, isType }: Import): boolean {
  const from = roomOf(file);
  const to = roomOf(target);
  if (from === to || to === "vocabulary" || target === "../package.json") return true;
  const allowed = [...(MAY_IMPORT[from] ?? []), ...(isType ? (TYPES_ONLY[from] ?? []) : [])];
  return allowed.some((room) => to === room || target === room || target.startsWith(`${room}/`));
}

test("every import follows the direction of dependency", () => {
  const wrong = imports().filter((one) => !isAllowed(one));
  expect(wrong.map(({ file, target }) => `${file} imports ${target}`)).toEqual([]);
});

test("every room is in the table", () => {
  const rooms = new Set(imports().map(({ file }) => roomOf(file)));
  rooms.delete("vocabulary");
  expect([...rooms].filter((room) => !(room in MAY_IMPORT))).toEqual([]);
});

test("the table can refuse", () => {
  const upward = { file: "kernels/x.ts", target: "engine/run", isType: true };
  const sideways = { file: "families/x.ts", target: "metrics/index", isType: true };
  const throughTheWall = { file: "ui/lab-app.ts", target: "engine/run", isType: false };
  expect([upward, sideways, throughTheWall].map(isAllowed)).toEqual([false, false, false]);
});

test("platform globals appear in hosts only", () => {
  const PLATFORM =
    /\b(navigator\.|import\.meta\.glob|new Worker\(|node:fs|performance\.now|Date\.now|new Date\(|setTimeout\(|setInterval\()/;
  const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  const offenders = files
    .filter((file) => file.endsWith(".ts") && !/^(hosts|bench|ui|main)\b/.test(file))
    .filter((file) => PLATFORM.test(readFileSync(join(ROOT, "src", file), "utf8")));
  expect(offenders).toEqual([]);
});

test("nothing draws from Math.random", () => {
  const files = readdirSync(join(ROOT, "src"), { recursive: true, encoding: "utf8" });
  const offenders = files
    .filter((file) => file.endsWith(".ts"))
    .filter((file) => readFileSync(join(ROOT, "src", file), "utf8").includes("Math.random"));
  expect(offenders).toEqual([]);
});

test("every kernel has a twin of the same name, and a test that names it", () => {
  const shaders = readdirSync(join(ROOT, "shaders"), { recursive: true, encoding: "utf8" });
  const texts = readdirSync(join(ROOT, "tests"), { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith(".test.ts"))
    .map((file) => readFileSync(join(ROOT, "tests", file), "utf8"));
  const missing = shaders
    .filter((file) => file.endsWith(".wgsl"))
    .filter((file) => readFileSync(join(ROOT, "shaders", file), "utf8").includes("struct Params {"))
    .map((file) => file.replace(/\.wgsl$/, ""))
    .filter((name) => !texts.some((text) => text.includes(`kernels/${name}.ts`)));
  expect(missing).toEqual([]);
});
