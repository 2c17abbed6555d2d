import { describe, expect, test } from "vitest";
import { repeated, shareRepeated } from "../src/phrases.ts";

describe("repeated phrases", () => {
  const marks = (text: string) =>
    repeated(Array.from(text, (letter) => letter.charCodeAt(0)))
      .map((isMarked, i) => (isMarked ? text[i] : "-"))
      .join("");

  test("are marked where they come back, all of them and nothing else", () => {
    expect(marks("abcdabcxbcd")).toBe("----abc-bcd");
    expect(marks("abxab")).toBe("-----");
    expect(marks("aaaa")).toBe("-aaa");
    expect(marks("..a...a.")).toBe("----..a.");
    expect(marks("ab")).toBe("--");
  });

  test("are a share of the tokens", () => {
    expect(shareRepeated([1, 2, 3, 1, 2, 3, 4, 5])).toBe(3 / 8);
    expect(shareRepeated([])).toBe(0);
  });
});
