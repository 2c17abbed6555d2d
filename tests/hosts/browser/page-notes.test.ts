import { expect, test } from "vitest";
import { Batcher } from "../../../src/hosts/browser/batcher.ts";
import { MemoryDirectory } from "../../../src/hosts/browser/memory-directory.ts";
import { PageNotes, pictureOf } from "../../../src/hosts/browser/page-notes.ts";
import type { Batch } from "../../../src/hosts/browser/protocol.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

test("deaths and pictures come back as they were", async () => {
  const notes = new PageNotes(new MemoryDirectory());
  await notes.addDeaths("a", { generation: 1, categories: [5, 7] });
  await notes.addDeaths("a", { generation: 4, categories: [2] });
  expect(await notes.deaths("a")).toHaveLength(2);
  expect(await notes.cutDeaths("a", 4)).toEqual([{ generation: 1, categories: [5, 7] }]);
  expect(await notes.deaths("a")).toEqual([{ generation: 1, categories: [5, 7] }]);
  const picture = { kind: "category" as const, counts: Uint32Array.of(1, 0, 4_000_000_000) };
  await notes.savePicture("a", { generation: 9, picture, secondsEach: 1.5 });
  expect(await notes.picture("a")).toEqual({ generation: 9, picture, secondsEach: 1.5 });
});

test("a model in the plane comes back with its components and what it drew", async () => {
  const notes = new PageNotes(new MemoryDirectory());
  const watched = {
    kind: "vector" as const,
    mean: Float32Array.of(1, 2),
    logDeviation: Float32Array.of(0, Math.log(2)),
    factor: Float32Array.of(1, 0, 0.6, 0.8),
    points: Float32Array.of(1, 2, 3, 4),
  };
  const components = {
    weight: Float32Array.of(0.25, 0.75),
    mean: Float32Array.of(0, 1, 2, 3),
    root: Float32Array.of(1, 0, 0, 1, 2, 0, 1, 2),
  };
  const picture = pictureOf({ ...watched, components });
  expect(picture).toMatchObject({ plane: { points: watched.points, ...components } });
  await notes.savePicture("a", { generation: 9, picture, secondsEach: null });
  expect((await notes.picture("a"))?.picture).toEqual(picture);
  // One that is no mixture is a Gaussian with the same moments.
  expect(pictureOf({ ...watched, components: null })).toMatchObject({
    plane: {
      weight: Float32Array.of(1),
      mean: Float32Array.of(1, 2),
      root: Float32Array.of(1, 0, 1.2, 1.6),
    },
  });
});

test("notes that are torn or nonsense are as good as none", async () => {
  const directory = new MemoryDirectory();
  const notes = new PageNotes(directory);
  await directory.write("a/deaths.jsonl", bytes('[1,2]\n{"x":1}\nnull\n[3,"y"]\n[4,5'));
  expect(await notes.deaths("a")).toEqual([{ generation: 1, categories: [2] }]);
  for (const text of ["", "null", "[]", '{"generation":"x"}', '{"generation":1,"picture":{}}']) {
    await directory.write("a/picture.json", bytes(text));
    expect(await notes.picture("a"), text).toBeNull();
  }
});

test("a batch goes out ten times a second, with every generation in one of them", () => {
  let time = 0;
  const sent: Batch[] = [];
  const real = {
    kind: "category" as const,
    counts: Uint32Array.of(3, 2, 1),
    total: 6,
    names: ["a", "b", "c"],
  };
  const batcher = new Batcher(
    real,
    [],
    () => time,
    (batch) => sent.push(batch),
  );
  for (let generation = 0; generation < 100; generation++) {
    time += 10;
    const counts = Uint32Array.of(6, generation < 50 ? 1 : 0, generation < 20 ? 1 : 0);
    batcher.add(
      { generation, metrics: { m: [generation, generation + 2] } },
      {
        kind: "category",
        counts,
      },
    );
  }
  batcher.flush();
  expect(sent.length).toBeLessThanOrEqual(11);
  expect(sent.flatMap(({ metrics }) => [...metrics["m"].mean])).toEqual(
    Array.from({ length: 100 }, (_, g) => g + 1),
  );
  expect(sent.flatMap(({ deaths }) => deaths)).toEqual([
    { generation: 20, categories: [2] },
    { generation: 50, categories: [1] },
  ]);
  expect(sent.at(-1)?.perSecond).toBeCloseTo(100, 0);
});
