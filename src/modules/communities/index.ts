export {
  createCommunity, ensureGroups, findOptionalCommunity, getCommunity, listCommunities, listGroups, type SeenGroup,
} from './community-store.ts';
export type { Community, Group, NewCommunity } from './contract.ts';
export { communitiesRoutes } from './http.ts';
