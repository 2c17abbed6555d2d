// linear/ones — loads and stores of a product whose rows have any length.
//
// A row begins at `start`; `first` is where four elements of it are wanted. Behind `extent` there
// is 0: what lies there belongs to another row or lineage and may not be finite.

fn fourOfA(start: u32, first: u32, extent: u32) -> vec4f {
  let last = start + extent - 1u;
  let at = vec4u(start + first) + vec4u(0u, 1u, 2u, 3u);
  let inside = min(at, vec4u(last));
  let values = vec4f(a[inside.x], a[inside.y], a[inside.z], a[inside.w]);
  return select(vec4f(), values, at <= vec4u(last));
}

fn fourOfB(start: u32, first: u32, extent: u32) -> vec4f {
  let last = start + extent - 1u;
  let at = vec4u(start + first) + vec4u(0u, 1u, 2u, 3u);
  let inside = min(at, vec4u(last));
  let values = vec4f(b[inside.x], b[inside.y], b[inside.z], b[inside.w]);
  return select(vec4f(), values, at <= vec4u(last));
}

// Nothing is stored outside the product.
fn store(lineage: u32, row: u32, column: u32, sums: vec4f) {
  if row >= params.M {
    return;
  }
  var left = sums;
  for (var n = column; n < min(column + 4u, params.N); n++) {
    let at = (lineage * params.M + row) * params.N + n;
    var value = left.x;
    left = left.yzwx;
    if params.X > 0u {
      value += bias[lineage * params.N + n];
    }
    if params.Y > 0u {
      value += residual[at];
    }
    if params.accumulate != 0u {
      value += out[at];
    }
    out[at] = value;
  }
}
