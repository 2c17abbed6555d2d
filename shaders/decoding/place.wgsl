// decoding/place — where the key of a position lies among those kept of a text.
//
// The prompt comes first, which all beams share; then T places of each beam for new tokens, of which
// a row reads those that it came through. For shaders with `params` and `ancestors` u32 [L, R, T].
//
// Twin      src/kernels/decoding/place.ts

// `row` is among all R of all lineages, `firstRow` the first of its text among the R of its lineage.
fn placeOf(row: u32, firstRow: u32, u: u32) -> u32 {
  if u < params.S {
    return u;
  }
  let t = u - params.S;
  return params.S + (ancestors[row * params.T + t] - firstRow) * params.T + t;
}
