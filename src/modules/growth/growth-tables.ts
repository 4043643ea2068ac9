import type { Generated } from 'kysely';
import type { Consent } from './contract.ts';

export type GrowthTables = {
  'system.public_codes': { code: string; workspace_id: string };
  sites: {
    id: string;
    workspace_id: string;
    community_id: string;
    code: string;
    name: string;
    origins: string[];
    consent: Consent;
    secret_version: Generated<number>;
    archived_at: Date | null;
    created_at: Generated<Date>;
  };
  tracked_links: {
    id: string;
    workspace_id: string;
    community_id: string;
    code: string;
    name: string;
    destination: string;
    source: string;
    medium: string;
    campaign: string;
    passes_utm: boolean;
    archived_at: Date | null;
    created_at: Generated<Date>;
  };
};
