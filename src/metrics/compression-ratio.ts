import { deflateSync } from "fflate";
import { tokenBytes } from "../token-text.ts";
import { defineMetric } from "./metric.ts";
import { ofTexts } from "./texts.ts";

const LINE_END = 0x0a;

export const compressionRatio = defineMetric({
  name: "compression-ratio",
  title: "Compression ratio",
  summary: "Bytes of all texts over those that deflate makes of them: large where they are alike.",
  source: "Shaib et al. 2024, arXiv:2403.00553; Deflate: RFC 1951",
  unit: "",
  settings: {},
  kernels: [],
  kind: "tokens",
  needsReal: [],
  needs: ["samples"],

  measure: (context, { real: { facts }, current }) =>
    ofTexts(context, current.samples, "compression ratio", ({ tokens, T, N }) => {
      if (facts.kind !== "tokens") return NaN;
      const texts = Array.from({ length: N }, (_, n) =>
        tokenBytes(facts, tokens.subarray(n * T, (n + 1) * T)),
      );
      const bytes = new Uint8Array(texts.reduce((sum, { length }) => sum + length + 1, 0));
      let at = 0;
      for (const text of texts) {
        bytes.set(text, at);
        at += text.length;
        bytes[at++] = LINE_END;
      }
      return bytes.length / deflateSync(bytes, { level: 9 }).length;
    }),
});
