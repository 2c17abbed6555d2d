// mixture/weighed-sums — mass, means and products of points in the plane, four points at a time.
//
// Twin      the loop in src/kernels/mixture/chunk-sums.ts

struct WeighedSums {
  mass: vec4f,
  x: vec4f,
  y: vec4f,
  xx: vec4f,
  xy: vec4f,
  yy: vec4f,
}

fn addPoints(to: ptr<function, WeighedSums>, weight: vec4f, x: vec4f, y: vec4f) {
  let wx = weight * x;
  let wy = weight * y;
  (*to).mass += weight;
  (*to).x += wx;
  (*to).y += wy;
  (*to).xx += wx * x;
  (*to).xy += wx * y;
  (*to).yy += wy * y;
}

fn inFull(sums: WeighedSums) -> array<f32, 6> {
  let one = vec4f(1.0);
  return array(
    dot(sums.mass, one),
    dot(sums.x, one),
    dot(sums.y, one),
    dot(sums.xx, one),
    dot(sums.xy, one),
    dot(sums.yy, one),
  );
}
