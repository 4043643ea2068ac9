import { askZoneChange, communityParams, getCommunity, readZone } from '#modules/communities/index.ts';
import { changeZoneBody, zoneReply } from '#modules/communities/zone.contract.ts';
import { recordChange } from '#modules/identity/index.ts';
import { type Route, route } from '#platform/http/index.ts';
import type { Services } from './services.ts';
import { changeZoneTask } from './zone-change.ts';

const PATH = '/api/v1/communities/:communityId/zone';

/** The zone that a community's days are of, and another. */
export const zoneChangeRoutes = ({ database, jobs }: Pick<Services, 'database' | 'jobs'>): Route[] => [
  route({
    id: 'communities.zone',
    method: 'GET',
    path: PATH,
    summary: 'The time zone of a community, and how far a change of it is',
    params: communityParams,
    reply: zoneReply,
    handle: ({ caller, params }) => database.inWorkspace(caller.workspaceId, (tx) => readZone(tx, params.communityId)),
  }),
  route({
    id: 'communities.change-zone',
    method: 'PUT',
    path: PATH,
    summary: 'Give a community another time zone: every day is counted anew, in the background',
    params: communityParams,
    body: changeZoneBody,
    reply: zoneReply,
    status: 202,
    handle: ({ caller, params, body }) =>
      database.inWorkspace(caller.workspaceId, async (tx) => {
        const { id, name, zone } = await getCommunity(tx, params.communityId);
        const changeId = await askZoneChange(tx, id, body.zone);
        if (changeId !== undefined) {
          await recordChange(tx, caller, {
            action: 'communities.change-zone',
            subject: { kind: 'community', id, label: name },
            communityId: id,
            before: { zone },
            after: { zone: body.zone },
          });
          await jobs.send(changeZoneTask, { workspaceId: caller.workspaceId, changeId }, { key: changeId, tx });
        }
        return readZone(tx, id);
      }),
  }),
];
