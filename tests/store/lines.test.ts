import * as fc from "fast-check";
import { expect, test } from "vitest";
import { linesOf } from "../../src/store/lines.ts";
import { MemoryDirectory } from "../support/memory-directory.ts";

test("the whole lines of a file, wherever its pieces end", async () => {
  const content = fc.string({ unit: fc.constantFrom("a", "b", "\n"), maxLength: 40 });
  await fc.assert(
    fc.asyncProperty(content, fc.integer({ min: 1, max: 9 }), async (text, pieceBytes) => {
      const directory = new MemoryDirectory();
      const longest: number[] = [];
      const readFrom = (path: string, offset: number, length: number) => {
        longest.push(length);
        return MemoryDirectory.prototype.readFrom.call(directory, path, offset, length);
      };
      directory.readFrom = readFrom;
      await directory.append("file", new TextEncoder().encode(text));
      const lines: string[] = [];
      for await (const { bytes, end } of linesOf(directory, "file", pieceBytes)) {
        lines.push(new TextDecoder().decode(bytes));
        expect(text.slice(0, end)).toBe(`${lines.join("\n")}\n`);
      }
      expect(lines).toEqual(text.split("\n").slice(0, -1));
      expect(Math.max(...longest)).toBe(pieceBytes);
    }),
  );
});

test("no file has no lines", async () => {
  for await (const _ of linesOf(new MemoryDirectory(), "file")) expect.unreachable();
});
