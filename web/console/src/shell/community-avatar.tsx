import type { Community } from '../../../../src/modules/communities/contract.ts';
import { Avatar } from '../../../ui/avatar.tsx';
import { fileAddress } from '../api/communities.ts';

type Props = { community: Pick<Community, 'id' | 'name' | 'avatar' | 'logo'> | undefined; size: number };

/** The picture of a community: its avatar, else its logo, else the first letter of its name. */
export function CommunityAvatar({ community, size }: Props) {
  const file = community?.avatar ?? community?.logo;
  if (!file) return <Avatar name={community?.name ?? '+'} id={community?.id ?? '+'} size={size} />;
  return (
    <img
      className={`q-community-avatar ${community?.avatar ? '' : 'q-community-avatar-whole'}`}
      src={fileAddress(file)}
      alt=""
      width={size}
      height={size}
    />
  );
}
