import type { RewardKind } from '../../../../../src/modules/rewards/contract.ts';
import { Icon, type IconName } from '../../ui/icon.tsx';

const ICONS: Record<RewardKind, IconName> = { goods: 'box', coupon: 'coins', benefit: 'star', service: 'calendar' };

/** The picture of a reward, or the sign of its kind; the name stands beside it, so screen readers skip both. */
export function RewardPicture({ image, kind, large }: { image: string | null; kind: RewardKind; large?: boolean }) {
  const name = `m-reward-picture${large ? ' m-reward-picture-large' : ''}`;
  if (image !== null) return <img className={name} src={image} alt="" loading={large ? 'eager' : 'lazy'} />;
  return (
    <span className={name}>
      <Icon name={ICONS[kind]} size={large ? 56 : 40} />
    </span>
  );
}
