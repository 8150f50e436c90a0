import { DeadLetter } from '@fleet/domain/messages';
import { type Delivery, type Publish, SUBJECTS } from '@fleet/platform/bus';

const PAYLOAD_BYTES = 6_000;

/** Writes down a message that is given up, once however often it is tried. @throws BusError */
export const writeDeadLetter = async (
  publish: Publish,
  source: 'tick' | 'job',
  delivery: Delivery,
  reason: string,
  wallMs: number,
): Promise<void> => {
  const { subject, messageId, deliveries, payload } = delivery;
  const letter = DeadLetter.parse({
    v: 1,
    source,
    subject,
    messageId,
    payload: Buffer.from(payload.subarray(0, PAYLOAD_BYTES)).toString('base64'),
    reason: reason.slice(0, 500),
    deliveries,
    at: new Date(wallMs).toISOString(),
  });
  const once = messageId === null ? {} : { messageId: `dead.${source}.${messageId}` };
  await publish(SUBJECTS.dead(source), JSON.stringify(letter), once);
};
