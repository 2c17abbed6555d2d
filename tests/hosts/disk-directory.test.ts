import {
  closeSync,
  existsSync,
  ftruncateSync,
  mkdtempSync,
  openSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, test } from "vitest";
import { DiskDirectory, isUnfinished } from "../../src/hosts/node/disk-directory.ts";

const root = mkdtempSync(join(tmpdir(), "ouroboros-disk-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));

test("beyond 2 GiB a file is read, added to and cut", async () => {
  const size = 2 ** 31 + 5;
  const file = openSync(join(root, "huge"), "w");
  ftruncateSync(file, size); // sparse: it takes no room
  closeSync(file);
  const directory = new DiskDirectory(root);
  await directory.append("huge", Uint8Array.of(7, 8));
  expect([...(await directory.readFrom("huge", size - 1, 9))!]).toEqual([0, 7, 8]);
  await directory.truncate("huge", 3);
  expect(await directory.read("huge")).toEqual(new Uint8Array(3));
});

test("a file that is longer than one read is read whole, piece by piece", async () => {
  const bytes = Uint8Array.from({ length: 50 }, (_, i) => i + 1);
  for (const mostBytesPerRead of [1, 7, 25, 49, 50, 51]) {
    const directory = new DiskDirectory(root, mostBytesPerRead);
    await directory.write("pieces", bytes);
    expect(await directory.read("pieces")).toEqual(bytes);
    expect(await directory.readFrom("pieces", 9, 30)).toEqual(bytes.subarray(9, 39));
    expect(await directory.readFrom("pieces", 45, 30)).toEqual(bytes.subarray(45));
  }
});

test("what kills leave behind is one file, and gone with the next write", async () => {
  const folder = join(root, "killed");
  const directory = new DiskDirectory(folder);
  const names = new Set<string>();
  for (const name of ["a", "b"]) {
    const writing = directory.write(name, new Uint8Array(2 ** 26));
    for (let isDone = false; !isDone; isDone = existsSync(join(folder, name))) {
      const listed = existsSync(folder) ? readdirSync(folder) : [];
      for (const seen of listed) if (!["a", "b"].includes(seen)) names.add(seen);
      await delay(1);
    }
    await writing;
  }
  expect(names.size).toBe(1);
  const [left] = names;
  expect(isUnfinished(left)).toBe(true);
  writeFileSync(join(folder, left), "half a checkpo");
  expect(await directory.list("")).toEqual(["a", "b"]);
  await directory.write("c", Uint8Array.of(1));
  expect(readdirSync(folder)).toEqual(["a", "b", "c"]);
});

test("writes at the same time do not get into each other", async () => {
  const directory = new DiskDirectory(join(root, "together"));
  const contents = Array.from({ length: 20 }, (_, i) => new Uint8Array(10_000).fill(i));
  await Promise.all(contents.map((bytes, i) => directory.write(`${i}`, bytes)));
  for (const [i, bytes] of contents.entries()) expect(await directory.read(`${i}`)).toEqual(bytes);
});

test("a write that fails leaves nothing behind", async () => {
  const directory = new DiskDirectory(join(root, "failing"));
  await directory.write("taken/inside", Uint8Array.of(1));
  await expect(directory.write("taken", Uint8Array.of(2))).rejects.toMatchObject({
    syscall: "rename",
  });
  expect(readdirSync(join(root, "failing"))).toEqual(["taken"]);
});
