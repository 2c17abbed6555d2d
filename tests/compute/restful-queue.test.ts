import { expect, test } from "vitest";
import { CpuBackend } from "../../src/compute/cpu-backend.ts";
import { RestfulQueue } from "../../src/compute/restful-queue.ts";
import { generationsOf } from "../../src/engine/run.ts";
import { Abandoned } from "../../src/errors.ts";
import { cpu } from "../support/backends.ts";
import { resolvedSmall } from "../support/experiments.ts";

/** A queue on a clock that goes on by what each thing takes, and whose rests somebody has to end. */
function slowQueue() {
  let time = 0;
  let wake = () => {};
  const done: string[] = [];
  const rests = {
    now: () => time,
    rest: () => new Promise<void>((resolve) => (wake = resolve)),
  };
  const queue = new RestfulQueue(rests);
  return {
    queue,
    done,
    work: (name: string, ms: number) =>
      queue.do(() => {
        done.push(name);
        time += ms;
      }),
    rest: async () => {
      wake();
      for (let i = 0; i < 5; i++) await Promise.resolve();
    },
  };
}

test("without a clock everything is done at once", async () => {
  const queue = new RestfulQueue(null);
  let count = 0;
  for (let i = 0; i < 3; i++) queue.do(() => count++);
  expect(count).toBe(3);
  expect(await queue.ask(() => count)).toBe(3);
});

test("what takes long waits for rests, in its order, and questions with it", async () => {
  const { queue, done, work, rest } = slowQueue();
  for (const name of ["a", "b", "c", "d", "e"]) work(name, 30);
  const asked = queue.ask(() => done.push("asked"));
  work("f", 1);
  expect(done).toEqual(["a", "b"]);
  await rest();
  expect(done).toEqual(["a", "b", "c", "d"]);
  await rest();
  expect(await asked).toBe(6);
  expect(done).toEqual(["a", "b", "c", "d", "e", "asked", "f"]);
  await rest();
  // After a rest things are done at once again.
  work("g", 1);
  expect(done.at(-1)).toBe("g");
});

test("what waits is given up, who asked hears of it, and what comes after is done", async () => {
  const { queue, done, work, rest } = slowQueue();
  for (const name of ["a", "b", "c"]) work(name, 60);
  const asked = queue.ask(() => "answer");
  queue.abandon();
  await expect(asked).rejects.toThrow(Abandoned);
  work("d", 1);
  const later = queue.ask(() => "later");
  await rest();
  expect(await later).toBe("later");
  expect(done).toEqual(["a", "d"]);
});

test("a mistake is told to who asks next, and to nobody after", async () => {
  const { queue, work, rest } = slowQueue();
  work("long", 60);
  queue.do(() => {
    throw new RangeError("too much");
  });
  const first = queue.ask(() => 1);
  const second = queue.ask(() => 2);
  const told = expect(first).rejects.toThrow("too much");
  await rest();
  await told;
  expect(await second).toBe(2);
});

test("who cannot wait has all of it at once", () => {
  const { queue, done, work } = slowQueue();
  for (const name of ["a", "b", "c"]) work(name, 60);
  queue.settle();
  expect(done).toEqual(["a", "b", "c"]);
});

test("a run that rests before every kernel has the bits of one that never does", async () => {
  const experiment = await resolvedSmall({ generations: 5 });
  let time = 0;
  const rests = { now: () => (time += 60), rest: () => Promise.resolve() };
  const records = async (backend: CpuBackend) => {
    const all = [];
    for await (const { record } of generationsOf(experiment, { backend })) all.push(record);
    return all;
  };
  expect(await records(new CpuBackend(2 ** 31, rests))).toEqual(await records(cpu as CpuBackend));
});
