// layers/norm-quad — rows shared by the four of a quad, each with every fourth four of it.
//
// A processor that plays a graphics card pays for a number from a buffer as for many multiplications.
// So a lane keeps what it has loaded of a row, and of what many rows have in common.
//
// Twin      none of its own: see layers/layer-norm-forward-quads

override FOURS: u32;  // of a row that a lane has, 16 at most

// Sixteen fours; those behind FOURS are constant and cost nothing.
struct Part {
  a: mat4x4f,
  b: mat4x4f,
  c: mat4x4f,
  d: mat4x4f,
}

// Four fours of `scale`, which whoever imports this binds, from number k of the lane's on.
fn scaleBlock(start: u32, k: u32) -> mat4x4f {
  var block = mat4x4f();
  if FOURS > k { block[0] = scale[start + 4u * k]; }
  if FOURS > k + 1u { block[1] = scale[start + 4u * k + 4u]; }
  if FOURS > k + 2u { block[2] = scale[start + 4u * k + 8u]; }
  if FOURS > k + 3u { block[3] = scale[start + 4u * k + 12u]; }
  return block;
}

// The sum over all of a quad, the same bits in each lane.
fn quadSum(fours: vec4f) -> f32 {
  let own = dot(fours, vec4f(1.0));
  let pair = own + quadSwapX(own);
  return pair + quadSwapY(pair);
}

fn sumOfBlock(x: mat4x4f) -> vec4f {
  return (x[0] + x[1]) + (x[2] + x[3]);
}

fn sumOf(x: Part) -> vec4f {
  return (sumOfBlock(x.a) + sumOfBlock(x.b)) + (sumOfBlock(x.c) + sumOfBlock(x.d));
}

// Number by number.
fn product(x: mat4x4f, y: mat4x4f) -> mat4x4f {
  return mat4x4f(x[0] * y[0], x[1] * y[1], x[2] * y[2], x[3] * y[3]);
}

fn products(x: Part, y: Part) -> Part {
  return Part(product(x.a, y.a), product(x.b, y.b), product(x.c, y.c), product(x.d, y.d));
}

fn added(x: Part, y: Part) -> Part {
  return Part(x.a + y.a, x.b + y.b, x.c + y.c, x.d + y.d);
}
