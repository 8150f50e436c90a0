import type { BulkAction, BulkOperation, OperationResult } from '@fleet/domain/read-models/operations';
import type { Adoption } from '@fleet/domain/read-models/personas';
import type { ColumnType, Generated, Kysely } from 'kysely';

export const ACCESS_SCHEMA = 'access';

/** The gateway's own schema, see migrations. */
export type AccessTables = {
  admin_token: { id: Generated<boolean>; token_hash: Buffer; created_at: Generated<Date> };
  sessions: { id_hash: Buffer; principal: string; created_at: Generated<Date>; expires_at: Date };
  idempotency: {
    principal: string;
    key: string;
    request_hash: Buffer;
    created_at: Generated<Date>;
    status: number | null;
    content_type: string | null;
    answer: string | null;
  };
  operations: {
    id: string;
    action: BulkAction;
    ordered_by: string;
    reason: string;
    agent_ids: string[];
    handled: Generated<number>;
    changed: Generated<number>;
    refused_count: Generated<number>;
    refused: ColumnType<BulkOperation['refused'], string | undefined, string>;
    position: ColumnType<string, string | undefined, string>;
    done: Generated<boolean>;
    created_at: Generated<Date>;
    heartbeat_at: Generated<Date>;
    matched: Generated<number>;
    failed_count: Generated<number>;
    undoes: string | null;
    retries: string | null;
    undone_by: string | null;
    gathered: Generated<boolean>;
    stalls: Generated<number>;
    traceparent: string | null;
  };
  operation_results: {
    operation_id: string;
    place: number;
    agent_id: string;
    result: OperationResult['result'];
    code: string | null;
    reason: string | null;
  };
  seedings: {
    id: string;
    ordered_by: string;
    persona: string | null;
    fleet_seed: string;
    agent_ids: string[];
    created_at: Generated<Date>;
  };
  adoptions: {
    id: string;
    persona_id: string;
    version: number;
    ordered_by: string;
    reason: string;
    matched: number;
    handled: Generated<number>;
    changed: Generated<number>;
    refused_count: Generated<number>;
    refused: ColumnType<Adoption['refused'], string | undefined, string>;
    last_agent: string | null;
    position: ColumnType<string, string | undefined, string>;
    done: Generated<boolean>;
    created_at: Generated<Date>;
    heartbeat_at: Generated<Date>;
  };
  seeding: { fleet_seed: string; persona: string; next_index: number };
};

export type AccessDb = Kysely<AccessTables>;
