import * as fc from "fast-check";
import { expect, test } from "vitest";
import { CheckpointPace } from "../../src/hosts/checkpoint-pace.ts";

/** Runs generations of `stepMs` with checkpoints of `saveMs`; the times at which one was saved. */
async function savesOf(stepMs: number, saveMs: number, generations: number) {
  let time = 5000;
  const pace = new CheckpointPace(() => time, saveMs * 100_000);
  const saves: number[] = [];
  for (let g = 0; g < generations; g++) {
    time += stepMs;
    if (!pace.isDue()) continue;
    await pace.measured(() => {
      time += saveMs;
      return Promise.resolve();
    });
    saves.push(time - 5000);
  }
  return { saves, elapsed: time - 5000 };
}

test("checkpoints cost at most a twentieth of the time", async () => {
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 1, max: 3000 }), fc.nat(2000), async (stepMs, saveMs) => {
      const { saves } = await savesOf(stepMs, saveMs, 500);
      for (const [i, at] of saves.entries()) {
        // Their own time belongs to the time of the run.
        expect((i + 1) * saveMs).toBeLessThanOrEqual(0.05 * at + saveMs * 0.05);
      }
    }),
  );
});

test("cheap ones come about once a second, and a short run has none", async () => {
  const { saves, elapsed } = await savesOf(50, 1, 1000);
  expect(saves.length).toBeGreaterThan(elapsed / 1000 / 1.1);
  expect(saves.length).toBeLessThan(elapsed / 1000);
  expect((await savesOf(50, 1, 19)).saves).toEqual([]);
});

test("a clock that is set back neither breaks it nor makes it save at every turn", async () => {
  let time = 10_000;
  const pace = new CheckpointPace(() => time);
  time = 0;
  expect(pace.isDue()).toBe(false);
  await pace.measured(() => {
    time -= 500;
    return Promise.resolve();
  });
  expect(pace.isDue()).toBe(false);
  time = 60_000;
  expect(pace.isDue()).toBe(true);
});
