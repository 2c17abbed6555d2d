/** The numbers of a list as people type it; NaN for what is none. */
export function numbersIn(text: string): number[] {
  return text
    .split(/[\s,;]+/)
    .filter(Boolean)
    .map(Number);
}

export function asText(numbers: readonly number[]): string {
  return numbers.map(String).join(", ");
}
