import shared, { type UUID } from '@eventstore/db-client/generated/shared_pb.js';
import streams, { type AppendReq, type ReadResp as ReadRespType } from '@eventstore/db-client/generated/streams_pb.js';
import { Metadata, status } from '@grpc/grpc-js';
import type { ExpectedRevision, LogRecord, Proposed, WriteOutcome } from './log.ts';

const { AppendResp, ReadResp } = streams;
const { Empty, StreamIdentifier, UUID: Uuid } = shared;

/** Configuration/ClusterVNodeOptions.cs, ApplicationOptions.MaxAppendSize: 1 MiB unless configured. */
export const MAX_APPEND_SIZE = 1_024 * 1_024;
const TICKS_PER_MS = 10_000;
const EMPTY_GUID = '00000000-0000-0000-0000-000000000000';
const UUID_FORM = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export type Refusal = { code: status; details: string; metadata: Metadata };

/** Services/Transport/Grpc/RpcExceptions.cs: the exception's name travels in the metadata. */
export const refusal = (code: status, details: string, exception: Readonly<Record<string, string>> = {}): Refusal => {
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(exception)) metadata.set(name, value);
  return { code, details, metadata };
};

/** Services/Transport/Grpc/RpcExceptions.cs, MaxAppendSizeExceeded. */
export const tooLarge = (): Refusal =>
  refusal(status.INVALID_ARGUMENT, `Maximum Append Size of ${MAX_APPEND_SIZE} Exceeded.`, {
    exception: 'maximum-append-size-exceeded',
    'maximum-append-size': String(MAX_APPEND_SIZE),
  });

/** Data/Event.cs, SizeOnDisk: two bytes for each character of the type. */
export const sizeOnDisk = ({ type, data, metadata }: Proposed): number =>
  data.length + metadata.length + 2 * type.length;

/**
 * Services/Transport/Grpc/Uuid.cs, FromDto: a text goes through Guid.Parse, whose exception is status Unknown. It takes
 * two numbers as well, which the client does not send. Data/Event.cs: the empty Guid is an ArgumentException.
 */
const guid = (id: UUID | undefined): string | Refusal => {
  const text = id?.getString() ?? '';
  if (text === EMPTY_GUID) return refusal(status.UNKNOWN, 'Exception was thrown by handler. Empty eventId provided.');
  return UUID_FORM.test(text)
    ? text.toLowerCase()
    : refusal(status.UNKNOWN, 'Exception was thrown by handler. FormatException: Unrecognized Guid format.');
};

/** What `Append` and `BatchAppend` send of an event. */
export type ProposedMessage = {
  getId(): UUID | undefined;
  getMetadataMap(): { get(name: string): string | undefined };
  getData_asU8(): Uint8Array;
  getCustomMetadata_asU8(): Uint8Array;
};

/** Services/Transport/Grpc/Streams.Append.cs, Append: type and content-type are required; Data/Event.cs: a type too. */
export const proposed = (message: ProposedMessage | undefined): Proposed | Refusal => {
  if (message === undefined)
    return refusal(status.UNKNOWN, 'Exception was thrown by handler. InvalidOperationException');
  const properties = message.getMetadataMap();
  for (const name of ['type', 'content-type'])
    if (properties.get(name) === undefined)
      return refusal(status.INVALID_ARGUMENT, `Required Metadata Property '${name}' is missing`, {
        exception: 'missing-required-metadata-property',
        'required-metadata-properties': 'type,content-type',
      });
  const type = properties.get('type') ?? '';
  if (type === '') return refusal(status.UNKNOWN, 'Exception was thrown by handler. Empty eventType provided.');
  const id = guid(message.getId());
  if (typeof id !== 'string') return id;
  return {
    id,
    type,
    contentType: properties.get('content-type') ?? '',
    data: message.getData_asU8(),
    metadata: message.getCustomMetadata_asU8(),
  };
};

export const streamName = (identifier: { getStreamName_asU8(): Uint8Array } | undefined): string =>
  Buffer.from(identifier?.getStreamName_asU8() ?? []).toString();

type Expectation = Pick<AppendReq.Options, 'hasNoStream' | 'hasAny' | 'hasStreamExists'>;

/** Services/Transport/Grpc/Streams.Append.cs: one of four, anything else is an InvalidOperationException. */
export const expectedOf = (options: Expectation, revision: string | null): ExpectedRevision | null =>
  revision !== null
    ? Number(revision)
    : options.hasNoStream()
      ? 'noStream'
      : options.hasAny()
        ? 'any'
        : options.hasStreamExists()
          ? 'streamExists'
          : null;

/** Services/Transport/Grpc/Streams.Append.cs, HandleWriteEventsCompleted. */
export const appendAnswer = (outcome: WriteOutcome, expected: ExpectedRevision): InstanceType<typeof AppendResp> => {
  const answer = new AppendResp();
  if (outcome.kind === 'wrongExpectedVersion') {
    const wrong = new AppendResp.WrongExpectedVersion();
    if (outcome.current < 0) wrong.setCurrentNoStream(new Empty());
    else wrong.setCurrentRevision(String(outcome.current));
    if (expected === 'noStream') wrong.setExpectedNoStream(new Empty());
    else if (expected === 'streamExists') wrong.setExpectedStreamExists(new Empty());
    else if (expected === 'any') wrong.setExpectedAny(new Empty());
    else wrong.setExpectedRevision(String(expected));
    return answer.setWrongExpectedVersion(wrong);
  }
  const success = new AppendResp.Success();
  if (outcome.revision < 0) success.setNoStream(new Empty());
  else success.setCurrentRevision(String(outcome.revision));
  if (outcome.position < 0n) return answer.setSuccess(success.setNoPosition(new Empty()));
  const position = new AppendResp.Position();
  position.setCommitPosition(String(outcome.position)).setPreparePosition(String(outcome.position));
  return answer.setSuccess(success.setPosition(position));
};

/** Services/Transport/Grpc/Streams.Read.cs, ConvertToRecordedEvent: the prepare position told is that of the write's first record. */
export const eventAnswer = (record: LogRecord): ReadRespType => {
  const event = new ReadResp.ReadEvent.RecordedEvent();
  event.setId(new Uuid().setString(record.id));
  event.setStreamIdentifier(identifier(record.stream));
  event.setStreamRevision(String(record.revision));
  event.setCommitPosition(String(record.position));
  event.setPreparePosition(String(record.transactionPosition));
  event.setData(record.data);
  event.setCustomMetadata(record.metadata);
  const properties = event.getMetadataMap();
  properties.set('type', record.type);
  properties.set('content-type', record.contentType);
  properties.set('created', String(record.createdMs * TICKS_PER_MS));
  const read = new ReadResp.ReadEvent();
  read.setEvent(event).setCommitPosition(String(record.position));
  return new ReadResp().setEvent(read);
};

export const identifier = (name: string): InstanceType<typeof StreamIdentifier> =>
  new StreamIdentifier().setStreamName(Buffer.from(name).toString('base64'));

export const notFoundAnswer = (name: string): ReadRespType =>
  new ReadResp().setStreamNotFound(new ReadResp.StreamNotFound().setStreamIdentifier(identifier(name)));

export const confirmationAnswer = (id: string): ReadRespType =>
  new ReadResp().setConfirmation(new ReadResp.SubscriptionConfirmation().setSubscriptionId(id));

export const caughtUpAnswer = (): ReadRespType => new ReadResp().setCaughtUp(new ReadResp.CaughtUp());

export const checkpointAnswer = (position: bigint): ReadRespType =>
  new ReadResp().setCheckpoint(
    new ReadResp.Checkpoint().setCommitPosition(String(position)).setPreparePosition(String(position)),
  );
