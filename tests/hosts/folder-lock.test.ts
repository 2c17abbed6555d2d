import { spawn, spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { isLock, withFolderLock } from "../../src/hosts/node/folder-lock.ts";

const root = mkdtempSync(join(tmpdir(), "ouroboros-lock-"));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let folders = 0;

/** A folder with a lock of the given content in it. */
function locked(content: string): string {
  const folder = join(root, String(folders++));
  mkdirSync(folder);
  writeFileSync(join(folder, "run.lock"), content);
  return folder;
}

const heldBy = (process: number | undefined, host = hostname()) =>
  locked(JSON.stringify({ process, host }));

test("a lock is there while the work goes on, and gone after it, whatever came of it", async () => {
  const folder = join(root, "new", "folder");
  const names = await withFolderLock(folder, () => Promise.resolve(readdirSync(folder)));
  expect(names).toEqual(["run.lock"]);
  expect(names.every(isLock)).toBe(true);
  expect(readdirSync(folder)).toEqual([]);
  const failing = withFolderLock(folder, () => Promise.reject(new Error("of the work")));
  await expect(failing).rejects.toThrow("of the work");
  expect(readdirSync(folder)).toEqual([]);
});

test("a folder that a living process has is refused, and its lock stays", async () => {
  const child = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
  try {
    const folder = heldBy(child.pid);
    const work = () => expect.unreachable();
    await expect(withFolderLock(folder, work)).rejects.toMatchObject({ code: "config" });
    await expect(withFolderLock(folder, work)).rejects.toThrow(`process ${child.pid} on`);
    expect(existsSync(join(folder, "run.lock"))).toBe(true);
  } finally {
    child.kill();
  }
});

test("a disk that takes nothing is the machine's fault", async () => {
  const file = join(root, "file");
  writeFileSync(file, "");
  const held = withFolderLock(join(file, "folder"), () => expect.unreachable());
  await expect(held).rejects.toMatchObject({ code: "device", resumable: true });
});

test("a machine that cannot be asked is believed", async () => {
  const folder = heldBy(1, "elsewhere");
  await expect(withFolderLock(folder, () => expect.unreachable())).rejects.toThrow(
    "delete run.lock",
  );
});

test.each([
  ["a process that is gone", () => heldBy(spawnSync(process.execPath, ["-e", ""]).pid)],
  ["one with the number of this one, as in a container", () => heldBy(process.pid)],
  ["a kill in the middle of the lock", () => locked("")],
])("what %s left behind is taken over", async (_, make) => {
  const folder = make();
  expect(await withFolderLock(folder, () => Promise.resolve(readdirSync(folder)))).toEqual([
    "run.lock",
  ]);
  expect(readdirSync(folder)).toEqual([]);
});
