/**
 * A file that is let go beside the place for it would take the place of the whole page, and of the
 * run in it. Returns the function that ends the guard.
 */
export function guardAgainstDrops(): () => void {
  const controller = new AbortController();
  const { signal } = controller;
  document.addEventListener(
    "dragover",
    (event) => {
      // Whoever wants the file has said so by now.
      if (!event.defaultPrevented && event.dataTransfer !== null) {
        event.dataTransfer.dropEffect = "none";
      }
      event.preventDefault();
    },
    { signal },
  );
  document.addEventListener("drop", (event) => event.preventDefault(), { signal });
  return () => controller.abort();
}
