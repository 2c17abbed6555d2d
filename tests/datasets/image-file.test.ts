import { gzipSync } from "fflate";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { FileContent } from "../../src/config.ts";
import { imageFile } from "../../src/datasets/image-file.ts";
import { ConfigError } from "../../src/errors.ts";
import { backends } from "../support/backends.ts";
import { expectClose } from "../support/close.ts";
import { contextFor } from "../support/contexts.ts";
import { sharedFile } from "../support/shared-data.ts";

const bigEndian = (n: number) => [24, 16, 8, 0].map((shift) => (n >>> shift) & 0xff);
const fileOf = (bytes: Uint8Array, name = "digits.idx"): FileContent => ({
  name,
  bytes,
  sha256: "",
});

/** An IDX file whose pixels count up. */
function images(count: number, height = 2, width = 3): Uint8Array {
  const pixels = Array.from({ length: count * height * width }, (_, i) => i % 256);
  return Uint8Array.of(0, 0, 8, 3, ...[count, height, width].flatMap(bigEndian), ...pixels);
}

function labels(...list: number[]): Uint8Array {
  return Uint8Array.of(0, 0, 8, 1, ...bigEndian(list.length), ...list);
}

const none = { images: null, labels: null, heldOutImages: null, heldOutLabels: null };
type Files = { readonly [K in keyof typeof none]?: Uint8Array };

function facts(files: Files) {
  const given = Object.entries(files).map(([name, bytes]) => [name, fileOf(bytes, name)]);
  return imageFile.facts({ ...none, ...Object.fromEntries(given) });
}

describe("an IDX file", () => {
  test("gives its images, the last tenth kept to test on", () => {
    const { height, width, images: all, heldOut, classes } = facts({ images: images(20) });
    expect([height, width, classes]).toEqual([2, 3, null]);
    expect([...all!]).toEqual(Array.from({ length: 18 * 6 }, (_, i) => i));
    expect([...heldOut]).toEqual(Array.from({ length: 12 }, (_, i) => 108 + i));
  });

  test("is the same in a gzip", () => {
    const packed = gzipSync(images(20));
    expect(facts({ images: packed })).toEqual(facts({ images: images(20) }));
  });

  test("is the same in a gzip of several members", () => {
    const whole = images(20);
    const parts = [gzipSync(whole.subarray(0, 50)), gzipSync(whole.subarray(50))];
    const packed = Uint8Array.from(parts.flatMap((part) => [...part]));
    expect(facts({ images: packed })).toEqual(facts({ images: whole }));
  });

  test("has the classes of the held-out images too, when sorted by class", () => {
    const { classes, frequencies } = facts({ images: images(3), labels: labels(0, 1, 3) });
    expect(classes).toEqual(["0", "1", "2", "3"]);
    expect([...frequencies!]).toEqual([1 / 2, 1 / 2, 0, 0]);
  });

  test("comes with labels and their shares", () => {
    const known = facts({ images: images(4), labels: labels(2, 0, 2, 1) });
    expect(known.classes).toEqual(["0", "1", "2"]);
    expect([...known.frequencies!]).toEqual([1 / 3, 0, 2 / 3]);
    expect([...known.labels!]).toEqual([2, 0, 2]);
    expect([...known.heldOutLabels!]).toEqual([1]);
    expect(imageFile.most!(known)).toBe(3);
  });

  test("comes with files to test on", () => {
    const known = facts({
      images: images(4),
      labels: labels(2, 0, 2, 1),
      heldOutImages: images(2),
      heldOutLabels: labels(1, 0),
    });
    expect(imageFile.most!(known)).toBe(4);
    expect(known.heldOut).toHaveLength(12);
    expect([...known.heldOutLabels!]).toEqual([1, 0]);
  });
});

describe("a bad file is told apart", () => {
  const packed = gzipSync(images(20));
  const damaged = Uint8Array.from(packed);
  damaged[packed.length - 8] ^= 1;
  const cases: readonly (readonly [string, Files, RegExp])[] = [
    ["none", {}, /^images: choose a file of images/],
    ["empty", { images: new Uint8Array(0) }, /^images: "images" is empty/],
    ["short", { images: Uint8Array.of(0, 0, 8) }, /ends before its magic number/],
    [
      "a picture",
      { images: Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13) },
      /magic number is 0x89504e47,/,
    ],
    ["labels", { images: labels(1, 2) }, /0x00000801, for labels, not 0x00000803/],
    ["floats", { images: Uint8Array.of(0, 0, 13, 3, 0) }, /for numbers that are not bytes/],
    ["colour", { images: Uint8Array.of(0, 0, 8, 4, 0) }, /for 4 dimensions/],
    ["torn sizes", { images: images(20).subarray(0, 9) }, /is torn: it ends within its sizes/],
    ["torn", { images: images(20).subarray(0, 99) }, /make 120 bytes, and 83 are there; fetch it/],
    ["too long", { images: Uint8Array.of(...images(2), 0) }, /is too long: its sizes 2 x 2 x 3/],
    ["no images", { images: images(0) }, /is empty: its sizes are 0 x 2 x 3/],
    ["huge images", { images: images(1, 1, 1025) }, /1 x 1025 pixels; a side has at most 1024/],
    ["one image", { images: images(1) }, /has a single image/],
    ["a torn gzip", { images: packed.subarray(0, packed.length - 30) }, /gzip/],
    ["a gzip of four bytes", { images: packed.subarray(0, 4) }, /torn gzip/],
    ["a damaged gzip", { images: damaged }, /checksum is wrong/],
    [
      "a gzip of a text",
      { images: gzipSync(Uint8Array.of(...Buffer.from("hello"))) },
      /0x68656c6c/,
    ],
    ["a bomb", { images: gzipSync(new Uint8Array(2 ** 28 + 1)) }, /unpacks to more than 256 MB/],
    [
      "too few labels",
      { images: images(3), labels: labels(1) },
      /^labels: .* 1 labels for 3 images/,
    ],
    ["images as labels", { images: images(3), labels: images(3) }, /0x00000803, for images, not/],
    [
      "another size",
      { images: images(3), heldOutImages: images(3, 3, 3) },
      /are 3 x 3 pixels, and/,
    ],
    [
      "labels alone",
      { images: images(3), heldOutLabels: labels(1) },
      /belongs to images to test on/,
    ],
  ];
  test.each(cases)("%s", (_name, files, message) => {
    const error = (() => {
      try {
        return facts(files);
      } catch (thrown) {
        return thrown;
      }
    })();
    expect(error).toBeInstanceOf(ConfigError);
    expect((error as ConfigError).message).toMatch(message);
  });

  test("whatever its bytes", () => {
    const start = fc.constantFrom(
      [],
      [0, 0, 8, 3],
      [0x1f, 0x8b, 8, 0],
      [...images(2)],
      [...packed],
    );
    fc.assert(
      fc.property(
        start,
        fc.uint8Array({ maxLength: 40 }),
        fc.nat(200),
        fc.nat(200),
        (head, tail, length, flipped) => {
          const bytes = Uint8Array.of(...head, ...tail).subarray(0, length);
          if (flipped < bytes.length) bytes[flipped] ^= 0x41;
          try {
            const { images: all, heldOut, height, width } = facts({ images: bytes });
            expect((all!.length + heldOut.length) % (height * width)).toBe(0);
          } catch (error) {
            expect(error).toBeInstanceOf(ConfigError);
            expect((error as ConfigError).path).toBe("images");
          }
        },
      ),
      { numRuns: 3000, seed: 1 },
    );
  });
});

const mnist = sharedFile("mnist/t10k-images-idx3-ubyte.gz");
const mnistLabels = sharedFile("mnist/t10k-labels-idx1-ubyte.gz");

// The test files of MNIST are not part of the repository; they are looked for in shared/data beside it.
test.skipIf(mnist === null || mnistLabels === null)("MNIST is read as it is known", () => {
  const known = facts({ images: mnist!, labels: mnistLabels! });
  expect([known.height, known.width, known.labels!.length]).toEqual([28, 28, 9000]);
  expect([...known.labels!.subarray(0, 10)]).toEqual([7, 2, 1, 0, 4, 1, 4, 9, 5, 9]);
  expect(known.classes).toEqual("0123456789".split(""));
  const mean = known.images!.reduce((sum, grey) => sum + grey, 0) / known.images!.length / 255;
  expect(mean).toBeCloseTo(0.132, 2);
});

test.each(backends)(
  "images are drawn without one coming twice: $adapter.backend",
  async (backend) => {
    const known = facts({ images: images(20) });
    await backend.prepare(imageFile.kernels);
    using scope = backend.scope("test");
    const space = { kind: "image", height: 2, width: 3 } as const;
    const context = contextFor(backend, scope, { lineages: 2, space });
    const real = imageFile.open(context, [known, known]);
    const [values, heldOut] = await backend.read(
      real.draw(context, 18).values,
      real.forms.heldOut!,
    );
    const firsts = (l: number) =>
      Array.from({ length: 18 }, (_, n) => Math.round(255 * values[(18 * l + n) * 6]));
    const all = Array.from({ length: 18 }, (_, n) => 6 * n);
    for (const l of [0, 1]) expect(firsts(l).toSorted((a, b) => a - b)).toEqual(all);
    expect(firsts(0)).not.toEqual(firsts(1));
    // Grey values from 0 to 1, on the same scale for what is drawn and for what is held out.
    expectClose(
      heldOut,
      Array.from(known.heldOut, (grey) => grey / 255),
      { absolute: 1e-6 },
    );
    const whole = Array.from(known.images!, (grey) => grey / 255);
    expectClose(values.slice(0, 18 * 6).toSorted(), whole, { absolute: 1e-6 });
  },
);
