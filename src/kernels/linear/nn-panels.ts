import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNN } from "./nn.ts";
import { type PanelOverrides, panelReference, panelTiles } from "./product.ts";

/** `multiplyNNQuads` with some of b kept for many rows. See shaders/linear/nn-panels.wgsl. */
export const multiplyNNPanels = (overrides: PanelOverrides) =>
  defineKernel({
    shader: "linear/nn-panels.wgsl",
    bindings: multiplyNN.bindings,
    scalars: multiplyNN.scalars,
    overrides: { WORKGROUP_SIZE: 4, ...overrides },
    workgroups: panelTiles,
    suits: ({ software, subgroups }) => software && subgroups === true,
    reference: panelReference(multiplyNN, overrides),
  });
