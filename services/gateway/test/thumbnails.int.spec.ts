import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, LookupFunction } from 'node:net';
import { Problem } from '@fleet/domain/read-models/api';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { imageFetcher } from '../src/thumbnails/fetch-image.ts';
import { bearer, type Fixture, startGateway } from './gateway-fixture.ts';

let gallery: Server;
let origin: string;
let fixture: Fixture;
const asked: string[] = [];

const png = (width: number, height: number) =>
  sharp({ create: { width, height, channels: 3, background: '#c33' } })
    .png()
    .toBuffer();
const svg = (inner: string, before = '') =>
  `${before}<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="400" height="200">${inner}</svg>`;

/** Its first chunk says that it is 60,000 pixels wide and high; there is nothing behind it. */
const bomb = (small: Buffer): Buffer => {
  const bytes = Buffer.from(small);
  bytes.writeUInt32BE(60_000, 16);
  bytes.writeUInt32BE(60_000, 20);
  return bytes;
};

beforeAll(async () => {
  const wide = await png(1_200, 300);
  const answers: Record<string, (response: ServerResponse) => void> = {
    '/wide.png': (response) => response.end(wide),
    '/drawing.svg': (response) => response.end(svg('<rect width="400" height="200" fill="#3a3"/>')),
    '/entities.svg': (response) =>
      response.end(svg('<text>&a;</text>', '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>')),
    '/reads-files.svg': (response) =>
      response.end(svg('<image xlink:href="file:///etc/passwd" width="9" height="9"/>')),
    '/page.html': (response) => response.setHeader('content-type', 'image/png').end('<!doctype html><h1>hello</h1>'),
    '/bomb.png': (response) => response.end(bomb(wide)),
    '/cut.png': (response) => response.end(wide.subarray(0, 200)),
    '/moved.png': (response) => response.writeHead(302, { location: '/wide.png' }).end(),
    '/broken.png': (response) => response.writeHead(500).end(),
    '/large.png': (response) => response.writeHead(200, { 'content-length': '26000000' }).flushHeaders(),
  };
  gallery = createServer((request, response) => {
    asked.push(request.url ?? '');
    const answer = answers[(request.url ?? '').split('?', 1)[0] ?? ''];
    if (answer) answer(response);
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => gallery.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(gallery.address() as AddressInfo).port}`;
  fixture = await startGateway({ galleryUrl: origin });
});
afterAll(async () => {
  await fixture.stop();
  gallery.closeAllConnections();
  await new Promise((resolve) => gallery.close(resolve));
});

const ask = (url: string, w: number | string = 96, headers: object = bearer) =>
  fixture.app.inject({
    ...{ url: '/api/v1/thumbnails', query: { url, w: String(w) } },
    headers: { host: 'localhost', ...headers },
  });
const sizeOf = async (bytes: Buffer) => {
  const { format, width, height } = await sharp(bytes).metadata();
  return [format, width, height];
};

describe('a thumbnail', () => {
  it.each([96, 320, 640])('is a WebP of %i pixels each way, whatever the picture is', async (width) => {
    const answer = await ask(`${origin}/wide.png`, width);
    expect([answer.statusCode, answer.headers['content-type']]).toEqual([200, 'image/webp']);
    expect(answer.headers['cache-control']).toBe('private, max-age=31536000, immutable');
    expect(await sizeOf(answer.rawPayload)).toEqual(['webp', width, width]);
  });

  it('is made once, and not sent to a browser that has it', async () => {
    const url = `${origin}/wide.png?once`;
    const answers = await Promise.all([ask(url), ask(url), ask(url)]);
    expect(new Set(answers.map(({ headers }) => headers.etag)).size).toBe(1);
    const etag = String(answers[0]?.headers.etag);
    const again = await ask(url, 96, { ...bearer, 'if-none-match': etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await ask(url)).headers.etag).toBe(etag);
    expect(asked.filter((path) => path === '/wide.png?once')).toHaveLength(1);
    expect((await ask(url, 320)).headers.etag).not.toBe(etag);
  });

  it('shows the whole picture where that is asked for', async () => {
    const query = { url: `${origin}/wide.png`, w: '320', fit: 'inside' };
    const answer = await fixture.app.inject({
      url: '/api/v1/thumbnails',
      query,
      headers: { host: 'localhost', ...bearer },
    });
    expect(await sizeOf(answer.rawPayload)).toEqual(['webp', 320, 80]);
    expect(answer.headers.etag).not.toBe((await ask(`${origin}/wide.png`, 320)).headers.etag);
  });

  it('is drawn from a drawing', async () => {
    const answer = await ask(`${origin}/drawing.svg`);
    expect(await sizeOf(answer.rawPayload)).toEqual(['webp', 96, 96]);
  });

  it('needs a session', async () => {
    expect((await ask(`${origin}/wide.png`, 96, {})).statusCode).toBe(401);
  });

  it.each([
    ['another host', 'https://evil.example/a.png', 422, 'invalid'],
    ['the metadata of a cloud', 'http://169.254.169.254/latest', 422, 'invalid'],
    ['another port of the gallery', 'http://127.0.0.1:1/a.png', 422, 'invalid'],
    ['a file', 'file:///etc/passwd', 422, 'invalid'],
    ['no address at all', 'a.png', 422, 'invalid'],
    ['a page that calls itself a picture', '/page.html', 422, 'not_an_image'],
    ['a drawing whose entities grow', '/entities.svg', 422, 'not_an_image'],
    ['a drawing that reads files', '/reads-files.svg', 422, 'not_an_image'],
    ['a picture that would fill the memory', '/bomb.png', 422, 'not_an_image'],
    ['half a picture', '/cut.png', 422, 'not_an_image'],
    ['26 MB', '/large.png', 422, 'image_too_large'],
    ['a redirect', '/moved.png', 502, 'image_unavailable'],
    ['an error of the gallery', '/broken.png', 502, 'image_unavailable'],
    ['a picture that is gone', '/gone.png', 404, 'image_not_found'],
  ])('is not made of %s', async (_what, where, status, code) => {
    const answer = await ask(where.startsWith('/') ? origin + where : where);
    expect([answer.statusCode, Problem.parse(answer.json()).code]).toEqual([status, code]);
  });

  it('is not asked for again for a while where it could not be made', async () => {
    const before = asked.length;
    await ask(`${origin}/broken.png`);
    expect(asked.length).toBe(before);
  });

  it('has one of three widths', async () => {
    const answer = await ask(`${origin}/wide.png`, 97);
    expect([answer.statusCode, answer.json().errors[0].field]).toEqual([422, 'w']);
  });

  it('is documented', async () => {
    const described = await fixture.app.inject({ url: '/docs/json', headers: { host: 'localhost', ...bearer } });
    expect(Object.keys(described.json().paths)).toContain('/api/v1/thumbnails');
  });
});

describe('fetching an image', () => {
  const pointing =
    (address: string): LookupFunction =>
    (_name, _options, done) =>
      done(null, [{ address, family: address.includes(':') ? 6 : 4 }]);
  const port = () => new URL(origin).port;

  it.each(['127.0.0.1', '10.1.2.3', '192.168.0.9', '169.254.169.254', '::1', 'fd00::1', '::ffff:127.0.0.1'])(
    'does not go where a named host points to inside: %s',
    async (address) => {
      const hosts = { gallery: 'gallery.example', more: [`cdn.example:${port()}`] };
      const fetchImage = imageFetcher({ hosts, lookup: pointing(address) });
      const before = asked.length;
      const fetched = await fetchImage(new URL(`http://cdn.example:${port()}/wide.png`));
      expect(fetched).toMatchObject({ kind: 'unavailable', why: expect.stringContaining('cdn.example') });
      expect(asked.length).toBe(before);
    },
  );

  it('goes to the gallery itself wherever it is, but for link-local addresses', async () => {
    const hosts = { gallery: `gallery.example:${port()}`, more: [] };
    const url = new URL(`http://gallery.example:${port()}/wide.png`);
    expect((await imageFetcher({ hosts, lookup: pointing('127.0.0.1') })(url)).kind).toBe('image');
    expect((await imageFetcher({ hosts, lookup: pointing('169.254.169.254') })(url)).kind).toBe('unavailable');
  });

  it('ends a body that is larger than it says, and a gallery that does not answer', async () => {
    const endless = createServer((request, response) => {
      if (request.url === '/silent') return;
      const more = () => {
        while (response.write(Buffer.alloc(10_000)));
        response.once('drain', more);
      };
      more();
    });
    await new Promise<void>((resolve) => endless.listen(0, '127.0.0.1', resolve));
    const host = `127.0.0.1:${(endless.address() as AddressInfo).port}`;
    const hosts = { gallery: host, more: [] };
    const fetchImage = imageFetcher({ hosts, maxBytes: 50_000 });
    expect(await fetchImage(new URL(`http://${host}/endless`))).toEqual({ kind: 'too_large' });
    expect(await imageFetcher({ hosts, withinMs: 300 })(new URL(`http://${host}/silent`))).toEqual({
      ...{ kind: 'unavailable', why: 'no answer within 300 ms' },
    });
    endless.closeAllConnections();
    await new Promise((resolve) => endless.close(resolve));
    expect((await fetchImage(new URL(`http://${host}/gone`))).kind).toBe('unavailable');
  });
});
