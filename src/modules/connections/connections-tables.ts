import type { Generated } from 'kysely';
import type { ConnectionState, FormSettings, LimitOverrides } from './contract.ts';
import type { SeenChat } from './connector.ts';

export type ConnectionsTables = {
  connections: {
    id: string;
    workspace_id: string;
    community_id: string | null;
    connector: string;
    name: string;
    zone: string;
    settings: FormSettings;
    secrets: string | null;
    limits: Generated<LimitOverrides>;
    code: string;
    version: Generated<number>;
    paused_at: Date | null;
    paused_for: 'hand' | 'revoked' | null;
    created_at: Generated<Date>;
  };
  connection_states: {
    connection_id: string;
    workspace_id: string;
    state: ConnectionState;
    detail: Generated<string>;
    since: Date;
    again_at: Date | null;
    heard_at: Date | null;
    sent_at: Date | null;
    heard: Generated<number>;
    sent: Generated<number>;
    failed: Generated<number>;
  };
  connection_chats: {
    id: string;
    workspace_id: string;
    connection_id: string;
    external_id: string;
    name: Generated<string>;
    kind: SeenChat['kind'];
    members: number | null;
    community_id: string | null;
    group_id: string | null;
    attached_at: Date | null;
    first_seen_at: Date;
    last_seen_at: Date;
  };
};
