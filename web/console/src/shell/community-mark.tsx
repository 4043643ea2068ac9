import type { Community } from '../../../../src/modules/communities/contract.ts';
import { fileAddress } from '../api/communities.ts';

/** Logo and slogan above a page about the whole community, also in print; nothing where there is neither. */
export function CommunityMark({ community }: { community: Community }) {
  if (!community.logo && !community.slogan) return null;
  return (
    <div className="q-community-mark">
      {community.logo ? <img src={fileAddress(community.logo)} alt={community.name} /> : null}
      {community.slogan ? <span>{community.slogan}</span> : null}
    </div>
  );
}
