import type { Activity, Agent, Fleet } from '@fleet/domain/read-models/api';
import type { QueryClient } from '@tanstack/svelte-query';
import { sample } from '#lib/live/bursts.ts';
import { session } from '#lib/state/session.svelte.ts';
import { request } from './client.ts';
import { patchActivities, patchAgents } from './patch.ts';

type Message =
  | { kind: 'activity' | 'agents' | 'fleet' | 'reset'; data: string }
  | { kind: 'state'; connected: boolean }
  | { kind: 'who' };

/** New rows are painted at most this often, so that a busy fleet costs one render, not hundreds. */
const paintEveryMs = 120;
/** Changed agents are patched into lists at most this often: a list may hold thousands. */
const patchEveryMs = 250;
/** Bound of one paint; a burst above it is refetched instead. */
const mostPerPaint = 500;
/** More than this at once nobody can read: the feed samples, says so, and paints less often, as much as can be followed. */
const readablePerPaint = 6;
const floodPaintEveryMs = 250;
/** So long after the last sampled paint the feed is made whole again. */
const sampledForMs = 5_000;
const retryMs = 3_000;
const refetchAtMostEveryMs = 3_000;
/** After this the lists asked for while the stream was opening have answered; what fell between is fetched again. */
const catchUpAfterMs = 600;

/**
 * The browser's one live connection: the tab holding the lock keeps the EventSource, the others hear it over a
 * BroadcastChannel. Every message is patched into the query cache.
 */
class LiveStream {
  connected = $state(false);
  /** Wall ms since which nothing arrives; null while connected or never yet connected. */
  lostSince = $state<number | null>(null);
  /** While the feed shows only some of what happens: how many of how many it showed. */
  sampled = $state<{ shown: number; of: number } | null>(null);
  /** Activities seen since the page was opened. */
  arrived = $state(0);

  #client: QueryClient | null = null;
  #channel: BroadcastChannel | null = null;
  #source: EventSource | null = null;
  #waiting: Activity[] = [];
  #changed = new Map<string, Agent>();
  #paint: ReturnType<typeof setTimeout> | null = null;
  #refetch: ReturnType<typeof setTimeout> | null = null;
  #patch: ReturnType<typeof setTimeout> | null = null;
  #catchUp: ReturnType<typeof setTimeout> | null = null;
  #whole: ReturnType<typeof setTimeout> | null = null;
  #ending = new AbortController();

  start(client: QueryClient): () => void {
    this.#client = client;
    this.#ending = new AbortController();
    const { signal } = this.#ending;
    if ('locks' in navigator && 'BroadcastChannel' in window) {
      this.#channel = new BroadcastChannel('fleet.stream');
      this.#channel.onmessage = ({ data }: MessageEvent<Message>) => this.#hear(data);
      this.#tell({ kind: 'who' });
      navigator.locks
        .request('fleet.stream', { signal }, () => {
          this.#open();
          return new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
        })
        .catch(() => {});
    } else this.#open();
    return () => this.#stop();
  }

  #stop() {
    this.#ending.abort();
    this.#source?.close();
    this.#source = null;
    this.#channel?.close();
    this.#channel = null;
    for (const timer of [this.#paint, this.#patch, this.#refetch, this.#catchUp, this.#whole])
      if (timer) clearTimeout(timer);
    this.#paint = this.#patch = this.#refetch = this.#catchUp = this.#whole = null;
  }

  #open() {
    if (this.#ending.signal.aborted) return;
    const source = new EventSource('/api/v1/stream');
    this.#source = source;
    source.onopen = () => this.#share({ kind: 'state', connected: true });
    source.onerror = () => {
      this.#share({ kind: 'state', connected: false });
      // A refused stream is closed for good by the browser; a 401 must lead to the sign-in screen.
      if (source.readyState !== EventSource.CLOSED) return;
      request('GET', '/api/v1/fleet').catch(() => {});
      setTimeout(() => session.state === 'in' && this.#source === source && this.#open(), retryMs);
    };
    for (const kind of ['activity', 'agents', 'fleet', 'reset'] as const) {
      source.addEventListener(kind, (event) => this.#share({ kind, data: String(event.data) }));
    }
  }

  #tell(message: Message) {
    this.#channel?.postMessage(message);
  }

  #share(message: Message) {
    this.#tell(message);
    this.#hear(message);
  }

  #hear(message: Message) {
    switch (message.kind) {
      case 'who':
        if (this.#source) this.#tell({ kind: 'state', connected: this.connected });
        return;
      case 'state':
        this.#setConnected(message.connected);
        return;
      case 'activity':
        this.#waiting.push(JSON.parse(message.data) as Activity);
        this.#paint ??= setTimeout(() => this.#flush(), this.sampled ? floodPaintEveryMs : paintEveryMs);
        return;
      case 'agents':
        for (const agent of JSON.parse(message.data) as Agent[]) this.#changed.set(agent.id, agent);
        this.#patch ??= setTimeout(() => this.#flushAgents(), patchEveryMs);
        return;
      case 'fleet':
        this.#client?.setQueryData(['fleet'], JSON.parse(message.data) as Fleet);
        return;
      case 'reset':
        void this.#client?.invalidateQueries();
        return;
      default:
        return message satisfies never;
    }
  }

  #setConnected(connected: boolean) {
    this.connected = connected;
    this.lostSince = connected ? null : (this.lostSince ?? Date.now());
    if (!connected) return;
    // Nothing tells what happened between a list's answer and the stream's beginning, nor while it was gone.
    this.#catchUp ??= setTimeout(() => {
      this.#catchUp = null;
      for (const key of ['activity', 'agents', 'fleet']) void this.#client?.invalidateQueries({ queryKey: [key] });
    }, catchUpAfterMs);
  }

  #flush() {
    this.#paint = null;
    const batch = this.#waiting;
    this.#waiting = [];
    this.arrived += batch.length;
    if (!this.#client) return;
    if (batch.length > mostPerPaint) void this.#client.invalidateQueries({ queryKey: ['activity'] });
    else {
      const shown = sample(batch, readablePerPaint);
      if (shown.length < batch.length) this.#tellSampled(shown.length, batch.length);
      patchActivities(this.#client, shown);
    }
  }

  #flushAgents() {
    this.#patch = null;
    const changed = [...this.#changed.values()];
    this.#changed.clear();
    if (this.#client && patchAgents(this.#client, changed)) this.#refetchSoon();
  }

  #tellSampled(shown: number, of: number) {
    this.sampled = { shown: (this.sampled?.shown ?? 0) + shown, of: (this.sampled?.of ?? 0) + of };
    if (this.#whole) clearTimeout(this.#whole);
    this.#whole = setTimeout(() => {
      this.sampled = null;
      void this.#client?.invalidateQueries({ queryKey: ['activity'] });
    }, sampledForMs);
  }

  /** An agent that no open list holds: it may be new, or match a filter only now. */
  #refetchSoon() {
    this.#refetch ??= setTimeout(() => {
      this.#refetch = null;
      void this.#client?.invalidateQueries({ queryKey: ['agents'] });
      void this.#client?.invalidateQueries({ queryKey: ['personas'] });
    }, refetchAtMostEveryMs);
  }
}

export const stream = new LiveStream();
