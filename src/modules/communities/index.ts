export {
  createCommunity,
  findOptionalCommunity,
  getCommunity,
  getCommunityDetail,
  listCommunities,
  listPostedRituals,
  type PostedRituals,
  updateCommunity,
} from './community-store.ts';
export { ERASED_GROUP_TABLES, eraseGroupWordsOf } from './erase-groups.ts';
export { createGroup, ensureGroups, listGroups, type SeenGroup, updateGroup } from './group-store.ts';
export { type Community, communityParams, type Group, type NewCommunity } from './contract.ts';
export { communitiesRoutes } from './http.ts';
export { listTemplates } from './templates/list-templates.ts';
export {
  askZoneChange,
  findOptionalZoneChange,
  listUndoneZoneChanges,
  noteZoneChange,
  readZone,
} from './zone-change-store.ts';
export { settleGroups } from './undo-groups.ts';
