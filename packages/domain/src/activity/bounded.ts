/** Bounds what others wrote before it becomes an event: events are for ever. */
export const bounded = (text: string): string => text.slice(0, 500);
