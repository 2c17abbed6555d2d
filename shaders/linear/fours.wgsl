// linear/fours — loads and stores of a product whose rows are whole fours.
//
// A row begins at `start`; `first` is a multiple of four below `extent`, in elements.

fn fourOfA(start: u32, first: u32, extent: u32) -> vec4f {
  return a[(start + first) / 4u];
}

fn fourOfB(start: u32, first: u32, extent: u32) -> vec4f {
  return b[(start + first) / 4u];
}

// Nothing is stored outside the product.
fn store(lineage: u32, row: u32, column: u32, sums: vec4f) {
  if row >= params.M || column >= params.N {
    return;
  }
  let at = ((lineage * params.M + row) * params.N + column) / 4u;
  var value = sums;
  if params.X > 0u {
    value += bias[(lineage * params.N + column) / 4u];
  }
  if params.Y > 0u {
    value += residual[at];
  }
  if params.accumulate != 0u {
    value += out[at];
  }
  out[at] = value;
}
