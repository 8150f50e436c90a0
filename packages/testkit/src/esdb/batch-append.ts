import shared from '@eventstore/db-client/generated/shared_pb.js';
import statusMessages from '@eventstore/db-client/generated/status_pb.js';
import streams, {
  type BatchAppendReq,
  type BatchAppendResp as BatchAppendRespType,
} from '@eventstore/db-client/generated/streams_pb.js';
import { type ServerDuplexStream, status } from '@grpc/grpc-js';
import type { EsdbLog, ExpectedRevision, Proposed, WriteOutcome } from './log.ts';
import { expectedOf, MAX_APPEND_SIZE, proposed, sizeOnDisk, streamName } from './wire.ts';

const { BatchAppendResp } = streams;
const { AllStreamPosition, BadRequest, Empty, MaximumAppendSizeExceeded, Timeout, WrongExpectedVersion } = shared;

type Call = ServerDuplexStream<BatchAppendReq, BatchAppendRespType>;
type Problem = InstanceType<typeof statusMessages.Status>;
type Details = { serializeBinary(): Uint8Array };

/** An append whose events have not all come. */
type Pending = {
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: Proposed[];
  size: number;
  timer: NodeJS.Timeout | undefined;
};

/** Field 3 of a Status, empty: the client's package has no other way to the class `Any`. */
const EMPTY_DETAILS = Uint8Array.of(0x1a, 0x00);
const LONGEST_TIMER_MS = 2 ** 31 - 1;

/** Services/Transport/Grpc/Status.cs: the answer's error, its details packed under their name. */
const problem = (code: status, message: string, details: Details): Problem => {
  const answer = statusMessages.Status.deserializeBinary(EMPTY_DETAILS);
  answer.getDetails()?.pack(details.serializeBinary(), `event_store.client.${message}`);
  // The numbers of google.rpc.Code are those of gRPC.
  return answer.setCode(code as number as ReturnType<Problem['getCode']>).setMessage(message);
};
const timedOut = (): Problem => problem(status.DEADLINE_EXCEEDED, 'Timeout', new Timeout());
const badRequest = (why: string): Problem =>
  problem(status.INVALID_ARGUMENT, 'BadRequest', new BadRequest().setMessage(why));
const tooLarge = (): Problem => {
  const details = new MaximumAppendSizeExceeded().setMaxappendsize(MAX_APPEND_SIZE);
  return problem(status.INVALID_ARGUMENT, 'MaximumAppendSizeExceeded', details);
};

/** Services/Transport/Grpc/Status.cs, WrongExpectedVersion. */
const wrongVersion = (current: number, expected: ExpectedRevision): Problem => {
  const details = new WrongExpectedVersion();
  if (current < 0) details.setCurrentNoStream(new Empty());
  else details.setCurrentStreamRevision(String(current));
  if (expected === 'noStream') details.setExpectedNoStream(new Empty());
  else if (expected === 'any') details.setExpectedAny(new Empty());
  else if (expected === 'streamExists') details.setExpectedStreamExists(new Empty());
  else details.setExpectedStreamPosition(String(expected));
  return problem(status.ALREADY_EXISTS, 'WrongExpectedVersion', details);
};

/** Services/Transport/Grpc/Messages/BatchAppendResp.cs, Completed. */
const completed = (outcome: Extract<WriteOutcome, { kind: 'success' }>) => {
  const success = new BatchAppendResp.Success();
  if (outcome.revision < 0) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(outcome.revision));
  if (outcome.position < 0n) return success.setNoPosition(new Empty());
  const position = new AllStreamPosition();
  position.setCommitPosition(String(outcome.position));
  position.setPreparePosition(String(outcome.position));
  return success.setPosition(position);
};

/**
 * Services/Transport/Grpc/Streams.BatchAppend.cs, BatchAppendWorker: many appends on one stream, told apart by their
 * correlation ids; the first message of each has its options, the last is marked final. The stream itself fails for none
 * of them: each has an answer of its own.
 */
export const batchAppend = (call: Call, log: () => EsdbLog): void => {
  const pending = new Map<string, Pending>();
  const keyOf = (request: BatchAppendReq): string =>
    Buffer.from(request.getCorrelationId()?.serializeBinary() ?? []).toString('hex');
  const answer = (request: BatchAppendReq, stream: string): BatchAppendRespType => {
    const identifier = new shared.StreamIdentifier().setStreamName(Buffer.from(stream).toString('base64'));
    return new BatchAppendResp().setCorrelationId(request.getCorrelationId()).setStreamIdentifier(identifier);
  };
  const take = (key: string): Pending | undefined => {
    const one = pending.get(key);
    clearTimeout(one?.timer);
    pending.delete(key);
    return one;
  };

  /** Receive, its first half: options begin an append, unless it has begun. */
  const begin = (request: BatchAppendReq, options: BatchAppendReq.Options): Problem | null => {
    if (options.getStreamIdentifier() === undefined) return badRequest('Required field StreamIdentifier not set.');
    const deadline = options.getDeadline()?.toDate().getTime() ?? Number.POSITIVE_INFINITY;
    const leftMs = deadline - Date.now();
    if (leftMs <= 0) return timedOut();
    const expected = expectedOf(options, options.hasStreamPosition() ? options.getStreamPosition() : null);
    if (expected === null) return badRequest("'None' is not a valid ExpectedStreamPositionOneofCase");
    const key = keyOf(request);
    if (pending.has(key)) return null;
    const stream = streamName(options.getStreamIdentifier());
    // ClientWriteRequest: what is not complete at its deadline is answered and forgotten.
    const late = (): void => {
      if (take(key) !== undefined) call.write(answer(request, stream).setError(timedOut()));
    };
    const timer = leftMs < LONGEST_TIMER_MS ? setTimeout(late, leftMs) : undefined;
    pending.set(key, { stream, expected, events: [], size: 0, timer });
    return null;
  };

  const receive = (request: BatchAppendReq): void => {
    const options = request.getOptions();
    const refused = options === undefined ? null : begin(request, options);
    if (refused !== null) {
      call.write(answer(request, streamName(options?.getStreamIdentifier())).setError(refused));
      return;
    }
    const one = pending.get(keyOf(request));
    if (one === undefined) return;
    for (const message of request.getProposedMessagesList()) {
      const event = proposed(message);
      if ('details' in event) return void call.write(answer(request, one.stream).setError(badRequest(event.details)));
      one.size += sizeOnDisk(event);
      one.events.push(event);
    }
    if (one.size > MAX_APPEND_SIZE) {
      take(keyOf(request));
      call.write(answer(request, one.stream).setError(tooLarge()));
      return;
    }
    if (!request.getIsFinal()) return;
    take(keyOf(request));
    const outcome = log().append(one.stream, one.expected, one.events);
    const told = answer(request, one.stream);
    if (outcome.kind === 'success') call.write(told.setSuccess(completed(outcome)));
    else call.write(told.setError(wrongVersion(outcome.current, one.expected)));
  };

  const forget = (): void => {
    for (const key of pending.keys()) take(key);
  };
  call.on('data', receive);
  call.on('error', forget);
  call.on('cancelled', forget);
  call.on('end', () => {
    forget();
    call.end();
  });
};
