import { spawn } from "node:child_process";
import { randomInt } from "node:crypto";
import { once } from "node:events";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { afterAll, describe, expect, test } from "vitest";
import { describeCommand, presetsCommand } from "../../src/hosts/node/describe-command.ts";
import { validateCommand } from "../../src/hosts/node/validate-command.ts";
import { webgpu } from "../support/backends.ts";
import { smallExperiment } from "../support/experiments.ts";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
const PROGRAM = join(ROOT, "src/hosts/node/ouroboros.ts");
const folder = mkdtempSync(join(tmpdir(), "ouroboros-"));
/** As deep in the repository as the program, so that it finds the shaders. */
const bundle = join(ROOT, ".cache", "command-line", String(process.pid));
afterAll(() => [folder, bundle].forEach((path) => rmSync(path, { recursive: true, force: true })));

// In one piece it starts ten times as fast as from its many sources, and it starts thirty times.
await build({
  configFile: false,
  root: ROOT,
  publicDir: false,
  logLevel: "warn",
  ssr: { noExternal: true, external: ["onnxruntime-web", "webgpu"] },
  build: { ssr: PROGRAM, outDir: bundle, minify: false },
});
const BUNDLED = [join(bundle, "ouroboros.js")];
const FROM_SOURCES = ["--import", "tsx", PROGRAM];

/** The program itself, in one process, so that a kill reaches it. */
const start = (...words: string[]) => startIn({}, words);

function startIn(
  variables: Readonly<Record<string, string>>,
  words: readonly string[],
  program = BUNDLED,
) {
  const env = { ...process.env, ...variables };
  const child = spawn(process.execPath, [...program, ...words], { cwd: ROOT, env });
  const text = { out: "", err: "" };
  child.stdout.on("data", (part: Buffer) => (text.out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (text.err += part.toString()));
  const ended = once(child, "close").then(([code]) => ({ code: code as number | null, ...text }));
  const isOver = () => child.exitCode !== null || child.signalCode !== null;
  const until = async (isSo: () => boolean) => {
    while (!isSo() && !isOver()) await delay(20);
  };
  return { child, ended, until };
}

const ouroboros = (...words: string[]) => start(...words).ended;

function experimentFile(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === "string" ? content : JSON.stringify(content));
  return path;
}

const small = experimentFile("small.json", smallExperiment);

test("a seed of the command line belongs to the run, and need not be given again", async () => {
  const out = join(folder, "seeded");
  const parameters = ["run", small, "--out", out, "--backend", "cpu"];
  expect(await ouroboros(...parameters, "--seed", "9")).toMatchObject({ code: 0 });
  expect(JSON.parse(readFileSync(join(out, "manifest.json"), "utf8"))).toMatchObject({
    experiment: { seed: 9 },
    seedFrom: "command line",
  });
  const again = await ouroboros(...parameters, "--resume");
  expect(again).toMatchObject({ code: 0 });
  expect(again.err).toContain("is finished");
});

test("a run leaves its folder with everything in it, and a second one is refused", async () => {
  const out = join(folder, "whole");
  const first = await ouroboros("run", small, "--out", out, "--backend", "cpu");
  expect(first).toMatchObject({ code: 0, out: "" });
  expect(first.err).toMatch(/^backend cpu: .*\n.*report\.html.*\n$/);
  const names = readdirSync(out).filter((name) => !name.startsWith("checkpoint-"));
  expect(names).toEqual([
    "figures",
    "manifest.json",
    "records.jsonl",
    "report.html",
    "summary.csv",
  ]);
  const figures = smallExperiment.metrics.map(({ name }) => `${name}.svg`);
  expect(readdirSync(join(out, "figures"))).toEqual(figures.toSorted());
  const [head, row] = readFileSync(join(out, "summary.csv"), "utf8").split("\n");
  expect(head).toBe("generation,metric,unit,lineages,mean,standard_error,q05,q25,median,q75,q95");
  expect(row).toMatch(/^0,variance,data units²,3(,\d+\.\d+){7}$/);
  const report = readFileSync(join(out, "report.html"), "utf8");
  expect(report).not.toMatch(/https?:\/\/|src=|<script|url\(/);
  expect(report.match(/<svg /g)?.length).toBe(smallExperiment.metrics.length);

  const again = await ouroboros("run", small, "--out", out);
  expect(again).toMatchObject({ code: 2 });
  expect(again.err).toMatch(/^--out: .*--resume.*\n$/);
  const resumed = await ouroboros("run", small, "--out", out, "--resume");
  expect(resumed).toMatchObject({ code: 0 });
  const otherSeed = await ouroboros("run", small, "--out", out, "--resume", "--seed", "9");
  expect(otherSeed).toMatchObject({ code: 2 });
  expect(otherSeed.err).toMatch(/^.*small\.json: \$\.seed: .* 5, not 9;.*\n$/);
});

test.each([
  [
    "a misspelt name",
    { ...smallExperiment, family: { name: "gausian" } },
    /\$\.family\.name: .*"gaussian"\?$/,
  ],
  ["a misspelt key", { ...smallExperiment, lineage: 3 }, /\$\.lineage: .*"lineages"\?$/],
  ["too much memory", { ...smallExperiment, samples: 2 ** 28 }, /\$\.\w+: .*GiB.* fit$/],
  ["no JSON", '{\n  "name": "x",,\n}', /line 2, column 15/],
])(
  "%s is the user's mistake: one line, exit 2, and nothing is written",
  async (_, content, says) => {
    const file = experimentFile("wrong.json", content);
    const out = join(folder, "never");
    const { code, err } = await ouroboros("run", file, "--out", out, "--backend", "cpu");
    const lines = err
      .trimEnd()
      .split("\n")
      .filter((line) => !line.startsWith("backend "));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(says);
    expect(lines[0]).toContain("wrong.json");
    expect(code).toBe(2);
    expect(existsSync(out)).toBe(false);
  },
);

test("a folder with other files in it is left alone", async () => {
  const { code, err } = await ouroboros("run", small, "--out", ROOT, "--resume");
  expect(err).toMatch(/^--out: .*other files.*\n$/);
  expect(code).toBe(2);
});

test("two processes do not run into one folder", async () => {
  const out = join(folder, "shared");
  mkdirSync(out);
  const lock = JSON.stringify({ process: process.pid, host: hostname() });
  writeFileSync(join(out, "run.lock"), lock);
  const words = ["run", small, "--out", out, "--backend", "cpu"];
  const { code, err } = await ouroboros(...words);
  expect(err).toContain(`--out: process ${process.pid} on`);
  expect(code).toBe(2);
  expect(readdirSync(out)).toEqual(["run.lock"]);
});

test("a wrong name is answered with the nearest right one, before anything is opened", async () => {
  expect(() => presetsCommand("gausian")).toThrow(
    'there is no preset "gausian"; did you mean "gaussian-drift"?',
  );
  expect(() => describeCommand(["mean", "varianc"], false)).toThrow(
    'there is no plug-in "varianc"; did you mean "variance"?',
  );
  await expect(validateCommand(["variance-shrink"], {})).rejects.toThrow(
    'there is no check "variance-shrink"; did you mean "variance-shrinks"?',
  );
});

test("what is no experiment or no folder is the user's mistake, and says what to write", async () => {
  const textless = experimentFile("textless.json", {
    ...smallExperiment,
    dataset: { name: "text-words", config: { file: "no.txt" } },
  });
  const never = join(folder, "never");
  const cases: [string, string, RegExp][] = [
    [small, "", /^option '--out <folder>' .* name a folder; .*\n$/],
    [small, join(small, "x", "y"), /^--out: .*small\.json is a file; name a folder\n$/],
    [folder, never, /: is a folder; name a file\n$/],
    [textless, never, /\$\.dataset\.config\.file: .*no\.txt; name one by its path .*\n$/],
  ];
  const all = await Promise.all(cases.map(([name, out]) => ouroboros("run", name, "--out", out)));
  for (const [i, { code, err }] of all.entries()) {
    expect(err).toMatch(cases[i][2]);
    expect(code).toBe(2);
  }
  expect(existsSync(never)).toBe(false);
});

test("under npm, paths are relative to where the user stands", async () => {
  const stand = join(folder, "elsewhere");
  mkdirSync(stand);
  writeFileSync(join(stand, "mine.json"), JSON.stringify(smallExperiment));
  const npm = { npm_lifecycle_event: "ouroboros", INIT_CWD: stand };
  const words = ["run", "mine.json", "--out", "out", "--backend", "cpu"];
  expect(await startIn(npm, words, FROM_SOURCES).ended).toMatchObject({ code: 0 });
  expect(existsSync(join(stand, "out", "report.html"))).toBe(true);
});

test("presets, describe and schema print what the registries hold", async () => {
  const [presets, preset, described, schema] = await Promise.all([
    ouroboros("presets"),
    ouroboros("presets", "gaussian-drift"),
    ouroboros("describe", "--json"),
    ouroboros("schema"),
  ]);
  expect(presets.out).toMatch(/^gaussian-drift +\w.*$/m);
  expect(JSON.parse(preset.out)).toMatchObject({ name: "gaussian-drift" });
  expect(Object.keys(JSON.parse(described.out) as object)).toEqual([
    "datasets",
    "families",
    "interventions",
    "metrics",
  ]);
  expect(JSON.parse(schema.out)).toMatchObject({ type: "object" });
  const { out } = await ouroboros("describe", "variance", "--json");
  expect(JSON.parse(out)).toMatchObject({ metrics: [{ name: "variance" }] });
});

const endless = experimentFile("endless.json", {
  ...smallExperiment,
  interventions: [],
  generations: 1_000_000,
  samples: 2000,
});

const long = experimentFile("long.json", {
  ...smallExperiment,
  interventions: [{ name: "fresh-data", config: { fraction: 0.1 } }],
  lineages: 32,
  generations: 150,
  samples: 400,
});

test.skipIf(process.platform !== "linux")(
  "a process whose npm was killed saves and leaves, and whoever resumes waits for it",
  { timeout: 180_000 },
  async () => {
    const out = join(folder, "left-behind");
    const line = `${process.execPath} ${BUNDLED.join(" ")} run ${endless} --out ${out} --backend cpu; true`;
    // As npm does it: a shell in between, which outlives its parent.
    const npm = `require("node:child_process").spawn("sh", ["-c", ${JSON.stringify(line)}])`;
    const env = { ...process.env, npm_lifecycle_event: "ouroboros" };
    const parent = spawn(process.execPath, ["-e", npm], { cwd: ROOT, env });
    const records = join(out, "records.jsonl");
    while (!existsSync(records)) await delay(20);
    const lock = join(out, "run.lock");
    const lockedAt = () => statSync(lock, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    const before = lockedAt();
    parent.kill("SIGKILL");
    const resumed = start("run", endless, "--out", out, "--backend", "cpu", "--resume");
    await resumed.until(() => lockedAt() > before);
    // Nobody else writes now, and who has written a record listens to signals.
    const { size } = statSync(records);
    await resumed.until(() => statSync(records).size > size);
    resumed.child.kill("SIGINT");
    expect(await resumed.ended).toMatchObject({ code: 130 });
    expect(existsSync(lock)).toBe(false);
    const lines = readFileSync(records, "utf8").trimEnd().split("\n");
    const generations = lines.map(
      (text) => (JSON.parse(text) as { generation: number }).generation,
    );
    expect(generations).toEqual(generations.map((_, i) => i));
  },
);

describe.each(webgpu === null ? ["cpu"] : ["cpu", "webgpu"])("on %s", (backend) => {
  const words = (out: string) => ["run", long, "--out", out, "--backend", backend];

  test("interrupted, then killed at random moments: byte for byte the same records", async () => {
    const whole = join(folder, `${backend}-whole`);
    const before = Date.now();
    expect(await ouroboros(...words(whole))).toMatchObject({ code: 0 });
    const tookMs = Date.now() - before;

    const out = join(folder, `${backend}-killed`);
    const records = join(out, "records.jsonl");
    const interrupted = start(...words(out));
    await interrupted.until(() => existsSync(records));
    interrupted.child.kill("SIGINT");
    const { code, err } = await interrupted.ended;
    expect(err).toMatch(/--resume\n$/);
    expect(code).toBe(130);
    expect(readdirSync(out).some((name) => name.startsWith("checkpoint-"))).toBe(true);

    const moments: number[] = [];
    for (let kill = 0; kill < 2; kill++) {
      const { child, ended } = start(...words(out), "--resume");
      moments.push(randomInt(Math.ceil(tookMs)));
      await Promise.race([delay(moments.at(-1)), ended]);
      child.kill("SIGKILL");
      await ended;
    }
    const last = await ouroboros(...words(out), "--resume");
    expect(last.code, last.err).toBe(0);
    const same = readFileSync(records).equals(readFileSync(join(whole, "records.jsonl")));
    expect(same, `killed after ${moments.join(", ")} ms`).toBe(true);
    const summaries = [whole, out].map((path) => readFileSync(join(path, "summary.csv"), "utf8"));
    expect(summaries[1]).toBe(summaries[0]);
  });
});
