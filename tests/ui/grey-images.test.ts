import { describe, expect, test } from "vitest";
import { imagesOf, originalsOf, realImages, spread } from "../../src/ui/grey-images.ts";

describe("images", () => {
  const facts = {
    kind: "image",
    height: 1,
    width: 2,
    classes: null,
    frequencies: null,
    images: Uint8Array.of(0, 255, 10, 20),
    labels: null,
    heldOut: Uint8Array.of(1, 2),
    heldOutLabels: null,
    hand: null,
  } as const;

  test("of a generation are read from base64, once", () => {
    const exhibit = { kind: "image", images: [btoa("\u0000\u00ff")] } as const;
    expect(imagesOf(exhibit).map((image) => [...image])).toEqual([[0, 255]]);
    expect(imagesOf(exhibit)).toBe(imagesOf(exhibit));
    expect(originalsOf(exhibit)).toBeNull();
    expect(originalsOf({ ...exhibit, original: [btoa("\u0007")] })).toEqual([Uint8Array.of(7)]);
  });

  test("to compare with are the ones to learn from, or held-out ones", () => {
    expect(realImages(facts).map((image) => [...image])).toEqual([
      [0, 255],
      [10, 20],
    ]);
    expect(realImages({ ...facts, images: null }).map((image) => [...image])).toEqual([[1, 2]]);
  });

  test("that are all alike have no spread", () => {
    const image = Uint8Array.of(3, 200);
    expect(spread([image, image, image])).toBe(0);
    expect(spread([Uint8Array.of(0, 10), Uint8Array.of(4, 10)])).toBeCloseTo(Math.sqrt(2), 12);
    expect(spread([image])).toBe(0);
  });
});
