export { checkAttributeValue } from './attribute.ts';
export { compareHolders, listHolders, type PeopleSet } from './attribute-holders.ts';
export {
  defineAttribute,
  getAttributeDefinition,
  listAttributeDefinitions,
  type NewAttribute,
} from './attribute-definitions.ts';
export { setAttribute } from './attribute-store.ts';
export type { Account, MemberAttribute, MemberTag, Person } from './contract.ts';
export {
  addTagToMany,
  type BulkOutcome,
  removeTagFromMany,
  setAttributeOfMany,
  setStandingOfMany,
  undoTagChanges,
} from './bulk-changes.ts';
export { ensureAccounts, type SeenAccount } from './ensure-accounts.ts';
export { membersRoutes } from './http.ts';
export { memberNames } from './merges.read-model.ts';
export { listTagged, listTags, setTags } from './member-tags.ts';
export { type AskedPerson, matchPeople, type PersonMatch } from './match-people.ts';
export { mergeMembers, type MergeOrder, unmerge } from './merge-members.ts';
export { findByIds } from './people.read-model.ts';
export { setRuleTag } from './rule-tags.ts';
export { listStanding, setStandings, type StandingOrder } from './standing.ts';
export { manualMerges, membersOf, partsOf } from './person-forest.ts';
export { type KnownRenames, recordRenames } from './record-renames.ts';
export { readSaidOf } from './said-of-member.ts';
export { listHeldValues, listTagHolders } from './shared-marks.ts';
export { type AccountLeft, settleAccounts } from './undo-accounts.ts';
export { ERASED_MEMBER_TABLES, eraseMembersOf, findPersonToErase } from './erase-members.ts';
