import { queryOptions } from '@tanstack/react-query';
import type { z } from 'zod';
import {
  siteSchema,
  siteSecretReply,
  trackedLinkSchema,
  trackingReply,
  type siteBody,
  type trackedLinkBody,
} from '../../../../src/modules/growth/contract.ts';
import { call } from './client.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}`;

/** Sites and tracked links of a community with what they brought. */
export const trackingQuery = (communityId: string) =>
  queryOptions({
    queryKey: ['tracking', communityId],
    queryFn: ({ signal }) => call(trackingReply, `${base(communityId)}/tracking`, { signal }),
  });

export type SiteFields = z.input<typeof siteBody> & { archived?: boolean };
export type LinkFields = z.input<typeof trackedLinkBody> & { archived?: boolean };

/** Makes a site, or changes the one named. */
export const saveSite = (communityId: string, siteId: string | undefined, fields: SiteFields) =>
  call(siteSchema, `${base(communityId)}/sites${siteId ? `/${siteId}` : ''}`, {
    method: siteId ? 'PUT' : 'POST',
    body: fields,
  });

/** Makes a tracked link, or changes the one named. */
export const saveLink = (communityId: string, linkId: string | undefined, fields: LinkFields) =>
  call(trackedLinkSchema, `${base(communityId)}/tracked-links${linkId ? `/${linkId}` : ''}`, {
    method: linkId ? 'PUT' : 'POST',
    body: fields,
  });

/** The secret with which a site proves who its visitors are; `renew` makes a new one. */
export const siteSecret = (communityId: string, siteId: string, renew: boolean) =>
  call(siteSecretReply, `${base(communityId)}/sites/${siteId}/secret`, { method: renew ? 'POST' : 'GET' });
