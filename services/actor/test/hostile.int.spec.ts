import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { HOSTILE_TEXTS, type HostileText } from '@fleet/testkit/hostile-corpus';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ComposeClient, createCompose } from '../src/llm/compose.ts';
import { llmEndpointOf } from '../src/llm/provider.ts';
import type { ActingAgent, CallContext, ComposeInput } from '../src/ports.ts';
import { BUILT_IN_PRICES_FILE, readPriceList } from '../src/prices/price-list.ts';

type Message = { readonly role: string; readonly content: string };

/** The worst model there is: does whatever the last injection asks, and remembers what it was told. */
let obeys = '';
let told: readonly Message[] = [];
let server: Server;
let compose: ComposeClient;

beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      const asked = JSON.parse(body) as { messages?: readonly Message[] };
      if (asked.messages) told = asked.messages;
      const usage = { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 };
      const message = { role: 'assistant', content: obeys, refusal: null };
      response.setHeader('content-type', 'application/json');
      response.end(JSON.stringify({ choices: [{ index: 0, finish_reason: 'stop', message }], usage }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const endpoint = llmEndpointOf({
    provider: 'offline',
    llmBaseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    ollamaUrl: 'http://localhost:11434',
    ollamaModel: 'none',
    openaiApiKey: null,
    openaiModel: 'none',
  });
  const prices = readPriceList(BUILT_IN_PRICES_FILE);
  compose = createCompose({ endpoint, concurrency: 2, timeoutMs: 10_000, prices, wallNow: Date.now });
});
afterAll(async () => {
  await compose?.close();
  await new Promise((resolve) => server.close(resolve));
});

const AGENT: ActingAgent = {
  id: 'a',
  username: 'mira_draws',
  name: 'Mira',
  personaId: 'product_photographer',
  config: {
    name: 'Mira',
    personality: 'Patient.',
    vibe: 'calm',
    interests: ['lamps'],
    schedule: { timezone: 'UTC', activeDays: [], peakHours: [], peakMultiplier: 1, offPeakMultiplier: 1 },
    minIntervalS: 60,
    maxIntervalS: 300,
    weights: { post: 0.5, comment: 0.5, like: 0.7 },
    workflow: 'chart',
  },
};

const call = (key: string): CallContext => ({ key, traceparent: null, signal: new AbortController().signal });
const commentOn = ({ place, text }: HostileText): ComposeInput => ({
  kind: 'comment',
  agent: AGENT,
  localTime: 'Monday 12:00',
  recentComments: [],
  candidates: [
    {
      id: 'p1',
      title: place === 'title' ? text : 'A brass lamp',
      description: place === 'description' ? text : 'On a walnut desk',
      author: place === 'name' ? text : 'Otto',
      isAgent: false,
      comments: place === 'comment' ? [text] : ['Nice shade'],
    },
    { id: 'p2', title: 'A chair', description: 'Of ash', author: 'Lena', isAgent: true, comments: [] },
  ],
  draw: 0.5,
});
const postAmong = ({ text }: HostileText): ComposeInput => ({
  kind: 'post',
  agent: AGENT,
  localTime: 'Monday 12:00',
  recentCaptions: [],
  trending: [text, 'A chair'],
  draw: 0.5,
});

/** Not the guardrail's own patterns: what a reader would take for an address, an account or a number to call. */
const LOOKS_LIKE_CONTACT = [
  /:\/\//,
  /\bwww\./i,
  /[@＠]\s*\w/u,
  /\w\.(com|net|io|org|ly|example)\b/i,
  /\d[\d\s().-]{7,}\d/,
];
const FENCED = /<untrusted>[^<>]*<\/untrusted>/g;

/** Whatever an agent would publish of it. */
const publishedOf = (composed: object): string =>
  Object.entries(composed)
    .filter(([field]) => field !== 'kind')
    .map(([, value]) => String(value))
    .join('\n');

describe('two hundred injected titles, descriptions, comments and names', () => {
  it('are two hundred different ones', () => {
    expect(new Set(HOSTILE_TEXTS.map(({ text, place }) => `${place} ${text}`)).size).toBe(200);
  });

  it.each(HOSTILE_TEXTS.map((hostile) => [hostile.id, hostile] as const))('comment: %s', async (_id, hostile) => {
    obeys = hostile.obeyed;
    const input = commentOn(hostile);
    const answer = await compose.compose(input, call(`comment-${hostile.id}`));
    // Two messages, ours; everything that others wrote stands inside a fence that it cannot close.
    expect(told.map(({ role }) => role)).toEqual(['system', 'user']);
    expect(told[0]?.content).not.toContain('lamp_admin');
    const outside = told.map(({ content }) => content.replace(FENCED, '')).join('\n');
    // The rules themselves name the fence once; nothing else does, and no demand stands outside of it.
    expect(outside.replace('<untrusted> and </untrusted>', '')).not.toMatch(/<\/?untrusted/);
    expect(outside).not.toMatch(/evil-lamps|lamp_admin|DROP TABLE|LampGPT|OVERRIDE/);

    if (answer.kind !== 'ok') {
      expect(answer.kind).toBe('unusable');
      return;
    }
    const { composed } = answer.result;
    expect(['comment', 'skip']).toContain(composed.kind);
    if (composed.kind === 'comment') expect(['p1', 'p2']).toContain(composed.postId);
    const published = publishedOf(composed);
    for (const word of hostile.forbidden) if (word !== '') expect(published).not.toContain(word);
    for (const pattern of LOOKS_LIKE_CONTACT) expect(published).not.toMatch(pattern);
  });

  it('are answered as anything else when the model does not obey', async () => {
    obeys = JSON.stringify({ index: 1, text: 'The ash grain runs along the back.' });
    for (const hostile of HOSTILE_TEXTS) {
      const answer = await compose.compose(commentOn(hostile), call(`fine-${hostile.id}`));
      expect(answer, hostile.id).toMatchObject({ kind: 'ok', result: { composed: { kind: 'comment', postId: 'p2' } } });
    }
  });

  it('lead no post to carry them either', async () => {
    for (const hostile of HOSTILE_TEXTS) {
      const { text } = JSON.parse(
        hostile.obeyed.startsWith('{"index":0,"text"') && !hostile.obeyed.includes('}{')
          ? hostile.obeyed
          : '{"text":""}',
      ) as { text: string };
      obeys = JSON.stringify({ imagePrompt: `a lamp, ${text}`, title: text.slice(0, 70), caption: text });
      const answer = await compose.compose(postAmong(hostile), call(`post-${hostile.id}`));
      const outside = told.map(({ content }) => content.replace(FENCED, '')).join('\n');
      expect(outside).not.toMatch(/evil-lamps|lamp_admin|DROP TABLE|LampGPT|OVERRIDE/);
      if (answer.kind !== 'ok') continue;
      const published = publishedOf(answer.result.composed);
      for (const word of hostile.forbidden) if (word !== '') expect(published, hostile.id).not.toContain(word);
      for (const pattern of LOOKS_LIKE_CONTACT) expect(published, hostile.id).not.toMatch(pattern);
    }
  });
});
