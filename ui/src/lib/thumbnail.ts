/** Widths that the gateway cuts images to, px. */
const widths = [96, 320, 640] as const;
/** Screens show up to two pixels for one. */
const density = 1.6;

/** The address of an image cut to fit a box `sizePx` wide: never the original, which may be megabytes. */
export function thumbnail(url: string, sizePx: number): string {
  const width = widths.find((one) => one >= sizePx * density) ?? widths[widths.length - 1];
  return `/api/v1/thumbnails?${new URLSearchParams({ url, w: String(width) })}`;
}
