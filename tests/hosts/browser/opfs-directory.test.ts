import { afterEach, expect, test, vi } from "vitest";
import { OpfsDirectory } from "../../../src/hosts/browser/opfs-directory.ts";
import { FakeFile, FakeFolder } from "../../support/fake-opfs.ts";

afterEach(() => {
  FakeFile.trouble = null;
});

async function opened(root = new FakeFolder()) {
  vi.stubGlobal("navigator", { storage: { getDirectory: () => Promise.resolve(root) } });
  const directory = await OpfsDirectory.at("runs");
  const inFolder = async (path: string) => {
    const runs = await root.getDirectoryHandle("runs");
    return [...(await runs.getDirectoryHandle(path)).entries.keys()].sort();
  };
  return { root, directory, inFolder };
}

test("files are written, added to, read in parts and cut", async () => {
  const { directory } = await opened();
  expect(await directory.readFrom("one/file", 0, 3)).toBeNull();
  await directory.truncate("one/file", 3);
  expect(await directory.list("one")).toEqual([]);
  await directory.write("one/file", Uint8Array.of(1, 2, 3));
  expect([...(await directory.readFrom("one/file", 1, 5))!]).toEqual([2, 3]);
  await directory.append("one/file", Uint8Array.of(4, 5));
  // Through the handle that is open now.
  expect([...(await directory.readFrom("one/file", 2, 2))!]).toEqual([3, 4]);
  expect([...(await directory.readFrom("one/file", 9, 2))!]).toEqual([]);
  await directory.truncate("one/file", 9);
  await directory.truncate("one/file", 4);
  expect([...(await directory.read("one/file"))!]).toEqual([1, 2, 3, 4]);
});

test("a write that fails leaves nothing behind", async () => {
  const { directory, inFolder } = await opened();
  await directory.write("one/old", Uint8Array.of(1));
  FakeFile.trouble = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  const writing = directory.write("one/checkpoint", Uint8Array.of(2));
  await expect(writing).rejects.toMatchObject({ name: "QuotaExceededError" });
  expect(await inFolder("one")).toEqual(["old"]);
});

test("what killed tabs leave behind is one file, and gone with the next write", async () => {
  const root = new FakeFolder();
  for (const name of ["one/a", "one/b"]) {
    const { directory } = await opened(root);
    // As in a killed tab, nothing happens after this: neither the renaming nor a tidying up.
    const move = vi.spyOn(FakeFile.prototype, "move").mockReturnValue(new Promise(() => {}));
    void directory.write(name, Uint8Array.of(1, 2, 3));
    await vi.waitUntil(() => move.mock.calls.length > 0);
    move.mockRestore();
  }
  const { directory, inFolder } = await opened(root);
  expect(await directory.list("one")).toEqual([]);
  expect(await inFolder("one")).toHaveLength(1);
  await directory.write("one/c", Uint8Array.of(4));
  expect(await inFolder("one")).toEqual(["c"]);
  expect([...(await directory.read("one/c"))!]).toEqual([4]);
});
