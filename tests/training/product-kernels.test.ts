import { expect, test } from "vitest";
import type { Backend } from "../../src/compute/backend.ts";
import type { PanelOverrides } from "../../src/kernels/linear/product.ts";
import {
  type Addends,
  type ProductKind,
  productKernel,
} from "../../src/training/product-kernels.ts";
import { cpu } from "../support/backends.ts";

interface Wishes {
  readonly addends?: Addends;
  readonly software?: boolean;
  readonly subgroups?: boolean;
}

/** What a product of 40 rows is done by on an adapter, and how much it may add. */
function chosen(
  kind: ProductKind,
  { N, K, M = 40 }: { N: number; K: number; M?: number },
  { addends = "none", software = true, subgroups = true }: Wishes = {},
) {
  const adapter = { ...cpu.adapter, software, subgroups };
  const backend = { adapter } as Backend;
  const { shader, overrides } = productKernel(backend, kind, { M, N, K }, true, { addends });
  const { PANEL, COLUMNS, ADDED } = overrides as Partial<PanelOverrides>;
  return PANEL === undefined ? shader : `${shader} ${PANEL} × ${COLUMNS}, ${ADDED}`;
}

test("large products are done by panels where a processor plays the graphics card", () => {
  expect(chosen("NN", { N: 64, K: 64 })).toBe("linear/nn-panels.wgsl 64 × 64, 0");
  expect(chosen("NN", { N: 64, K: 64 }, { addends: "residual" })).toBe(
    "linear/nn-panels.wgsl 64 × 64, 2",
  );
  expect(chosen("NT", { N: 192, K: 64 }, { addends: "out" })).toBe(
    "linear/nt-panels.wgsl 64 × 64, 1",
  );
  expect(chosen("NT", { N: 256, K: 64 }, { addends: "both" })).toBe(
    "linear/nt-panels.wgsl 64 × 128, 3",
  );
  expect(chosen("NN", { N: 128, K: 128 })).toBe("linear/nn-panels.wgsl 128 × 64, 0");
  // The sums of one panel are added to those of the one before.
  expect(chosen("TN", { N: 64, K: 1024 })).toBe("linear/tn-panels.wgsl 128 × 64, 1");
  expect(chosen("NN", { N: 128, K: 192 }, { addends: "residual" })).toBe(
    "linear/nn-panels.wgsl 64 × 128, 3",
  );
});

test("a kernel is made once", () => {
  const adapter = { ...cpu.adapter, software: true, subgroups: true };
  const choose = () => productKernel({ adapter } as Backend, "NN", { M: 8, N: 64, K: 64 }, true);
  expect(choose()).toBe(choose());
});

test("by panels only where they are whole, whatever the rows", () => {
  expect(chosen("NN", { N: 68, K: 64 })).toBe("linear/nn-quads.wgsl");
  expect(chosen("NT", { N: 64, K: 72 })).toBe("linear/nt-quads.wgsl");
  expect(chosen("TN", { N: 64, K: 0 })).toBe("linear/tn-quads.wgsl");
  for (const M of [1, 7, 4096]) {
    expect(chosen("NN", { M, N: 64, K: 64 })).toBe("linear/nn-panels.wgsl 64 × 64, 0");
  }
});

test("and nowhere else", () => {
  const extents = { N: 64, K: 64 };
  expect(chosen("NN", extents, { software: false })).toBe("linear/nn-fours.wgsl");
  expect(chosen("NN", extents, { subgroups: false })).toBe("linear/nn-fours.wgsl");
});
