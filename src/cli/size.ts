/** Sizes of files as people write them. */

const units: Readonly<Record<string, number>> = { '': 1, k: 1 << 10, m: 1 << 20, g: 1 << 30 };

/** The bytes that '512k', '2M' or '1000' stand for; undefined for what is no size. */
export function readSize(value: string): number | undefined {
  const [, digits, unit] = /^(\d{1,15})([kmg]?)(?:i?b)?$/i.exec(value) ?? [];
  const size = Number(digits) * (units[unit?.toLowerCase() ?? ''] ?? NaN);
  return Number.isSafeInteger(size) && size > 0 ? size : undefined;
}
