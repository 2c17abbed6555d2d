import { expect, test } from "vitest";
import { catalog as whole } from "../../src/experiments/catalog.ts";
import type { LabClient } from "../../src/hosts/browser/client.ts";
import type { Command } from "../../src/hosts/browser/protocol.ts";
import { draftOf, experimentOf } from "../../src/ui/draft.ts";
import type { Known } from "../../src/ui/exchange.ts";
import { linked, opened, readFiles } from "../../src/ui/exchange-in.ts";
import { emptyView } from "../../src/ui/run-view.ts";

const catalog = whole();
const known: Known = { ...emptyView, catalog, draft: null };
const { experiment } = catalog.presets[1];

function client() {
  const sent: Command[] = [];
  return {
    sent,
    client: { send: (command: Command) => sent.push(command) } as unknown as LabClient,
  };
}

test("a file goes to the engine as it is, unless it is none that anybody reads", async () => {
  const { sent, client: asked } = client();
  expect(await readFiles([new File(["{}"], "mine.json")], asked)).toEqual({});
  expect(sent).toEqual([
    { type: "read", files: [{ name: "mine.json", bytes: new TextEncoder().encode("{}") }] },
  ]);
  const large = new File([new Uint8Array(2 ** 20 + 1)], "train-images.gz");
  const { problem } = await readFiles([large], asked);
  expect(problem).toMatch(/train-images\.gz has 1,048,577 bytes.*“Real data”/);
  const gone = new File(["{}"], "gone.json");
  gone.arrayBuffer = () => Promise.reject(new Error("moved"));
  expect((await readFiles([gone], asked)).problem).toMatch(/gone\.json cannot be read/);
  expect(sent).toHaveLength(1);
});

test("what a file says is put into the form, and a sweep besides where it belongs", () => {
  const draft = draftOf(experiment, catalog);
  expect(opened("a.json", { kind: "experiment", experiment }, known)).toEqual({ draft });
  const sweep = { experiment: experimentOf(draft, catalog), axes: [] } as never;
  expect(opened("a.json", { kind: "sweep", sweep }, known)).toEqual({ draft, sweep });
  expect(opened("a.json", { kind: "run", run: "a-run" }, known)).toEqual({ run: "a-run" });
  const mistake = { kind: "mistake", message: "$.seed: expected a whole number" } as const;
  expect(opened("a.json", mistake, known)).toEqual({
    problem: "a.json: $.seed: expected a whole number",
  });
});

test("a link gives its experiment, or says in a sentence what is wrong with it", () => {
  const { draft } = linked(`#lab?preset=${experiment.name}&seed=5`, known);
  expect(draft).toMatchObject({ seed: 5, dataset: draftOf(experiment, catalog).dataset });
  expect(linked("#lab?v=1.00000000&preset=x", known)).toEqual({
    problem: expect.stringMatching(/^This link is damaged.*\.$/),
  });
});
