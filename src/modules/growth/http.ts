import type { Clock } from '#kernel/clock.ts';
import { dayOf, formatDay } from '#kernel/calendar.ts';
import { communityParams, getCommunity } from '#modules/communities/index.ts';
import { recordChange } from '#modules/identity/index.ts';
import { grantScope, type EventEngine } from '#platform/clickhouse/index.ts';
import { type Caller, type Route, route } from '#platform/http/index.ts';
import type { Database, Tx } from '#platform/postgres/index.ts';
import {
  archivedSchema,
  type HitCounts,
  linkParams,
  personalLinkBody,
  personalLinkReply,
  siteBody,
  siteParams,
  siteSchema,
  siteSecretReply,
  trackedLinkBody,
  trackedLinkSchema,
  trackingReply,
} from './contract.ts';
import type { GrowthKeys } from './growth-keys.ts';
import { readHits } from './hits/hits.read-model.ts';
import { createSite, getSite, listSites, secretVersionOf, updateSite } from './site-store.ts';
import { createTrackedLink, getTrackedLink, listTrackedLinks, updateTrackedLink } from './tracked-link-store.ts';

const BASE = '/api/v1/communities/:communityId';
const NONE: HitCounts = { hits: 0, visitors: 0, accounts: 0, last: null };
const DAY_MS = 86_400_000;

export type GrowthParts = { database: Database; engine: EventEngine; clock: Clock; keys: GrowthKeys };

/** Sites and tracked links for operators. */
export function growthRoutes(parts: GrowthParts): Route[] {
  return [trackingRoute(parts), ...siteRoutes(parts), ...linkRoutes(parts)];
}

const trackingRoute = ({ database, engine, clock }: GrowthParts): Route =>
  route({
    id: 'tracking.get',
    method: 'GET',
    path: `${BASE}/tracking`,
    summary: 'Sites and tracked links, and what they brought in 28 days',
    params: communityParams,
    reply: trackingReply,
    async handle({ caller, params }) {
      const { community, sites, links } = await database.inWorkspace(caller.workspaceId, async (tx) => {
        const found = await getCommunity(tx, params.communityId);
        return {
          community: found,
          sites: await listSites(tx, found.id),
          links: await listTrackedLinks(tx, found.id),
        };
      });
      const today = dayOf(clock.now(), community.zone);
      const { bySource, ...figures } = await readHits(engine, grantScope(caller.workspaceId, community.id), today);
      const counted = <T extends { id: string }>(one: T) => ({ ...one, counts: bySource.get(one.id) ?? NONE });
      return {
        today: formatDay(today),
        zone: community.zone,
        sites: sites.map(counted),
        links: links.map(counted),
        ...figures,
      };
    },
  });

/** Runs a change of something in a community of the caller, in one transaction. */
const changing = <T>(
  { database }: GrowthParts,
  caller: Caller,
  idOrKey: string,
  work: (tx: Tx, communityId: string) => Promise<T>,
): Promise<T> => database.inWorkspace(caller.workspaceId, async (tx) => work(tx, (await getCommunity(tx, idOrKey)).id));

/** When something went out of use: the time it did, now, or never. */
const archivedAt = (before: string | null, archived: boolean, now: number): Date | null =>
  archived ? new Date(before ?? now) : null;

function siteRoutes(parts: GrowthParts): Route[] {
  const { clock, keys } = parts;
  const secretOf = (id: string, renew: boolean) =>
    route({
      id,
      method: renew ? 'POST' : 'GET',
      path: `${BASE}/sites/:siteId/secret`,
      summary: renew ? 'Make a new secret; the old one stops proving anything' : 'The secret that proves visitors’ ids',
      params: siteParams,
      reply: siteSecretReply,
      handle: ({ caller, params }) =>
        changing(parts, caller, params.communityId, async (tx, communityId) => {
          const site = await getSite(tx, communityId, params.siteId);
          const version = await secretVersionOf(tx, site.id, { renew });
          const subject = { kind: 'site', id: site.id, label: site.name };
          await recordChange(tx, caller, { action: id, subject, communityId, after: { secretVersion: version } });
          return { secret: keys.siteSecret(site.id, version) };
        }),
    });
  return [
    route({
      id: 'sites.create',
      method: 'POST',
      path: `${BASE}/sites`,
      summary: 'Register a web site whose pages report visits and clicks',
      params: communityParams,
      body: siteBody,
      reply: siteSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        changing(parts, caller, params.communityId, async (tx, communityId) => {
          const site = await createSite(tx, { workspaceId: caller.workspaceId, communityId }, body);
          const subject = { kind: 'site', id: site.id, label: site.name };
          await recordChange(tx, caller, { action: 'sites.create', subject, communityId, after: body });
          return site;
        }),
    }),
    route({
      id: 'sites.update',
      method: 'PUT',
      path: `${BASE}/sites/:siteId`,
      summary: 'Change a web site, or take it out of use',
      params: siteParams,
      body: siteBody.extend({ archived: archivedSchema }),
      reply: siteSchema,
      handle: ({ caller, params, body: { archived, ...fields } }) =>
        changing(parts, caller, params.communityId, async (tx, communityId) => {
          const before = await getSite(tx, communityId, params.siteId);
          const at = archivedAt(before.archivedAt, archived, clock.now());
          const after = await updateSite(tx, before.id, { ...fields, archivedAt: at });
          const subject = { kind: 'site', id: after.id, label: after.name };
          await recordChange(tx, caller, { action: 'sites.update', subject, communityId, before, after });
          return after;
        }),
    }),
    secretOf('sites.secret', false),
    secretOf('sites.renew-secret', true),
  ];
}

function linkRoutes(parts: GrowthParts): Route[] {
  const { clock, database, keys } = parts;
  return [
    route({
      id: 'tracked-links.create',
      method: 'POST',
      path: `${BASE}/tracked-links`,
      summary: 'Make a link that counts who follows it',
      params: communityParams,
      body: trackedLinkBody,
      reply: trackedLinkSchema,
      status: 201,
      handle: ({ caller, params, body }) =>
        changing(parts, caller, params.communityId, async (tx, communityId) => {
          const link = await createTrackedLink(tx, { workspaceId: caller.workspaceId, communityId }, body);
          const subject = { kind: 'tracked-link', id: link.id, label: link.name };
          await recordChange(tx, caller, { action: 'tracked-links.create', subject, communityId, after: body });
          return link;
        }),
    }),
    route({
      id: 'tracked-links.update',
      method: 'PUT',
      path: `${BASE}/tracked-links/:linkId`,
      summary: 'Change a tracked link, or take it out of use',
      params: linkParams,
      body: trackedLinkBody.extend({ archived: archivedSchema }),
      reply: trackedLinkSchema,
      handle: ({ caller, params, body: { archived, ...fields } }) =>
        changing(parts, caller, params.communityId, async (tx, communityId) => {
          const before = await getTrackedLink(tx, communityId, params.linkId);
          const at = archivedAt(before.archivedAt, archived, clock.now());
          const after = await updateTrackedLink(tx, before.id, { ...fields, archivedAt: at });
          const subject = { kind: 'tracked-link', id: after.id, label: after.name };
          await recordChange(tx, caller, { action: 'tracked-links.update', subject, communityId, before, after });
          return after;
        }),
    }),
    route({
      id: 'tracked-links.personal',
      method: 'POST',
      path: `${BASE}/tracked-links/:linkId/personal`,
      summary: 'The link for one account: a click on it is that account’s',
      params: linkParams,
      body: personalLinkBody,
      reply: personalLinkReply,
      async handle({ caller, params, body: { expiresInDays, ...account } }) {
        const { communityId, path } = await database.inWorkspace(caller.workspaceId, async (tx) => {
          const community = await getCommunity(tx, params.communityId);
          const link = await getTrackedLink(tx, community.id, params.linkId);
          return { communityId: community.id, path: link.path };
        });
        const until = clock.now() + expiresInDays * DAY_MS;
        return {
          path: `${path}?p=${keys.sealAccount(communityId, account, until)}`,
          expiresAt: new Date(until).toISOString(),
        };
      },
    }),
  ];
}
