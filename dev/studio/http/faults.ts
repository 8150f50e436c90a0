import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Fault } from '../control.ts';

/** Every field the API knows, each of a type it never has. */
const wrongTypes = {
  status: 12,
  imageIds: 'none',
  imageUrls: { 0: 'no' },
  previews: [],
  usageEvents: 'free',
  showcaseItem: [],
  items: 'all of them',
  item: 7,
  comments: { first: 'hello' },
  comment: 3,
  success: 'yes',
  liked: 'yes',
  likeCount: 'many',
  id: 5,
  username: false,
  created: 'maybe',
  deleted: 'perhaps',
};

const badGateway =
  '<html>\r\n<head><title>502 Bad Gateway</title></head>\r\n<body>\r\n<center><h1>502 Bad Gateway</h1></center>\r\n</body>\r\n</html>\r\n';

const someone = { id: 'u-fault', username: 'someone', name: 'Someone' };
const oneComment = (id: string, content: string) => ({
  id,
  content,
  createdAt: new Date(0).toISOString(),
  user: someone,
});

type Answer = { status: number; type: string; body: string };

function answerOf(fault: Fault): Answer {
  const json = (body: unknown, status: number): Answer => ({
    status,
    type: 'application/json; charset=utf-8',
    body: JSON.stringify(body),
  });
  switch (fault.kind) {
    case 'html':
      return { status: fault.status ?? 502, type: 'text/html', body: badGateway };
    case 'wrongTypes':
      return json(wrongTypes, fault.status ?? 200);
    case 'empty':
      return { status: fault.status ?? 200, type: 'application/json; charset=utf-8', body: '' };
    case 'hugeComment':
      return json({ comments: [oneComment('c-huge', 'x'.repeat(fault.amount ?? 10_000_000))] }, 200);
    case 'manyComments':
      return json(
        {
          comments: Array.from({ length: Math.min(fault.amount ?? 1_000, 1_000_000) }, (_, i) =>
            oneComment(`c-${i}`, 'nice'),
          ),
        },
        200,
      );
    default:
      return json(fault.body ?? { error: `fault: ${fault.status ?? 500}` }, fault.status ?? 500);
  }
}

/** Closes a connection as a crashed server does: no answer, a reset. */
export const resetConnection = (request: FastifyRequest): void => {
  const { socket } = request.raw;
  if ('resetAndDestroy' in socket) socket.resetAndDestroy();
  else request.raw.destroy();
};

/** Plays a fault as the answer. Connection faults take the reply over and never answer. */
export function playFault(fault: Fault, request: FastifyRequest, reply: FastifyReply): void {
  if (fault.kind === 'reset' || fault.kind === 'hang' || fault.kind === 'truncated') {
    reply.hijack();
    breakConnection(fault, request, reply);
    return;
  }
  const answer = answerOf(fault);
  reply
    .code(answer.status)
    .type(answer.type)
    .headers(fault.headers ?? {})
    .send(answer.body);
}

function breakConnection(fault: Fault, request: FastifyRequest, reply: FastifyReply): void {
  if (fault.kind === 'hang') return;
  if (fault.kind === 'reset') {
    resetConnection(request);
    return;
  }
  reply.raw.writeHead(fault.status ?? 200, { 'content-type': 'application/json', 'content-length': '4096' });
  reply.raw.write('{"items":[{"id":"half of an', () => request.raw.socket.destroy());
}

/** What a spoiled answer becomes. Resolves to the text to send, or never, when the connection is broken instead. */
export function spoilAnswer(fault: Fault, request: FastifyRequest, reply: FastifyReply): Promise<string> {
  if (fault.kind === 'reset' || fault.kind === 'hang' || fault.kind === 'truncated') {
    breakConnection(fault, request, reply);
    return new Promise(() => {});
  }
  const answer = answerOf(fault);
  reply
    .code(answer.status)
    .type(answer.type)
    .removeHeader('content-length')
    .headers(fault.headers ?? {});
  return Promise.resolve(answer.body);
}
