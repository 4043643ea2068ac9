import type { Clock } from '#kernel/clock.ts';
import { BadInput, Forbidden, NotFound } from '#kernel/errors.ts';
import { NIL_ID } from '#kernel/ids.ts';
import { getCommunity } from '#modules/communities/index.ts';
import { type AcceptEvents, communitySpace } from '#modules/events/index.ts';
import type { Database } from '#platform/postgres/index.ts';
import { type HitsBody, hitsBody } from './contract.ts';
import type { AccountName, GrowthKeys } from './growth-keys.ts';
import { bareHit, type Hit, labelsOf, pageOf, referrerOf } from './hits/hit.ts';
import type { HitTarget, RecordHits } from './hits/record-hits.ts';
import { reportKnown } from './report-known.ts';
import { findOpenSite, type OpenSite } from './site-store.ts';

/** The platform of accounts that web sites know. */
export const WEB = 'web';

export type HitParts = {
  database: Database;
  clock: Clock;
  acceptEvents: AcceptEvents;
  recordHits: RecordHits;
  keys: GrowthKeys;
  workspaceOf: (code: string) => Promise<string | undefined>;
};

/**
 * Takes what a page of a site sent. NotFound for an unknown site, Forbidden for a page of another origin, or a visitor
 * whose id is not signed by the site. Before consent a site that asks first gets nothing recorded.
 */
export async function acceptHits(parts: HitParts, text: string, origin: string | undefined): Promise<void> {
  const body = parse(text);
  const { site, target } = await openSite(parts, body.site);
  if (origin === undefined || !site.origins.includes(origin.toLowerCase()))
    throw new Forbidden(`pages of ${origin ?? 'no origin'} may not report for this site`);
  if (body.visitor === undefined && site.consent === 'ask') return;
  const account = knownVisitor(parts.keys, site, body);
  const accountId = account ? communitySpace(site.communityId).accountId(account.platform, account.member) : NIL_ID;
  const now = parts.clock.now();
  const ownHost = new URL(origin).host;
  const hits = body.hits.map((hit): Hit => ({
    ...bareHit({ hitId: hit.id, kind: hit.kind, at: now - hit.ago, sourceId: site.id }),
    visitor: body.visitor ?? NIL_ID,
    accountId,
    page: pageOf(hit.page),
    referrer: referrerOf(hit.referrer, ownHost),
    name: hit.name,
    ...labelsOf(hit.page),
  }));
  if (account) await reportKnown(parts, target, account, hits);
  await parts.recordHits(target, hits);
}

function parse(text: string): HitsBody {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new BadInput('the body is not JSON', [{ where: '/body', what: 'is not JSON' }], 'invalid_json');
  }
  const parsed = hitsBody.safeParse(value);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => ({ where: `/${path.join('/')}`, what: message }));
  throw new BadInput(`${faults[0]!.where}: ${faults[0]!.what}`, faults);
}

/** A site in use by its public code, and where its hits belong. */
async function openSite(parts: HitParts, code: string): Promise<{ site: OpenSite; target: HitTarget }> {
  const workspaceId = await parts.workspaceOf(code);
  if (workspaceId === undefined) throw new NotFound('the site');
  return parts.database.inWorkspace(workspaceId, async (tx) => {
    const site = await findOpenSite(tx, code);
    if (!site) throw new NotFound('the site');
    const { zone } = await getCommunity(tx, site.communityId);
    return { site, target: { workspaceId, communityId: site.communityId, zone } };
  });
}

/** Who the visitor is, where they agreed and the site's server vouches for it. */
function knownVisitor(keys: GrowthKeys, site: OpenSite, { visitor, user }: HitsBody): AccountName | undefined {
  if (visitor === undefined || user === undefined) return undefined;
  if (!keys.proves(site, user.id, user.signature))
    throw new Forbidden('the signature of this visitor’s id is wrong: sign it with the secret of the site');
  return { platform: WEB, member: user.id };
}
