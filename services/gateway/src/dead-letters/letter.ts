import { DeadLetter, TickMessage } from '@fleet/domain/messages';
import type { StoredMessage } from '@fleet/platform/bus';

/** A dead letter as it lies in its stream, with what its payload tells. */
export type Letter = Omit<DeadLetter, 'v' | 'payload'> & {
  /** Its number in the stream, decimal. */
  readonly id: string;
  /** As text, where it is text. */
  readonly payload: string | null;
  /** What a retry would try again; null when it is not a tick. */
  readonly tick: TickMessage | null;
  readonly agentId: string | null;
};

const UUID = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/;

const textOf = (bytes: Uint8Array): string | null => {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return null;
  }
};
const parsed = (text: string | null): unknown => {
  try {
    return text === null ? null : JSON.parse(text);
  } catch {
    return null;
  }
};

/** What it was about: its payload names an agent, or its id does (`<agent>.<due>`, `provision.<agent>`). */
const agentOf = (payload: string | null, messageId: string | null): string | null => {
  const { agentId } = (parsed(payload) ?? {}) as { agentId?: unknown };
  const named = typeof agentId === 'string' ? agentId : (messageId ?? '');
  return UUID.exec(named)?.[0] ?? null;
};

/** Never throws: also a letter that is none has to be seen, and discarded. */
export const readLetter = ({ seq, subject, payload: bytes, at }: StoredMessage): Letter => {
  const id = String(seq);
  const letter = DeadLetter.safeParse(parsed(textOf(bytes)));
  if (!letter.success)
    return {
      id,
      at: new Date(at).toISOString(),
      source: subject.endsWith('.job') ? 'job' : 'tick',
      subject,
      messageId: null,
      reason: 'this letter cannot be read',
      deliveries: 0,
      payload: textOf(bytes)?.slice(0, 8_000) ?? null,
      tick: null,
      agentId: null,
    };
  const { v: _, payload: encoded, ...told } = letter.data;
  const payload = textOf(Buffer.from(encoded, 'base64'));
  const tick = told.source === 'tick' ? (TickMessage.safeParse(parsed(payload)).data ?? null) : null;
  return { ...told, id, payload, tick, agentId: agentOf(payload, told.messageId) };
};
