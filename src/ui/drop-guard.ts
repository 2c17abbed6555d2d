/** What may be an experiment or part of a run: systems do not agree on what JSON is called. */
const MAYBE_JSON = /^$|json/;

/**
 * A file that is let go beside the place for it would take the place of the whole page, and of the
 * run in it. What may be an experiment is handed to `take` instead. Returns the function that ends
 * the guard.
 */
export function guardAgainstDrops(take: (files: readonly File[]) => void): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  document.addEventListener(
    "dragover",
    (event) => {
      // Whoever wants the file has said so by now.
      if (!event.defaultPrevented && event.dataTransfer !== null) {
        event.dataTransfer.dropEffect = isWelcome(event.dataTransfer) ? "copy" : "none";
      }
      event.preventDefault();
    },
    { signal },
  );
  document.addEventListener(
    "drop",
    (event) => {
      const files = [...(event.dataTransfer?.files ?? [])];
      const isWanted = files.some(({ type }) => MAYBE_JSON.test(type));
      if (!event.defaultPrevented && isWanted) take(files);
      event.preventDefault();
    },
    { signal },
  );
  return () => controller.abort();
}

/** While it hovers a file has no name yet, and in some browsers not even a type. */
function isWelcome({ items, types }: DataTransfer): boolean {
  if (items.length === 0) return types.includes("Files");
  return [...items].some(({ kind, type }) => kind === "file" && MAYBE_JSON.test(type));
}
