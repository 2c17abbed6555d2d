// layers/ignored — the target of a row that predicts nothing.
//
// Twin      IGNORED of src/kernels/layers/next-tokens.ts

const IGNORED = 0xffffffffu;
