import { file } from "../config.ts";
import { ConfigError } from "../errors.ts";
import { defineDataset } from "./dataset.ts";
import { type IdxImages, idxImages, idxLabels } from "./idx.ts";
import { classesOf, openImages, realImageKernels } from "./real-images.ts";

const ACCEPT = ".gz,.idx,.idx1-ubyte,.idx3-ubyte,application/gzip,application/octet-stream";

/** Whatever has no file of its own is tested on this share of the images, the last of them. */
const HELD_OUT_SHARE = 0.1;

export const imageFile = defineDataset({
  name: "image-file",
  title: "Images from files",
  summary: "Grey images of your own from IDX files: MNIST, Fashion-MNIST, KMNIST.",
  source: "LeCun et al. 1998, doi:10.1109/5.726791",
  kind: "image",
  settings: {
    images: file({
      accept: ACCEPT,
      help: "IDX images, gzipped or not, such as train-images-idx3-ubyte.gz; read on this machine alone.",
    }),
    labels: file({
      accept: ACCEPT,
      help: "What the images show, such as train-labels-idx1-ubyte.gz; without it there are no classes.",
    }),
    heldOutImages: file({
      accept: ACCEPT,
      help: "Images to test on, such as t10k-images-idx3-ubyte.gz; without it the last tenth is kept.",
    }),
    heldOutLabels: file({ accept: ACCEPT, help: "What the images to test on show." }),
  },
  kernels: realImageKernels,

  most: ({ images, height, width }) => images!.length / (height * width),

  facts({ images: imagesFile, labels: labelsFile, heldOutImages, heldOutLabels }) {
    if (imagesFile === null) {
      throw new ConfigError(
        "images",
        "choose a file of images, such as train-images-idx3-ubyte.gz",
      );
    }
    const all = idxImages(imagesFile, "images");
    const allLabels = labelsFile === null ? null : idxLabels(labelsFile, "labels", all.count);
    const { height, width } = all;
    const shared = { kind: "image", height, width, hand: null } as const;
    if (heldOutImages !== null) {
      const test = idxImages(heldOutImages, "heldOutImages");
      checkSize(all, test);
      const testLabels =
        heldOutLabels === null ? null : idxLabels(heldOutLabels, "heldOutLabels", test.count);
      return {
        ...shared,
        ...named(allLabels, testLabels),
        images: all.pixels,
        labels: allLabels,
        heldOut: test.pixels,
        heldOutLabels: testLabels,
      };
    }
    if (heldOutLabels !== null) {
      throw new ConfigError("heldOutLabels", "belongs to images to test on, and there are none");
    }
    if (all.count < 2) {
      const message = "has a single image, and none is left to test on; choose a larger file";
      throw new ConfigError("images", `${JSON.stringify(imagesFile.name)} ${message}`);
    }
    const kept = all.count - Math.max(1, Math.floor(all.count * HELD_OUT_SHARE));
    const labels = allLabels?.subarray(0, kept) ?? null;
    const keptLabels = allLabels?.subarray(kept) ?? null;
    return {
      ...shared,
      ...named(labels, keptLabels),
      images: all.pixels.subarray(0, kept * height * width),
      labels,
      heldOut: all.pixels.subarray(kept * height * width),
      heldOutLabels: keptLabels,
    };
  },
  open: openImages,
});

function named(labels: Uint8Array | null, heldOut: Uint8Array | null) {
  return labels === null ? { classes: null, frequencies: null } : classesOf(labels, heldOut);
}

function checkSize(all: IdxImages, test: IdxImages): void {
  if (all.height === test.height && all.width === test.width) return;
  const [here, there] = [test, all].map(({ height, width }) => `${height} x ${width}`);
  throw new ConfigError("heldOutImages", `are ${here} pixels, and those to learn from ${there}`);
}
