/** "lastLateMs" → "last late"; what the unit was is said with the value. */
export const figureName = (name: string) =>
  name
    .replace(/(Ms|S)$/, '')
    .replaceAll('_', ' ')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase();

const number = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });

/** A figure that a service tells of itself, with the unit that its name ends in. */
export const figureText = (name: string, value: number | boolean | string): string => {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (typeof value === 'string') return value;
  return `${number.format(value)}${/Ms$/.test(name) ? ' ms' : ''}`;
};

/** "fleet-actor" → "Actor". */
export const partName = (name: string) => {
  const bare = name.replace(/^fleet-/, '').replaceAll('_', ' ');
  return /^(nats|llm)$/.test(bare) ? bare.toUpperCase() : bare.charAt(0).toUpperCase() + bare.slice(1);
};
