// gaussian/sixteen-rows — mean and squared deviations of ever more rows, sixteen at a time.
//
// Each sixteen are passed over twice while they are at hand, and joined to those before them.
//
// Units     those of the values; the square is a sum, not a mean
// Source    Chan, Golub & LeVeque 1983, doi:10.1080/00031305.1983.10483115
// Twin      the two passes in src/kernels/gaussian/chunk-moments.ts

struct RunningMoments {
  rows: f32,
  mean: f32,
  square: f32,
}

fn total(a: vec4f, b: vec4f, c: vec4f, d: vec4f) -> f32 {
  let four = (a + b) + (c + d);
  return (four.x + four.y) + (four.z + four.w);
}

// Adds the first `count` of sixteen rows.
fn addRows(before: RunningMoments, count: u32, rows: mat4x4f) -> RunningMoments {
  let place = vec4u(0u, 1u, 2u, 3u);
  let zero = vec4f();
  let a = place < vec4u(count);
  let b = place + 4u < vec4u(count);
  let c = place + 8u < vec4u(count);
  let d = place + 12u < vec4u(count);

  let own = f32(i32(count));
  let mean = total(
    select(zero, rows[0], a),
    select(zero, rows[1], b),
    select(zero, rows[2], c),
    select(zero, rows[3], d),
  ) / own;
  let fromA = select(zero, rows[0] - mean, a);
  let fromB = select(zero, rows[1] - mean, b);
  let fromC = select(zero, rows[2] - mean, c);
  let fromD = select(zero, rows[3] - mean, d);
  let square = total(fromA * fromA, fromB * fromB, fromC * fromC, fromD * fromD);

  let all = before.rows + own;
  let part = own / all;
  let offset = mean - before.mean;
  return RunningMoments(
    all,
    before.mean + offset * part,
    before.square + square + offset * offset * before.rows * part,
  );
}
