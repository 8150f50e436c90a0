import type { IncomingMessage, ServerResponse } from 'node:http';

/** The live streams that are open, and what they are told. */
export class Streams {
  /** Answers every attempt to open one with 503, as a gateway does that is not there yet. */
  refused = false;
  readonly #open = new Set<ServerResponse>();

  get count(): number {
    return this.#open.size;
  }

  open(request: IncomingMessage, response: ServerResponse) {
    if (this.refused) return void response.writeHead(503).end();
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    response.write('retry: 300\n\n: hello\n\n');
    this.#open.add(response);
    request.on('close', () => this.#open.delete(response));
  }

  tell(event: string, data: unknown) {
    for (const stream of this.#open) stream.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  }

  /** Cuts every open stream, as a gateway that restarts would. */
  cut() {
    for (const stream of this.#open) stream.destroy();
    this.#open.clear();
  }
}
