type Listener = (generation: number | null) => void;

const listeners = new Set<Listener>();

/**
 * One cursor for all charts, as a generation: their pixels and even their scales may differ.
 * Returns the function that ends it.
 */
export function followCursor(listener: Listener): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Moves the cursor of every chart; null takes it away. */
export function moveCursor(generation: number | null): void {
  for (const listener of listeners) listener(generation);
}
