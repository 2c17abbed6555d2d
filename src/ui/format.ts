const DIGITS = 4;
const plain = (digits: number) => new Intl.NumberFormat("en", { maximumSignificantDigits: digits });
const PLAIN = plain(DIGITS);
const SHORT = plain(3);
const COUNT = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const SUPERSCRIPTS = "⁰¹²³⁴⁵⁶⁷⁸⁹";

/** Three digits, for where there is little room. */
export function formatShort(value: number | null | undefined): string {
  return formatNumber(value, SHORT);
}

/** Four digits, powers of ten where zeros would have to be counted, and signs for what is none. */
export function formatNumber(value: number | null | undefined, format = PLAIN): string {
  if (value === null || value === undefined || Number.isNaN(value)) return "–";
  if (!Number.isFinite(value)) return value > 0 ? "∞" : "−∞";
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) return scientific(value);
  return format.format(value).replace("-", "−");
}

export function formatCount(value: number): string {
  return COUNT.format(value);
}

function scientific(value: number): string {
  const [digits, exponent] = value.toExponential(2).split("e");
  return `${digits.replace("-", "−")}·10${superscript(Number(exponent))}`;
}

export function superscript(power: number): string {
  const digits = String(Math.abs(power)).replaceAll(/\d/g, (digit) => SUPERSCRIPTS[Number(digit)]);
  return power < 0 ? `⁻${digits}` : digits;
}

/** Below this many a second people rather count the seconds of one. */
const SLOW = 0.5;

/** Whole seconds as people say them. */
export function formatDuration(seconds: number): string {
  if (!Number.isFinite(seconds)) return "–";
  if (seconds < 1) return "under a second";
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 90 * 60) return `${Math.round(seconds / 60)} min`;
  return `${(seconds / 3600).toFixed(1)} h`;
}

/** Bytes as people say them, powers of 1024. */
export function formatBytes(bytes: number): string {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) [value, unit] = [value / 1024, unit + 1];
  return `${value >= 100 || unit === 0 ? formatCount(value) : SHORT.format(value)} ${units[unit]}`;
}

/** E.g. "12 steps/s". */
export function formatRate(perSecond: number, unit = "generations"): string {
  if (perSecond < SLOW) return `${formatDuration(1 / perSecond)} per ${unit.replace(/s$/, "")}`;
  const value =
    perSecond >= 10 ? formatCount(perSecond) : PLAIN.format(Number(perSecond.toFixed(1)));
  return `${value} ${unit}/s`;
}
