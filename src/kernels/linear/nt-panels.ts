import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNT } from "./nt.ts";
import { type PanelOverrides, panelTiles } from "./product.ts";

/** `multiplyNTQuads` with some of b kept for many rows. See shaders/linear/nt-panels.wgsl. */
export const multiplyNTPanels = (overrides: PanelOverrides) =>
  defineKernel({
    ...multiplyNT,
    shader: "linear/nt-panels.wgsl",
    overrides: { WORKGROUP_SIZE: 4, ...overrides },
    workgroups: panelTiles,
    suits: ({ software, subgroups }) => software && subgroups === true,
  });
