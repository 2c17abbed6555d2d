import { describe, expect, test } from "vitest";
import { DispatchCosts } from "../../src/compute/dispatch-costs.ts";
import { piecesOf } from "../../src/compute/grid-pieces.ts";
import { PacedQueue } from "../../src/compute/paced-queue.ts";

const PACE = { submit: 16, mostSubmit: 48, dispatch: 10 };

/** A GPU that takes as long as it is told for each submit, one after the other. */
function slowDevice() {
  let time = 0;
  let free = 0;
  const landings: { at: number; land: () => void }[] = [];
  const sent: string[] = [];
  const costs = new DispatchCosts();
  const onSubmittedWorkDone = () =>
    new Promise<undefined>((resolve) => {
      landings.push({ at: free, land: () => resolve(undefined) });
    });
  const now = () => time;
  const queue = new PacedQueue({ onSubmittedWorkDone }, costs, { now, pace: PACE });
  return {
    queue,
    costs,
    sent,
    /** Dispatches of one kernel, which take `ms` in all. */
    submit(name: string, label: string, count: number, ms: number) {
      const cost = costs.of(label, {}, 100);
      const works = Array.from({ length: count }, () => ({ cost, share: 1 }));
      const run = () => {
        sent.push(name);
        free = Math.max(free, time) + ms;
      };
      queue.submit(works, run, () => sent.push(`no ${name}`));
    },
    /** Lets the submit land that is next, `late` milliseconds after it is done. */
    async land(late = 0) {
      const { at, land } = landings.shift()!;
      time = Math.max(time, at + late);
      land();
      await Promise.resolve();
    },
    get flying() {
      return landings.length;
    },
  };
}

describe("the queue", () => {
  test("gives up what it holds back, but not what has to be done all the same", async () => {
    const gpu = slowDevice();
    for (const name of ["a", "b", "c"]) gpu.submit(name, "slow", 15, 200);
    gpu.queue.after(() => gpu.sent.push("written"));
    gpu.queue.abandon();
    expect(gpu.sent).toEqual(["a", "b", "no c", "written"]);
    await gpu.land();
    await gpu.land();
    gpu.submit("d", "slow", 1, 20);
    expect(gpu.sent.at(-1)).toBe("d");
  });

  test("holds back what is long, and keeps the order of everything", async () => {
    const gpu = slowDevice();
    for (const name of ["a", "b", "c"]) gpu.submit(name, "slow", 15, 200);
    gpu.queue.after(() => gpu.sent.push("written"));
    gpu.submit("d", "slow", 1, 20);
    expect(gpu.sent).toEqual(["a", "b"]);
    expect(gpu.queue.isClear).toBe(false);
    await gpu.land();
    expect(gpu.sent).toEqual(["a", "b", "c", "written"]);
    await gpu.land();
    expect(gpu.sent).toEqual(["a", "b", "c", "written", "d"]);
    expect(gpu.queue.isClear).toBe(true);
    gpu.queue.after(() => gpu.sent.push("at once"));
    expect(gpu.sent.at(-1)).toBe("at once");
  });

  test("lets what is short go", () => {
    const gpu = slowDevice();
    for (let i = 0; i < 20; i++) gpu.submit("short", "quick", 1, 0.1);
    expect(gpu.sent).toHaveLength(20);
  });

  test("sends everything at once for others who use the device", async () => {
    const gpu = slowDevice();
    for (const name of ["a", "b", "c", "d"]) gpu.submit(name, "slow", 16, 200);
    gpu.queue.drain();
    expect(gpu.sent).toEqual(["a", "b", "c", "d"]);
    while (gpu.flying > 0) await gpu.land();
    expect(gpu.queue.isClear).toBe(true);
  });

  test("holds nothing back without a clock", () => {
    const sent: number[] = [];
    const costs = new DispatchCosts();
    const onSubmittedWorkDone = () => expect.fail("nobody asked");
    const queue = new PacedQueue({ onSubmittedWorkDone }, costs, { now: null, pace: PACE });
    const works = [{ cost: costs.of("slow", {}, 1), share: 1000 }];
    for (let i = 0; i < 9; i++) queue.submit(works, () => sent.push(i));
    expect(sent).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  });
});

describe("what a dispatch takes", () => {
  test("is known after its first submit, and new extents go by the workgroups", async () => {
    const gpu = slowDevice();
    gpu.submit("one", "kernel", 4, 84);
    await gpu.land();
    // 4 ms of it are the way there and back.
    expect(gpu.costs.of("kernel", {}, 100).ms).toBeCloseTo(20);
    expect(gpu.costs.of("kernel", { N: 7 }, 300).ms).toBeCloseTo(60);
    expect(gpu.costs.of("another", { N: 7 }, 300).ms).toBe(1);
  });

  test("is what is left of a submit beside what is known", async () => {
    const gpu = slowDevice();
    gpu.submit("one", "known", 4, 84);
    await gpu.land();
    const works = ["known", "new"].map((label) => ({
      cost: gpu.costs.of(label, {}, 100),
      share: 1,
    }));
    gpu.costs.learn(works, 50, false);
    expect(works[1].cost.ms).toBeCloseTo(30);
  });

  test("is not more than a short submit, and not what the way of one takes", async () => {
    const gpu = slowDevice();
    gpu.submit("one", "quick", 1, 5);
    await gpu.land();
    expect(gpu.costs.of("quick", {}, 100)).toMatchObject({ ms: 1, isMeasured: false });
    // In a row the way is no part of it.
    for (let i = 0; i < 12; i++) gpu.submit("row", "quick", 1, 0.01);
    while (gpu.flying > 0) await gpu.land();
    expect(gpu.costs.of("quick", {}, 100).ms).toBeLessThan(0.05);
  });

  test("does not go up for ever where pieces take as long as the whole", async () => {
    const gpu = slowDevice();
    gpu.submit("whole", "kernel", 1, 44);
    await gpu.land();
    const cost = gpu.costs.of("kernel", {}, 100);
    expect(cost).toMatchObject({ isDivisible: true, wholeMs: cost.ms });
    for (let times = 0; times < 9 && cost.isDivisible; times++) {
      const pieces = Math.ceil(cost.ms / PACE.dispatch);
      for (let i = 0; i < pieces; i++) gpu.costs.learn([{ cost, share: 1 / pieces }], 40, false);
    }
    expect(cost.isDivisible).toBe(false);
    expect(cost.ms).toBeCloseTo(40);
  });

  test("stays about the same where somebody looked at the clock late, once", async () => {
    const gpu = slowDevice();
    const cost = gpu.costs.of("kernel", {}, 100);
    for (let i = 0; i < 8; i++) gpu.submit("row", "kernel", 2, 20);
    while (gpu.flying > 0) await gpu.land();
    expect(cost.ms).toBeCloseTo(10, 0);
    for (let i = 0; i < 2; i++) gpu.submit("row", "kernel", 2, 20);
    await gpu.land(1000);
    await gpu.land();
    expect(cost.ms).toBeLessThan(25);
    for (let i = 0; i < 4; i++) gpu.submit("row", "kernel", 2, 20);
    while (gpu.flying > 0) await gpu.land();
    expect(cost.ms).toBeCloseTo(10, 0);
  });
});

test.each([
  [[1000, 1, 1], 7],
  [[65_535, 3, 1], 2],
  [[5, 1, 1], 9],
] as const)("the pieces of a grid are all of it, and nothing twice: %j in %i", (grid, count) => {
  const pieces = piecesOf(grid, count, 65_535);
  expect(pieces.length).toBeGreaterThanOrEqual(Math.min(count, grid[0]));
  let next = 0;
  for (const {
    first,
    grid: [x, y, z],
  } of pieces) {
    expect([first, y, z]).toEqual([next, 1, 1]);
    expect(x).toBeLessThanOrEqual(65_535);
    next += x;
  }
  expect(next).toBe(grid[0] * grid[1]);
  expect(pieces.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 12);
});
