// metrics/accuracy — how often a linear model's answer has the sign of the true one.
//
//   accuracy[l] = 1 - θ / π        θ the angle between coefficients[l] and slopes
//
// for inputs that are the same in every direction. The angle is taken from the sum and the difference of
// the two directions, which lose no digits where they are nearly the same or opposite; a model that says
// 0 everywhere is right by half.
//
// Axes      L lineages · C coefficients
// Grid      one invocation per l
// Close     10⁻⁶
// Source    polynomial of the arc tangent: Abramowitz & Stegun 1964, 4.4.49;
//           angle: Kahan 2006, "How futile are mindless assessments of roundoff"
// Twin      src/kernels/metrics/accuracy.ts

#import grid

struct Params {
  L: u32,
  C: u32,
}

@group(0) @binding(0) var<uniform> params: Params;
@group(0) @binding(1) var<storage, read> coefficients: array<f32>;      // [L, C]
@group(0) @binding(2) var<storage, read> slopes: array<f32>;            // [C], not all 0
@group(0) @binding(3) var<storage, read_write> accuracy: array<f32>;    // [L]

const QUARTER = 0.7853981633974483;

// The arc tangent of a number between 0 and 1, which the built-in gives to 2⁻¹¹ only.
fn arcTangent(x: f32) -> f32 {
  let y = x * x;
  var p = 0.0028662257;
  p = p * y - 0.0161657367;
  p = p * y + 0.0429096138;
  p = p * y - 0.0752896400;
  p = p * y + 0.1065626393;
  p = p * y - 0.1420889944;
  p = p * y + 0.1999355085;
  p = p * y - 0.3333314528;
  return x + x * y * p;
}

@compute @workgroup_size(WORKGROUP_SIZE)
fn main(@builtin(global_invocation_id) invocation: vec3u, @builtin(num_workgroups) groups: vec3u) {
  let l = gridIndex(invocation, groups);
  if l >= params.L {
    return;
  }
  var squares = vec2f();
  for (var c = 0u; c < params.C; c++) {
    let both = vec2f(coefficients[l * params.C + c], slopes[c]);
    squares += both * both;
  }
  if squares.x == 0.0 {
    accuracy[l] = 0.5;
    return;
  }
  let scale = inverseSqrt(squares);
  var apart = 0.0;
  var together = 0.0;
  for (var c = 0u; c < params.C; c++) {
    let own = coefficients[l * params.C + c] * scale.x;
    let right = slopes[c] * scale.y;
    apart += (own - right) * (own - right);
    together += (own + right) * (own + right);
  }
  let angle = arcTangent(sqrt(min(apart, together) / max(apart, together)));
  accuracy[l] = 1.0 - select(2.0 * QUARTER - angle, angle, apart <= together) / (2.0 * QUARTER);
}
