const waiting: (() => void)[] = [];

/**
 * Resolves in an animation frame of its own. A batch of generations changes every chart at once;
 * drawn in one frame they would hold the page up, drawn in turn nobody notices.
 */
export function ownFrame(): Promise<void> {
  return new Promise((resolve) => {
    waiting.push(resolve);
    if (waiting.length === 1) requestAnimationFrame(serve);
  });
}

function serve(): void {
  const next = waiting.shift();
  if (waiting.length > 0) requestAnimationFrame(serve);
  next?.();
}

/** Lets everything that waits by the next frame be drawn in it: at the end no chart lags behind. */
export function drawAllAtOnce(): void {
  requestAnimationFrame(() => {
    for (const next of waiting.splice(0)) next();
  });
}
