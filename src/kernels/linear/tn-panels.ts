import { defineKernel } from "../../compute/kernel.ts";
import { type PanelOverrides, panelReference, panelTiles } from "./product.ts";
import { rowSums } from "./row-sums.ts";
import { multiplyTN } from "./tn.ts";

/**
 * `multiplyTNQuads` with some of b kept for many rows, and with the sums of the columns of b besides.
 * See shaders/linear/tn-panels.wgsl.
 */
export const multiplyTNPanels = (overrides: PanelOverrides) => {
  const product = panelReference(multiplyTN, overrides);
  return defineKernel({
    shader: "linear/tn-panels.wgsl",
    bindings: {
      ...multiplyTN.bindings,
      columnSums: { dtype: "f32", shape: "L S", access: "update" },
    },
    scalars: multiplyTN.scalars,
    overrides: { WORKGROUP_SIZE: 4, ...overrides },
    workgroups: panelTiles,
    suits: ({ software, subgroups }) => software && subgroups === true,

    reference({ columnSums, ...arrays }, scalars, { S, ...axes }) {
      product(arrays, scalars, axes);
      if (S === 0) return;
      const { L, N, K } = axes;
      rowSums.reference({ x: arrays.b, out: columnSums }, scalars, { L, M: K, N });
    },
  });
};
