import { ServerFeaturesService } from '@eventstore/db-client/generated/serverfeatures_grpc_pb.js';
import features from '@eventstore/db-client/generated/serverfeatures_pb.js';
import { StreamsService } from '@eventstore/db-client/generated/streams_grpc_pb.js';
import type { AppendReq, AppendResp, ReadReq, ReadResp } from '@eventstore/db-client/generated/streams_pb.js';
import {
  Server,
  ServerCredentials,
  type ServerReadableStream,
  type ServerUnaryCall,
  type ServerWritableStream,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { createEsdbLog, type EsdbLog, type Proposed } from './esdb/log.ts';
import { readOneStream, subscribeToAll } from './esdb/read.ts';
import {
  appendAnswer,
  expectedOf,
  MAX_APPEND_SIZE,
  proposed,
  type Refusal,
  refusal,
  sizeOnDisk,
  streamName,
  tooLarge,
} from './esdb/wire.ts';

export type EsdbServer = {
  /** `esdb://127.0.0.1:<port>?tls=false`, the same after a restart. */
  readonly url: string;
  log(): EsdbLog;
  /** Reads and subscriptions that are open right now, each with the answers it was sent so far. */
  openReads(): readonly number[];
  /** Cuts every call at once, as a killed process does; what was stored stays. */
  kill(): Promise<void>;
  restart(): Promise<void>;
  /** As `restart`, on an empty volume. */
  wipe(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * Speaks EventStoreDB's gRPC protocol v1 to the real client: single appends, reads both ways, subscriptions to `$all`.
 * Without security, as `--insecure`; without batch appends, as a server before 21.10 (the client then appends one by one).
 */
export const startEsdbServer = async (): Promise<EsdbServer> => {
  let log = createEsdbLog();
  const open = new Set<ServerWritableStream<ReadReq, ReadResp> & { sent?: number }>();

  /** Services/Transport/Grpc/ServerFeatures.cs, GetSupportedMethods. */
  const supported = (_: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>): void => {
    const methods = ['read', 'append'].map((name) =>
      new features.SupportedMethod().setServiceName('event_store.client.streams.streams').setMethodName(name),
    );
    answer(null, new features.SupportedMethods().setEventStoreServerVersion('23.10.0').setMethodsList(methods));
  };

  /** Services/Transport/Grpc/Streams.Append.cs, Append: options first, then messages; checked as they arrive. */
  const append = (call: ServerReadableStream<AppendReq, AppendResp>, answer: sendUnaryData<AppendResp>): void => {
    let options: AppendReq.Options | undefined;
    let refused: Refusal | null = null;
    let size = 0;
    const events: Proposed[] = [];
    call.on('data', (request: AppendReq) => {
      if (refused !== null) return;
      if (options === undefined) {
        options = request.getOptions();
        if (options === undefined)
          refused = refusal(status.UNKNOWN, 'Exception was thrown by handler. No options first.');
        return;
      }
      const event = proposed(request);
      if ('details' in event) refused = event;
      else {
        size += sizeOnDisk(event);
        if (size > MAX_APPEND_SIZE) refused = tooLarge();
        else events.push(event);
      }
    });
    call.on('error', () => undefined);
    call.on('end', () => {
      const expected = options === undefined ? null : expectedOf(options);
      const name = streamName(options?.getStreamIdentifier());
      if (expected === null) refused ??= refusal(status.UNKNOWN, 'Exception was thrown by handler. No expectation.');
      // Messages/ClientMessage.cs, WriteEvents: Ensure.NotNullOrEmpty(eventStreamId).
      if (name === '') refused ??= refusal(status.INVALID_ARGUMENT, 'eventStreamId should not be empty.');
      if (refused !== null || expected === null) return answer(refused);
      answer(null, appendAnswer(log.append(name, expected, events), expected));
    });
  };

  /** Services/Transport/Grpc/Streams.Read.cs, Read: combinations it does not know are refused. */
  const read = async (call: ServerWritableStream<ReadReq, ReadResp>): Promise<void> => {
    open.add(call);
    call.on('error', () => undefined);
    const options = call.request.getOptions();
    const refused =
      options?.hasStream() === true && options.hasCount()
        ? await readOneStream(call, log, options)
        : options?.hasAll() === true && options.hasSubscription()
          ? await subscribeToAll(call, log, options)
          : refusal(status.INVALID_ARGUMENT, 'The combination of options is invalid.');
    open.delete(call);
    if (call.cancelled || call.destroyed) return;
    if (refused === null) call.end();
    else call.emit('error', refused);
  };

  const listen = async (port: number): Promise<{ server: Server; port: number }> => {
    const server = new Server();
    server.addService(StreamsService, {
      append,
      read: (call: ServerWritableStream<ReadReq, ReadResp>) => void read(call),
    });
    server.addService(ServerFeaturesService, { getSupportedMethods: supported });
    const bound = await new Promise<number>((resolve, reject) => {
      server.bindAsync(`127.0.0.1:${port}`, ServerCredentials.createInsecure(), (error, at) =>
        error === null ? resolve(at) : reject(error),
      );
    });
    return { server, port: bound };
  };

  let current = await listen(0);
  const { port } = current;
  const kill = async (): Promise<void> => current.server.forceShutdown();
  const restart = async (): Promise<void> => {
    await kill();
    current = await listen(port);
  };
  return {
    url: `esdb://127.0.0.1:${port}?tls=false`,
    log: () => log,
    openReads: () => [...open].map(({ sent = 0 }) => sent),
    kill,
    restart,
    wipe: async () => {
      await kill();
      log = createEsdbLog();
      await restart();
    },
    stop: kill,
  };
};
