const hourMs = 3_600_000;

/** How many of the moments lie in each of the `hours` after `from` (ms); what lies outside is left out. */
export function byHour(moments: readonly string[], from: number, hours: number): number[] {
  const counts = Array.from({ length: hours }, () => 0);
  for (const at of moments) {
    const index = Math.floor((Date.parse(at) - from) / hourMs);
    if (index >= 0 && index < hours) counts[index] = (counts[index] ?? 0) + 1;
  }
  return counts;
}
