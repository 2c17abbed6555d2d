import { defineKernel } from "../../compute/kernel.ts";
import { multiplyTN } from "./tn.ts";
import { panelTiles } from "./product.ts";

const of = (ADDED: 0 | 1 | 2) =>
  defineKernel({
    ...multiplyTN,
    shader: "linear/tn-panels.wgsl",
    overrides: { WORKGROUP_SIZE: 4, ADDED },
    workgroups: panelTiles,
    suits: ({ software, subgroups }) => software && subgroups === true,
  });

/**
 * `multiplyTNQuads` with 64 k of b kept for many rows. See shaders/linear/tn-panels.wgsl. By what
 * they can add besides the bias: nothing, where K is 64 at most; what is there; the residual, too.
 */
export const multiplyTNPanels = { none: of(0), out: of(1), all: of(2) };
