import { NotFound } from '#kernel/errors.ts';
import type { LinkOf } from '#modules/delivery/index.ts';
import { entranceAddress, makePersonalLink } from '#modules/member-access/index.ts';
import { publicAddress } from './public-address.ts';
import type { Services } from './services.ts';

/** The links that messages of a workspace carry: personal for one known person, else the address of the member pages. */
export const memberLinks =
  ({ config, clock, memberKeys }: Pick<Services, 'config' | 'clock' | 'memberKeys'>) =>
  (workspaceId: string): LinkOf =>
  async (tx, { communityId, memberId }) => {
    const place = { workspaceId, communityId, origin: publicAddress(config, config.port) };
    const entrance = () => entranceAddress(tx, place, place.origin);
    if (memberId === null) return entrance();
    const made = makePersonalLink(tx, memberKeys, { ...place, memberId, now: clock.now() });
    return made.then(
      ({ address }) => address,
      // Gone since the message was planned: what waits behind it must not be held up.
      (error: unknown) => (error instanceof NotFound ? entrance() : Promise.reject(error)),
    );
  };
