import type { Generated } from 'kysely';
import type { Community, GroupPurpose } from './contract.ts';
import type { CommunityProfile } from './profile.contract.ts';

export type CommunitiesTables = {
  communities: {
    id: string;
    workspace_id: string;
    key: string;
    name: string;
    type: Community['type'];
    zone: string;
    positioning: Generated<string>;
    profile: Generated<Partial<CommunityProfile>>;
    version: Generated<number>;
    logo: string | null;
    avatar: string | null;
    created_at: Generated<Date>;
  };
  groups: {
    id: string;
    workspace_id: string;
    community_id: string;
    platform: string;
    external_id: string;
    name: Generated<string>;
    own_name: Generated<string>;
    purpose: GroupPurpose | null;
    answer_hours: number | null;
    rules: Generated<string>;
    content_kinds: Generated<string[]>;
    venue: Generated<string>;
    host: Generated<string>;
    schedule: Generated<string>;
    awaited: Generated<boolean>;
    archived_at: Date | null;
    created_at: Generated<Date>;
  };
};
