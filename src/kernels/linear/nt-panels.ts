import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNT } from "./nt.ts";
import { type PanelOverrides, panelReference, panelTiles } from "./product.ts";

/** `multiplyNTQuads` with some of b kept for many rows. See shaders/linear/nt-panels.wgsl. */
export const multiplyNTPanels = (overrides: PanelOverrides) =>
  defineKernel({
    shader: "linear/nt-panels.wgsl",
    bindings: multiplyNT.bindings,
    scalars: multiplyNT.scalars,
    overrides: { WORKGROUP_SIZE: 4, ...overrides },
    workgroups: panelTiles,
    suits: ({ software, subgroups }) => software && subgroups === true,
    reference: panelReference(multiplyNT, overrides),
  });
