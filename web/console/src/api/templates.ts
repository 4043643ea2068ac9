import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { z } from 'zod';
import {
  type createTemplateBody,
  type previewBody,
  previewReply,
  templateSchema,
  templatesReply,
} from '../../../../src/modules/delivery/contract.ts';
import { call } from './client.ts';

export type { MessageTemplate, Preview } from '../../../../src/modules/delivery/contract.ts';

const base = (communityId: string) => `/api/v1/communities/${communityId}/message-templates`;

/** What of templates is asked anew after any change of them. */
export const templatesKey = (communityId: string) => ['templates', communityId] as const;

/** The templates of a community, and the variables that every message can use. */
export const templatesQuery = (communityId: string) =>
  queryOptions({
    queryKey: [...templatesKey(communityId), 'list'],
    queryFn: ({ signal }) => call(templatesReply, base(communityId), { signal }),
  });

/** A message as each platform would show it. */
export const previewQuery = (communityId: string, body: z.input<typeof previewBody>) =>
  queryOptions({
    queryKey: [...templatesKey(communityId), 'preview', body],
    queryFn: ({ signal }) => call(previewReply, `${base(communityId)}/preview`, { method: 'POST', body, signal }),
    placeholderData: keepPreviousData,
    retry: false,
  });

/** Makes a template, or changes the one named. */
export const saveTemplate = (
  communityId: string,
  known: { id: string; version: number } | undefined,
  body: z.input<typeof createTemplateBody>,
) =>
  call(templateSchema, `${base(communityId)}${known ? `/${known.id}` : ''}`, {
    method: known ? 'PUT' : 'POST',
    body: known ? { ...body, version: known.version } : body,
  });
export const deleteTemplate = (communityId: string, id: string) =>
  call(z.undefined(), `${base(communityId)}/${id}`, { method: 'DELETE' });
