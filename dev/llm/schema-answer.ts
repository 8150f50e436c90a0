import { en, Faker } from '@faker-js/faker';
import { type Draws, pick } from './draws.ts';
import { ApiFault } from './openai-error.ts';

/** As much of JSON Schema as structured output knows. */
export type JsonSchema = {
  readonly [key: string]: unknown;
};

/** Says what a string or an integer of this name should hold; undefined leaves it to the schema alone. */
export type Voice = {
  readonly text: (name: string, object: object) => string | undefined;
  readonly integer: (name: string, object: object) => number | null | undefined;
};

const MAX_DEPTH = 32;
const MAX_VALUES = 5_000;

const unsupported = (what: string): ApiFault =>
  new ApiFault(400, `the stand-in model cannot answer a schema with ${what}`, { param: 'response_format' });

const isSchema = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null;
const numberOf = (value: unknown): number | null => (typeof value === 'number' ? value : null);
const schemasOf = (value: unknown): readonly JsonSchema[] => (Array.isArray(value) ? value.filter(isSchema) : []);

const FORMATS: Readonly<Record<string, (faker: Faker) => string>> = {
  'date-time': () => '2026-01-05T09:30:00Z',
  date: () => '2026-01-05',
  time: () => '09:30:00Z',
  duration: () => 'PT30M',
  email: () => 'someone@example.invalid',
  hostname: () => 'example.invalid',
  uri: () => 'https://example.invalid/',
  ipv4: () => '192.0.2.1',
  ipv6: () => '2001:db8::1',
  uuid: (faker) => faker.string.uuid(),
};

/** A value that the schema accepts, the same for the same draws. @throws ApiFault for what it cannot satisfy */
export const answerSchema = (root: JsonSchema, voice: Voice, draws: Draws): unknown => {
  const faker = new Faker({ locale: en, seed: Math.floor(draws() * 2 ** 31) });
  let values = 0;

  const resolve = (schema: JsonSchema): JsonSchema => {
    if (typeof schema.$ref !== 'string') return schema;
    let at: unknown = root;
    for (const part of schema.$ref.replace(/^#\/?/, '').split('/').filter(Boolean)) {
      at = isSchema(at) ? at[part.replaceAll('~1', '/').replaceAll('~0', '~')] : undefined;
    }
    if (!isSchema(at)) throw unsupported(`the reference ${schema.$ref}`);
    return at;
  };

  const text = (schema: JsonSchema, name: string, inside: object): string => {
    const min = numberOf(schema.minLength) ?? 0;
    const max = numberOf(schema.maxLength) ?? Number.POSITIVE_INFINITY;
    if (typeof schema.pattern === 'string') {
      const made = faker.helpers.fromRegExp(schema.pattern.replace(/^\^|\$$/g, ''));
      if (!new RegExp(schema.pattern, 'u').test(made) || made.length < min || made.length > max) {
        throw unsupported(`the pattern ${schema.pattern}`);
      }
      return made;
    }
    if (typeof schema.format === 'string') {
      const made = FORMATS[schema.format]?.(faker);
      if (made === undefined) throw unsupported(`the format ${schema.format}`);
      return made;
    }
    let said = voice.text(name, inside) ?? 'something quiet and well made';
    while (said.length < min) said = `${said} ${said}`;
    return said.length <= max ? said : said.slice(0, max).trimEnd().padEnd(min, '.');
  };

  const quantity = (schema: JsonSchema, name: string, inside: object, whole: boolean): number => {
    const lowest = Math.max(numberOf(schema.minimum) ?? -Infinity, numberOf(schema.exclusiveMinimum) ?? -Infinity);
    const highest = Math.min(numberOf(schema.maximum) ?? Infinity, numberOf(schema.exclusiveMaximum) ?? Infinity);
    const accepts = (n: number): boolean =>
      n >= lowest &&
      n <= highest &&
      n !== numberOf(schema.exclusiveMinimum) &&
      n !== numberOf(schema.exclusiveMaximum) &&
      (!whole || Number.isInteger(n)) &&
      (numberOf(schema.multipleOf) === null || Number.isInteger(n / (numberOf(schema.multipleOf) ?? 1)));
    const wished = whole ? voice.integer(name, inside) : undefined;
    const step = numberOf(schema.multipleOf) ?? (whole ? 1 : 0.5);
    const low = Number.isFinite(lowest) ? lowest : Number.isFinite(highest) ? highest - 20 * step : 0;
    const first = Math.ceil(low / step) * step;
    const candidates = [
      wished,
      ...Array.from({ length: 20 }, () => first + Math.floor(draws() * 20) * step),
      first,
      first + step,
      (Math.max(lowest, -1e9) + Math.min(highest, 1e9)) / 2,
    ];
    const found = candidates.find((n): n is number => typeof n === 'number' && accepts(n));
    if (found === undefined) throw unsupported('these numeric bounds');
    return found;
  };

  const list = (schema: JsonSchema, name: string, depth: number): unknown[] => {
    const prefix = schemasOf(schema.prefixItems);
    const min = Math.max(numberOf(schema.minItems) ?? 1, prefix.length);
    const max = Math.max(min, Math.min(numberOf(schema.maxItems) ?? min + 2, min + 2));
    const count = (numberOf(schema.maxItems) ?? 1) === 0 ? 0 : min + Math.floor(draws() * (max - min + 1));
    const seen = new Set<string>();
    const items: unknown[] = [];
    for (let i = 0; items.length < count && i < count + 20; i++) {
      const of = prefix[items.length] ?? (isSchema(schema.items) ? schema.items : {});
      const item = value(of, name, {}, depth + 1);
      const key = JSON.stringify(item);
      if (schema.uniqueItems === true && seen.has(key)) continue;
      seen.add(key);
      items.push(item);
    }
    if (items.length < min) throw unsupported('so many unique items');
    return items;
  };

  const object = (schema: JsonSchema, depth: number): Record<string, unknown> => {
    const properties = isSchema(schema.properties) ? schema.properties : {};
    const required = new Set(Array.isArray(schema.required) ? schema.required.map(String) : []);
    const made: Record<string, unknown> = {};
    for (const [key, of] of Object.entries(properties)) {
      if (!required.has(key) && depth > 4) continue;
      made[key] = value(isSchema(of) ? of : {}, key, made, depth + 1);
    }
    for (const key of required) {
      if (!(key in made)) made[key] = value({ type: 'string' }, key, made, depth + 1);
    }
    return made;
  };

  const value = (given: JsonSchema, name: string, inside: object, depth: number): unknown => {
    values += 1;
    if (depth > MAX_DEPTH || values > MAX_VALUES) throw unsupported('so much depth');
    const schema = resolve(given);
    if ('const' in schema) return schema.const;
    if (Array.isArray(schema.enum)) return pick(draws, schema.enum);
    const choices = [...schemasOf(schema.anyOf), ...schemasOf(schema.oneOf)];
    if (choices.length > 0) {
      const isNull = (choice: JsonSchema): boolean => choice.type === 'null';
      const wished = voice.integer(name, inside);
      const unsaid = wished === null || (wished === undefined && voice.text(name, inside) === '');
      if (choices.some(isNull) && (unsaid || depth > 8)) return null;
      const real = choices.filter((choice) => !isNull(choice));
      return value(real.length > 0 ? pick(draws, real) : { type: 'null' }, name, inside, depth + 1);
    }
    if (schemasOf(schema.allOf).length > 0) {
      const parts = schemasOf(schema.allOf).map(resolve);
      const merged = Object.assign({}, schema, ...parts) as Record<string, unknown>;
      merged.properties = Object.assign({}, schema.properties, ...parts.map((part) => part.properties));
      merged.required = [schema, ...parts].flatMap((part) => (Array.isArray(part.required) ? part.required : []));
      delete merged.allOf;
      return value(merged, name, inside, depth + 1);
    }
    const types = Array.isArray(schema.type) ? schema.type : [schema.type];
    if (types.includes('null') && types.length > 1) {
      const rest = types.filter((type) => type !== 'null');
      return value(
        { anyOf: [...rest.map((type) => ({ ...schema, type })), { type: 'null' }] },
        name,
        inside,
        depth + 1,
      );
    }
    switch (types[0]) {
      case 'string':
        return text(schema, name, inside);
      case 'integer':
        return quantity(schema, name, inside, true);
      case 'number':
        return quantity(schema, name, inside, false);
      case 'boolean':
        return draws() < 0.5;
      case 'null':
        return null;
      case 'array':
        return list(schema, name, depth);
      case 'object':
        return object(schema, depth);
      case undefined:
        if (isSchema(schema.properties)) return object(schema, depth);
        return isSchema(schema.items) ? list(schema, name, depth) : text(schema, name, inside);
      default:
        throw unsupported(`the type ${String(types[0])}`);
    }
  };

  return value(root, '', {}, 0);
};
