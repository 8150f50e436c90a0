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
import { batchAppend } from './esdb/batch-append.ts';
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
  /** Calls of `Append`, and streams of `BatchAppend`, that were begun. */
  appendCalls(): { readonly single: number; readonly batch: number };
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
 * Speaks EventStoreDB's gRPC protocol v1 to the real client: single and batch appends, reads both ways, subscriptions to
 * `$all`. Without security, as `--insecure`. `batchAppends: false` is a server before 21.10: a client that would batch
 * then appends one by one.
 */
export const startEsdbServer = async ({ batchAppends = true } = {}): Promise<EsdbServer> => {
  let appendCalls = { single: 0, batch: 0 };
  let log = createEsdbLog();
  const open = new Set<ServerWritableStream<ReadReq, ReadResp> & { sent?: number }>();

  /** Services/Transport/Grpc/ServerFeatures.cs, GetSupportedMethods: names in lower case, some with features. */
  const supported = (_: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>): void => {
    const offered: [string, string[]][] = [
      ['read', ['position', 'events']],
      ['append', []],
    ];
    if (batchAppends) offered.push(['batchappend', ['deadline_duration']]);
    const methods = offered.map(([name, list]) =>
      new features.SupportedMethod()
        .setServiceName('event_store.client.streams.streams')
        .setMethodName(name)
        .setFeaturesList(list),
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
      const event = proposed(request.getProposedMessage());
      if ('details' in event) refused = event;
      else {
        size += sizeOnDisk(event);
        if (size > MAX_APPEND_SIZE) refused = tooLarge();
        else events.push(event);
      }
    });
    call.on('error', () => undefined);
    call.on('end', () => {
      const expected =
        options === undefined ? null : expectedOf(options, options.hasRevision() ? options.getRevision() : null);
      const name = streamName(options?.getStreamIdentifier());
      if (expected === null) refused ??= refusal(status.UNKNOWN, 'Exception was thrown by handler. No expectation.');
      // Messages/ClientMessage.cs, WriteEvents: no empty name; an exception is status Unknown.
      if (name === '')
        refused ??= refusal(status.UNKNOWN, 'Exception was thrown by handler. eventStreamId should not be empty.');
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
      append: (call: Parameters<typeof append>[0], answer: Parameters<typeof append>[1]) => {
        appendCalls = { ...appendCalls, single: appendCalls.single + 1 };
        append(call, answer);
      },
      ...(batchAppends && {
        batchAppend: (call: Parameters<typeof batchAppend>[0]) => {
          appendCalls = { ...appendCalls, batch: appendCalls.batch + 1 };
          batchAppend(call, () => log);
        },
      }),
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
    appendCalls: () => appendCalls,
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
