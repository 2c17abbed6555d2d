import { readdirSync } from "node:fs";
import { expect, test } from "vitest";
import { checks } from "../../src/validation/index.ts";
import { cpu } from "../support/backends.ts";
import { sheet, sheetParts } from "../support/sheet.ts";

test("every row of the list that these families can express is there", () => {
  const rows = new Set(checks.map(({ row }) => row));
  for (const row of [
    1, 2, 3, 4, 5, 6, 7, 8, 9, 12, 15, 16, 17, 18, 20, 21, 23, 24, 25, 26, 27, 28, 29, 30, 32, 33,
    35,
  ]) {
    expect(rows).toContain(row);
  }
  expect(new Set(checks.map(({ name }) => name)).size).toBe(checks.length);
});

test("every check is in one part, which a test file runs", () => {
  const names = Object.values(sheetParts).flatMap((part) => part.map(({ name }) => name));
  expect(names.toSorted()).toEqual(checks.map(({ name }) => name).toSorted());
  const files = readdirSync(new URL(".", import.meta.url));
  for (const part of Object.keys(sheetParts)) expect(files).toContain(`sheet-${part}.test.ts`);
});

test("the same seed gives the same sheet", async () => {
  const only = ["first-deviation-10", "truncation-compounds"];
  expect(await sheet(cpu, only)).toEqual(await sheet(cpu, only));
});

test("an unknown check is the user's mistake", async () => {
  await expect(sheet(cpu, ["variance-shrink"])).rejects.toThrow('no check "variance-shrink"');
});

test("it stops when it is told to", async () => {
  const stopped = AbortSignal.abort(new Error("enough"));
  await expect(sheet(cpu, undefined, stopped)).rejects.toThrow("enough");
});
