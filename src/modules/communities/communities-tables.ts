import type { Generated } from 'kysely';
import type { Community, Group } from './contract.ts';

export type CommunitiesTables = {
  communities: {
    id: string;
    workspace_id: string;
    key: string;
    name: string;
    type: Community['type'];
    zone: string;
    positioning: Generated<string>;
    created_at: Generated<Date>;
  };
  groups: {
    id: string;
    workspace_id: string;
    community_id: string;
    platform: string;
    external_id: string;
    name: Generated<string>;
    purpose: Group['purpose'];
    created_at: Generated<Date>;
  };
};
