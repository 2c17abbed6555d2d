import { expect, test } from "vitest";
import { openFiles, readOpened } from "../../../src/hosts/browser/read-file.ts";
import { presets } from "../../../src/experiments/index.ts";
import { checkedExperiment } from "../../../src/experiments/resolve.ts";
import { smallExperiment } from "../../support/experiments.ts";
import { smallSweep } from "../../support/sweeps.ts";
import type { PageRuns } from "../../../src/hosts/browser/page-runs.ts";

const read = (value: unknown) =>
  readOpened(new TextEncoder().encode(typeof value === "string" ? value : JSON.stringify(value)));

test("an experiment file gives its experiment with every default, comments or not", () => {
  const experiment = { ...checkedExperiment(smallExperiment) };
  expect(read(smallExperiment)).toEqual({ kind: "experiment", experiment });
  const commented = `// mine\n${JSON.stringify(smallExperiment).replace("{", "{ /* all of it */ ")}`;
  expect(read(commented)).toEqual({ kind: "experiment", experiment });
});

test("a manifest gives what it is the manifest of", () => {
  const experiment = { ...checkedExperiment(smallExperiment) };
  const manifest = { format: 1, run: "a", adapter: { backend: "cpu" }, experiment };
  expect(read(manifest)).toEqual({ kind: "experiment", experiment });
  const wrong = { ...manifest, experiment: { ...experiment, samples: 0 } };
  expect(read(wrong)).toMatchObject({
    kind: "mistake",
    message: expect.stringMatching(/^\$\.experiment\.samples: expected a whole number/),
  });
});

test("a sweep file gives its axes, and an experiment that is complete", () => {
  const found = read({ ...smallSweep, budget: { minutes: 2 } });
  expect(found).toMatchObject({
    kind: "sweep",
    sweep: { axes: smallSweep.axes, mode: "grid", invalid: "refuse", budget: { minutes: 2 } },
  });
  const named = read({ ...smallSweep, experiment: presets[0].experiment.name });
  expect(named).toMatchObject({
    sweep: { experiment: { ...checkedExperiment(presets[0].experiment) } },
  });
  // Without its seed it is none; with the first of the axis it is.
  const { seed: _, ...without } = smallExperiment;
  const axes = [{ setting: "$.seed", values: [7, 8] }];
  expect(read({ name: "seeds", experiment: without, axes })).toMatchObject({
    sweep: { experiment: { seed: 7 } },
  });
});

test.each<[unknown, RegExp]>([
  ["{", /^line 1, column 2: /],
  [{ ...smallExperiment, datset: 1 }, /^\$\.datset: unknown key.*did you mean "dataset"\?/],
  [{ ...smallExperiment, family: { name: "gausian" } }, /^\$\.family\.name: .*"gaussian"/],
  [{ ...smallExperiment, version: 9 }, /^\$\.version: .*newer version of the lab/],
  [{ ...smallSweep, axes: [] }, /^\$\.axes: expected a list of 1 to/],
  [{ ...smallSweep, experiment: "gone" }, /^\$\.experiment: there is no preset "gone"/],
  [
    { ...smallSweep, experiment: { ...smallExperiment, samples: "many" } },
    /^\$\.experiment\.samples: expected a whole number/,
  ],
  [{ model: { vocab: {} } }, /neither "dataset" nor "axes".*“Real data”/],
  ["[1]", /^\$: expected an object, found a list/],
])("%j is refused by its place", (value, message) => {
  expect(read(value)).toEqual({ kind: "mistake", message: expect.stringMatching(message) });
});

test("data that were dropped beside their place are told where it is", async () => {
  const gzip = { name: "t10k-images-idx3-ubyte.gz", bytes: Uint8Array.of(0x1f, 0x8b, 8, 0, 0xff) };
  const text = { name: "mine.txt", bytes: new TextEncoder().encode(" = Homarus = \n\n words") };
  const message = expect.stringMatching(/Data go to their place under “Real data”$/);
  const runs = {} as PageRuns; // nothing that they are asked for
  for (const files of [[gzip], [text], [gzip, text]]) {
    expect(await openFiles(runs, files)).toEqual({ kind: "mistake", message });
  }
  expect(read("{")).not.toEqual({ kind: "mistake", message });
});
