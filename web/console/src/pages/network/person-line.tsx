import type { ReactNode } from 'react';
import { TierMark } from '../../../../ui/tier-badge.tsx';
import type { NetworkPerson } from '../../api/network.ts';

type Tier = NonNullable<NetworkPerson['tier']>;

/** A member as a line to press, with what there is to say of them here. */
export function PersonLine(props: { name: string; tier?: Tier | null; note?: ReactNode; onPick: () => void }) {
  return (
    <button type="button" className="q-network-person" onClick={props.onPick}>
      <span className="q-network-person-name">
        {props.tier ? <TierMark tier={props.tier} /> : null}
        <span>{props.name}</span>
      </span>
      {props.note ? <small>{props.note}</small> : null}
    </button>
  );
}
