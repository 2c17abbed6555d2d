import { expect, test } from "vitest";
import { LivePicture } from "../../../src/hosts/browser/live-picture.ts";
import { SweepFolder } from "../../../src/hosts/sweep-folder.ts";
import { type SweepEvent, storedSweep, sweepState } from "../../../src/hosts/stored-sweep.ts";
import { cpu } from "../../support/backends.ts";
import { MemoryDirectory } from "../../support/memory-directory.ts";
import { resolvedSweep, resultsOf } from "../../support/sweeps.ts";

test("a picture grows by generations, foretells its end, and is the same when it is read back", async () => {
  const sweep = await resolvedSweep();
  const folder = new SweepFolder(new MemoryDirectory());
  let time = 0;
  const now = () => time;
  const live = () =>
    folder.stories().then((all) => LivePicture.of(sweep, folder, sweepState(sweep, all), now));
  const growing = await live();
  const events: SweepEvent[] = [];
  for await (const event of storedSweep({
    sweep,
    folder,
    backend: cpu,
    version: "1",
    now,
    mostCells: 3,
  })) {
    await growing.take(event);
    events.push(event);
    time += 1000;
    if (events.length === 3) {
      // Two of four generations of half of the cells took so long as two of the events before.
      const { underway, done, secondsLeft, data } = growing.picture();
      expect({ underway, done }).toEqual({
        underway: { cells: [0, 2, 3], generations: 2 },
        done: 0,
      });
      expect(secondsLeft).toBeCloseTo((3 * 18) / 6, 9);
      const known = data.quantities[0].mean.map((row) => row.map((value) => value !== null));
      expect(known[1]).toEqual([true, false, true, true, false, false]);
      expect(known[2]).not.toContain(true);
    }
  }
  growing.rest();
  const again = (await live()).picture();
  expect(again).toEqual(growing.picture());
  expect(again).toMatchObject({ done: 6, underway: null, failed: [], secondsLeft: null });
  const results = await resultsOf(sweep);
  const [variance] = results.quantities();
  const last = results.column("mean")[results.indexOf(4, 3, variance)!];
  expect(again.data.quantities[0].mean[3][4]).toBe(Number(last.toPrecision(5)));
});

test("a cell that failed is told by its settings, until it is tried again", async () => {
  const sweep = await resolvedSweep();
  const folder = new SweepFolder(new MemoryDirectory());
  const state = { finished: [], failed: [], left: sweep.cells };
  const live = await LivePicture.of(sweep, folder, state, () => 0);
  const [, cell] = sweep.cells;
  await live.take({ kind: "begun", batch: 0, cells: [cell], from: 0 });
  await live.take({ kind: "failed", cell, message: "the loss is not finite" });
  expect(live.picture()).toMatchObject({
    underway: null,
    failed: [
      {
        cell: 1,
        name: "cell 1 (sampling bias 0.9, truncation off)",
        message: "the loss is not finite",
      },
    ],
  });
  await live.take({ kind: "begun", batch: 1, cells: [cell], from: 0 });
  expect(live.picture().failed).toEqual([]);
});
