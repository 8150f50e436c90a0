import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

/** The list that comes with the service; an operator's own is named by PRICES_FILE. */
export const BUILT_IN_PRICES_FILE = join(import.meta.dirname, 'prices.json');

const MAX_BYTES = 1_000_000;
const Usd = z.number().nonnegative().max(100_000);

/** Prices per million tokens, for each model. */
export const TokenPrice = z.strictObject({ inputUsdPerMillion: Usd, outputUsdPerMillion: Usd });
export type TokenPrice = z.infer<typeof TokenPrice>;

/** `images`: USD for one image, by model, size and quality. `asOf`: the day somebody last looked at the provider's list. */
export const PriceList = z.strictObject({
  asOf: z.iso.date(),
  source: z.string().max(500).optional(),
  models: z.record(z.string().min(1).max(100), TokenPrice),
  images: z.record(
    z.string().min(1).max(100),
    z.record(z.string().regex(/^\d{1,5}x\d{1,5}$/), z.record(z.string().min(1).max(40), Usd)),
  ),
});
export type PriceList = z.infer<typeof PriceList>;

/** What is wrong with a price file, in words for who has to put it right. */
export class PriceFileError extends Error {
  override name = 'PriceFileError';
}

/** The line (from 1) on which the last key of a path stands, so that an editor can go there. */
const lineOf = (text: string, path: readonly PropertyKey[]): number => {
  let at = 0;
  for (const key of path) {
    const found = text.indexOf(JSON.stringify(String(key)), at);
    if (found < 0) break;
    at = found;
  }
  return text.slice(0, at).split('\n').length;
};

/** @throws PriceFileError naming file, line and field */
export const readPriceList = (path: string): PriceList => {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    throw new PriceFileError(`${path} cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown'})`);
  }
  if (text.length > MAX_BYTES) throw new PriceFileError(`${path} is longer than ${MAX_BYTES} characters`);
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    throw new PriceFileError(`${path} is not JSON: ${(error as Error).message}`);
  }
  const parsed = PriceList.safeParse(json);
  if (parsed.success) return parsed.data;
  const told = parsed.error.issues
    .slice(0, 5)
    .map((issue) => `line ${lineOf(text, issue.path)}, ${issue.path.join('.') || 'the whole'}: ${issue.message}`);
  throw new PriceFileError(`${path}: ${told.join('; ')}`);
};

const DAY_MS = 86_400_000;
const OLD_AFTER_DAYS = 90;

/** Days since the list was looked at, where that is more than 90; null while it is fresh. */
export const staleDays = ({ asOf }: PriceList, wallMs: number): number | null => {
  const days = Math.floor((wallMs - Date.parse(asOf)) / DAY_MS);
  return days > OLD_AFTER_DAYS ? days : null;
};
