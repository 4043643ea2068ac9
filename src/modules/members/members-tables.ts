import type { Generated } from 'kysely';
import type { AttributeValue, MemberAttribute, MemberTag, Standing } from './contract.ts';

type Owned = { workspace_id: string; community_id: string };

export type MembersTables = {
  members: Owned & { id: string; created_at: Generated<Date>; person_id: string | null };
  accounts: Owned & {
    id: string;
    member_id: string;
    platform: string;
    external_id: string;
    name: string;
    bot: boolean;
    first_at: Date;
  };
  member_merges: Owned & {
    id: string;
    member_id: string;
    into_id: string;
    reason: string;
    merged_by: string | null;
    merged_at: Generated<Date>;
    undone_by: string | null;
    undone_at: Date | null;
  };
  member_tags: Owned & {
    member_id: string;
    tag: string;
    source: MemberTag['source'];
    tagged_by: string | null;
    tagged_at: Generated<Date>;
  };
  member_standings: Owned & { member_id: string; standing: Standing; set_by: string | null; set_at: Generated<Date> };
  attribute_definitions: Owned & {
    id: string;
    key: string;
    name: string;
    name_en: string;
    type: MemberAttribute['type'];
    choices: string[];
    choices_en: string[];
    built_in: boolean;
    position: number;
    hidden_at: Date | null;
    created_at: Generated<Date>;
  };
  member_attributes: Owned & {
    member_id: string;
    definition_id: string;
    value: AttributeValue | null;
    source: MemberAttribute['source'];
    consent: MemberAttribute['consent'];
    consent_at: Date | null;
    consent_how: string;
    set_by: string | null;
    set_by_kind: MemberAttribute['setByKind'];
    set_at: Generated<Date>;
  };
};
