export {
  createCommunity,
  ensureGroups,
  findOptionalCommunity,
  getCommunity,
  listCommunities,
  listGroups,
  type SeenGroup,
} from './community-store.ts';
export { type Community, communityParams, type Group, type NewCommunity } from './contract.ts';
export { communitiesRoutes } from './http.ts';
