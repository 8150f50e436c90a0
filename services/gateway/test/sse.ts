import { request } from 'node:http';

export type StreamEvent = { readonly event: string; readonly id: string | null; readonly data: unknown };

/** A browser's event stream, as far as the specs need it: last id as the standard says, every event kept. */
export const openStream = async (
  base: string,
  headers: Record<string, string>,
  options: { query?: string; lastEventId?: string } = {},
) => {
  const events: StreamEvent[] = [];
  const seen = { lastEventId: options.lastEventId ?? null, ended: false, status: 0, comments: 0 };
  let rest = '';
  const onBlock = (block: string) => {
    let event = 'message';
    let data: string | null = null;
    let id: string | null = null;
    for (const line of block.split('\n')) {
      if (line.startsWith(':')) seen.comments++;
      else if (line.startsWith('id: ')) id = seen.lastEventId = line.slice(4);
      else if (line.startsWith('event: ')) event = line.slice(7);
      else if (line.startsWith('data: ')) data = line.slice(6);
    }
    if (data !== null) events.push({ event, id, data: JSON.parse(data) });
  };
  const outgoing = request(`${base}/api/v1/stream${options.query ?? ''}`, {
    agent: false,
    headers: { ...headers, ...(options.lastEventId ? { 'last-event-id': options.lastEventId } : {}) },
  });
  const response = await new Promise<import('node:http').IncomingMessage>((resolve, reject) => {
    outgoing.once('response', resolve).once('error', reject).end();
  });
  seen.status = response.statusCode ?? 0;
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    const blocks = (rest + chunk).split('\n\n');
    rest = blocks.pop() ?? '';
    for (const block of blocks) onBlock(block);
  });
  response.on('error', () => {});
  response.on('close', () => {
    seen.ended = true;
  });
  return {
    events,
    seen,
    headers: response.headers,
    of: (name: string) => events.filter(({ event }) => event === name),
    /** Stops reading, as a browser whose tab hangs. */
    hang: () => void response.pause(),
    readOn: () => void response.resume(),
    close: () => {
      outgoing.destroy();
    },
  };
};
