import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { graphFiles } from "../../models/build.ts";
import { onnxGraphs } from "../../src/onnx/session.ts";
import { cpu } from "../support/backends.ts";

const MODELS = join(import.meta.dirname, "../../models");
const files = graphFiles();
const graphs = onnxGraphs(cpu, { preferred: true });
afterAll(() => graphs.close());

test("the graphs of the folder are those that the lab builds, byte for byte", () => {
  const stored = readdirSync(MODELS, { recursive: true, encoding: "utf8" });
  expect(stored.filter((path) => path.endsWith(".onnx")).toSorted()).toEqual(Object.keys(files));
  for (const [path, bytes] of Object.entries(files)) {
    expect(readFileSync(join(MODELS, path)).equals(bytes), path).toBe(true);
    expect(Buffer.from(bytes).equals(graphFiles()[path]), path).toBe(true);
  }
});

test.each(Object.entries(files))(
  "all that goes in and out of %s is explained",
  async (_, bytes) => {
    const text = readFileSync(join(MODELS, "README.md"), "utf8");
    const { inputs, outputs } = await graphs.open(bytes);
    const unsaid = [...inputs, ...outputs]
      .map((name) => name.replace(/^layer\d+/, "layer{i}"))
      .filter((name) => !text.includes(`| \`${name}\` `));
    expect(unsaid).toEqual([]);
  },
);
