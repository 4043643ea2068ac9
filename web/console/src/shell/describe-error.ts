import type { TFunction } from 'i18next';
import { ApiError } from '../api/problem.ts';

/** Whether a part of the console itself could not be loaded: the network is gone, or a newer version took its place. */
export const isMissingPart = (error: unknown): boolean =>
  error instanceof TypeError && /dynamically imported module|module script/i.test(error.message);

/** A failure in the reader's words: what happened, the detail where it helps, what is kept and what to do. */
export function describeError(error: unknown, t: TFunction): { title: string; detail?: string; hint?: string } {
  if (isMissingPart(error)) return { title: t('error.part.title'), detail: t('error.part.detail') };
  if (!(error instanceof ApiError)) {
    return {
      title: t('error.page.title'),
      detail: t('error.page.detail'),
      hint: error instanceof Error ? error.message : undefined,
    };
  }
  if (error.status === 0) return { title: t('error.offline.title'), detail: t('error.offline.detail') };
  if (error.status === 401) return { title: t('error.signedOut.title'), detail: t('error.signedOut.detail') };
  if (error.code === 'sign_in_again')
    return { title: t('error.signInAgain.title'), detail: t('error.signInAgain.detail') };
  if (error.status === 403) return { title: t('error.forbidden.title'), detail: t('error.forbidden.detail') };
  if (error.status === 404) return { title: t('error.notFound.title'), detail: t('error.notFound.detail') };
  if (error.status === 429) return { title: t('error.tooMany.title'), detail: t('error.tooMany.detail') };
  if (error.code === 'file_infected')
    return { title: t('error.infected.title'), detail: t('error.infected.detail'), hint: error.message };
  if (error.code === 'file_not_scanned')
    return { title: t('error.notScanned.title'), detail: t('error.notScanned.detail') };
  if (error.code === 'scanner_down')
    return { title: t('error.scannerDown.title'), detail: t('error.scannerDown.detail') };
  if (error.status === 503) return { title: t('error.notReady.title'), detail: t('error.notReady.detail') };
  const faults = error.faults.map(({ where, what }) => `${where}: ${what}`).join('; ');
  if (error.code === 'contract')
    return { title: t('error.contract.title'), detail: t('error.contract.detail'), hint: error.message };
  return {
    title: error.status >= 500 ? t('error.server.title') : t('error.refused.title'),
    detail: faults || error.message,
    hint: error.requestId ? t('error.request', { id: error.requestId }) : undefined,
  };
}
