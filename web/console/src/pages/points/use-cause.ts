import { useTranslation } from 'react-i18next';

/** What a transaction was for, in words: the rule's name, else the kind of cause. */
export function useCause(): (of: { cause: string; ruleName: string | null }) => string {
  const { t } = useTranslation();
  return ({ cause, ruleName }) => ruleName ?? t([`points.causes.${cause}`, 'points.causes.other']);
}
