import { NIL_ID } from '#kernel/ids.ts';

/** One visit or click as the engine keeps it. `at` is in milliseconds UTC. */
export type Hit = {
  hitId: string;
  kind: 'visit' | 'click';
  at: number;
  sourceId: string;
  visitor: string;
  accountId: string;
  page: string;
  referrer: string;
  name: string;
  source: string;
  medium: string;
  campaign: string;
};

/** A hit of which only the kind, the time and the source are known. */
export const bareHit = (hit: Pick<Hit, 'hitId' | 'kind' | 'at' | 'sourceId'>): Hit => ({
  visitor: NIL_ID,
  accountId: NIL_ID,
  page: '',
  referrer: '',
  name: '',
  source: '',
  medium: '',
  campaign: '',
  ...hit,
});

const PAGE_LENGTH = 300;

/** Host and path of an address; its query and fragment may name people and are never kept. Empty when it is none. */
export function pageOf(address: string): string {
  if (!URL.canParse(address)) return '';
  const { protocol, host, pathname } = new URL(address);
  return protocol === 'https:' || protocol === 'http:' ? `${host}${pathname}`.slice(0, PAGE_LENGTH) : '';
}

/** The host that sent somebody; empty when it is the page's own, or not known. */
export function referrerOf(address: string, ownHost: string): string {
  const host = pageOf(address).split('/')[0]!;
  return host === ownHost ? '' : host;
}

const LABEL_LENGTH = 80;

/** The utm_ labels of an address. */
export function labelsOf(address: string): Pick<Hit, 'source' | 'medium' | 'campaign'> {
  const query = URL.canParse(address) ? new URL(address).searchParams : new URLSearchParams();
  const label = (name: string): string => (query.get(`utm_${name}`) ?? '').slice(0, LABEL_LENGTH);
  return { source: label('source'), medium: label('medium'), campaign: label('campaign') };
}

/** Programs that follow links to look at them; they say so themselves. */
const PROGRAM =
  /bot\b|bot\/|crawl|spider|slurp|preview|facebookexternalhit|whatsapp\/|telegrambot|headless|python-|curl\/|wget\/|go-http|axios|monitor|lighthouse/i;

/** Whether a hit counts: no program, and nobody whose browser asks not to be followed (Sec-GPC). */
export const counts = (headers: { 'user-agent'?: string; 'sec-gpc'?: string | string[] }): boolean =>
  headers['sec-gpc'] !== '1' && headers['user-agent'] !== undefined && !PROGRAM.test(headers['user-agent']);
