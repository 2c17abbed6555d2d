// layers/attention-quad — four neighbours with four positions each, which load the others together.
//
// Of sixteen others at a time each lane loads four, and these go round by swaps: at turn i a lane has
// what lane `lane ^ i` loaded. A workgroup is one quad, so that it stays together in every loop.
//
// Twin      none of its own: see layers/attention-forward-quads

#import layers/attention-tile

// What came round: turn 0 is a lane's own.
struct Round {
  m0: mat4x4f,
  m1: mat4x4f,
  m2: mat4x4f,
  m3: mat4x4f,
}

fn quadsPerText() -> u32 {
  return (params.T + 15u) / 16u;
}

fn quadCount() -> u32 {
  return params.L * params.B * params.H * quadsPerText();
}

// Within the text, the first position of quad i of all (text, head, sixteen positions).
fn quadPlace(i: u32) -> u32 {
  return 16u * (i % quadsPerText());
}

// The four positions of a lane, which may all lie behind the text.
fn quadTile(i: u32, lane: u32) -> Tile {
  let textAndHead = i / quadsPerText();
  let text = textAndHead / params.H;
  let head = textAndHead - text * params.H;
  let place = quadPlace(i) + 4u * lane;
  return Tile(text * params.T, place, head * (params.D / params.H), textAndHead * params.T);
}

fn goneRound(own: mat4x4f) -> Round {
  return Round(
    own,
    mat4x4f(quadSwapX(own[0]), quadSwapX(own[1]), quadSwapX(own[2]), quadSwapX(own[3])),
    mat4x4f(quadSwapY(own[0]), quadSwapY(own[1]), quadSwapY(own[2]), quadSwapY(own[3])),
    mat4x4f(
      quadSwapDiagonal(own[0]),
      quadSwapDiagonal(own[1]),
      quadSwapDiagonal(own[2]),
      quadSwapDiagonal(own[3]),
    ),
  );
}

// Adds the products of four columns of what came round with those of a lane's own four.
fn withProducts(sums: Round, others: Round, own: mat4x4f) -> Round {
  return Round(
    sums.m0 + transpose(others.m0) * own,
    sums.m1 + transpose(others.m1) * own,
    sums.m2 + transpose(others.m2) * own,
    sums.m3 + transpose(others.m3) * own,
  );
}

// What came round, as much of each as the weights say.
fn mixture(others: Round, weights: Round) -> mat4x4f {
  return others.m0 * weights.m0 + others.m1 * weights.m1
    + others.m2 * weights.m2 + others.m3 * weights.m3;
}
