/** What may be an experiment file: systems do not agree on what JSON is called. */
const MAYBE_JSON = /^$|json/;

/**
 * A file that is let go beside the place for it would take the place of the whole page, and of the
 * run in it. What may be an experiment is handed to `take` instead. Returns the function that ends
 * the guard.
 */
export function guardAgainstDrops(take: (file: File) => void): () => void {
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
      const [file, other] = event.dataTransfer?.files ?? [];
      const isOne = file !== undefined && other === undefined && MAYBE_JSON.test(file.type);
      if (!event.defaultPrevented && isOne) take(file);
      event.preventDefault();
    },
    { signal },
  );
  return () => controller.abort();
}

/** While it hovers a file has no name yet, and in some browsers not even a type. */
function isWelcome({ items, types }: DataTransfer): boolean {
  const [item, other] = items;
  if (item === undefined) return types.includes("Files");
  return other === undefined && item.kind === "file" && MAYBE_JSON.test(item.type);
}
