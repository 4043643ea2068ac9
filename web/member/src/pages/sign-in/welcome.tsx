import type { ReactNode } from 'react';
import type { EntranceCommunity } from '../../../../../src/modules/member-access/contract.ts';

/** Whose pages these are: the first thing that somebody sees who comes in. */
export const Welcome = ({ community, children }: { community: EntranceCommunity; children?: ReactNode }) => (
  <div className="m-welcome">
    {community.picture ? <img src={`/api/m/v1/communities/${community.code}/picture`} alt="" /> : null}
    <h1>{community.name}</h1>
    {community.slogan ? <p className="m-soft">{community.slogan}</p> : null}
    {children}
  </div>
);
