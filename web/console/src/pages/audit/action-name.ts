import type { TFunction } from 'i18next';

/** What was done, in the reader's words; an action without words is shown by its name. */
export const actionName = (action: string, t: TFunction): string =>
  t(`audit.action.${action.replaceAll(/[.-]/g, '_')}`, { defaultValue: action });

/** What kind of thing was changed. */
export const subjectName = (kind: string, t: TFunction): string =>
  t(`audit.kind.${kind.replaceAll(/[.-]/g, '_')}`, { defaultValue: kind });
