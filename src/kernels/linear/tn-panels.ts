import { defineKernel } from "../../compute/kernel.ts";
import { multiplyTN } from "./tn.ts";
import { type PanelOverrides, panelReference, panelTiles } from "./product.ts";

/** `multiplyTNQuads` with some of b kept for many rows. See shaders/linear/tn-panels.wgsl. */
export const multiplyTNPanels = (overrides: PanelOverrides) =>
  defineKernel({
    shader: "linear/tn-panels.wgsl",
    bindings: multiplyTN.bindings,
    scalars: multiplyTN.scalars,
    overrides: { WORKGROUP_SIZE: 4, ...overrides },
    workgroups: panelTiles,
    suits: ({ software, subgroups }) => software && subgroups === true,
    reference: panelReference(multiplyTN, overrides),
  });
