import { defineKernel } from "../../compute/kernel.ts";
import { multiplyNT } from "./nt.ts";
import { panelTiles } from "./product.ts";

const of = (ADDED: 0 | 1 | 2) =>
  defineKernel({
    ...multiplyNT,
    shader: "linear/nt-panels.wgsl",
    overrides: { WORKGROUP_SIZE: 4, ADDED },
    workgroups: panelTiles,
    suits: ({ software, subgroups }) => software && subgroups === true,
  });

/**
 * `multiplyNTQuads` with 64 k of b kept for many rows. See shaders/linear/nt-panels.wgsl. By what
 * they can add besides the bias: nothing, where K is 64 at most; what is there; the residual, too.
 */
export const multiplyNTPanels = { none: of(0), out: of(1), all: of(2) };
