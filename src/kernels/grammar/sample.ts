import { covering, defineKernel } from "../../compute/kernel.ts";
import { multiplyHigh, randomBits } from "../../random/philox.ts";

/** Draws N windows of T tokens out of the text of a grammar. See shaders/grammar/sample.wgsl. */
export const grammarSample = defineKernel({
  shader: "grammar/sample.wgsl",
  bindings: {
    keys: { dtype: "u32", shape: "L 2", access: "read" },
    symbols: { dtype: "u32", shape: "S 2", access: "read" },
    rules: { dtype: "u32", shape: "G 2", access: "read" },
    parts: { dtype: "u32", shape: "P", access: "read" },
    thresholds: { dtype: "u32", shape: "R G", access: "read" },
    texts: { dtype: "u32", shape: "L N T", access: "write" },
  },
  scalars: ["start", "longest", "stream", "generation"],
  overrides: { WORKGROUP_SIZE: 64 },
  workgroups: ({ L, N }, { WORKGROUP_SIZE }) => covering(L * N, WORKGROUP_SIZE),

  reference(
    { keys, symbols, rules, parts, thresholds, texts },
    { start, longest, stream, generation },
    { L, N, T, R, G },
  ) {
    const words = new Uint32Array(4);
    for (let l = 0; l < L; l++) {
      const [seed, lineage] = keys.subarray(2 * l);
      const row = thresholds.subarray((R === 1 ? 0 : l) * G);
      for (let n = 0; n < N; n++) {
        const word = (step: number, e: number) => {
          const draw = Math.floor(e / 4);
          randomBits({ seed, lineage, stream, generation, step, index: n, draw }, words);
          return words[e % 4];
        };
        const sentence = (step: number): number[] => {
          const tokens: number[] = [];
          let drawn = 0;
          const expand = (symbol: number) => {
            const bits = Math.max(1, word(step, ++drawn));
            let rule = symbols[2 * symbol];
            while (row[rule] < bits) rule++;
            for (let i = rules[2 * rule]; i < rules[2 * rule + 1]; i++) {
              if (parts[i] % 2 === 0) tokens.push(parts[i] / 2);
              else expand((parts[i] - 1) / 2);
            }
          };
          expand(start);
          return [...tokens, 0];
        };

        let step = 0;
        let text = sentence(step);
        let place = multiplyHigh(word(step, 0), longest);
        while (place >= text.length) {
          step++;
          text = sentence(step);
          place = multiplyHigh(word(step, 0), longest);
        }
        text = text.slice(place);
        while (text.length < T) text.push(...sentence(++step));
        texts.set(text.slice(0, T), (l * N + n) * T);
      }
    }
  },
});
