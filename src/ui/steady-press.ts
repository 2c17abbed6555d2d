/**
 * What is typed counts once its field is left, and what is said about it then may move a button away
 * from under the pointer before it is let go: the press is no click any more. With `holdStill` on
 * "mousedown" and `leaveField` at the click the field is left by the click itself.
 */
export function holdStill(event: Event): void {
  event.preventDefault();
}

/** Leaves the field that is being typed into, in whatever shadow tree it is. */
export function leaveField(): void {
  let active = document.activeElement;
  while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
  if (active instanceof HTMLElement) active.blur();
}
