export type { AttributeDefinition } from './attribute.ts';
export { defineAttribute, listAttributeDefinitions, type NewAttribute, setAttribute } from './attribute-store.ts';
export type { Account, MemberAttribute, MemberTag, Person } from './contract.ts';
export { ensureAccounts, type SeenAccount } from './ensure-accounts.ts';
export { membersRoutes } from './http.ts';
export { listTagged, listTags, setTags, tagsOf } from './member-tags.ts';
export { mergeMembers, type MergeOrder, unmerge } from './merge-members.ts';
export { findByIds } from './people.read-model.ts';
export { manualMerges } from './person-forest.ts';
