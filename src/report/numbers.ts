/** Four digits, which is what fits a line. */
export function rounded(value: number): string {
  if (!Number.isFinite(value)) return String(value).replace("Infinity", "∞");
  return String(Number(value.toPrecision(4))).replace("-", "−");
}
