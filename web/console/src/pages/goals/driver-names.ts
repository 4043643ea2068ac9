import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import type { Driver } from '../../../../../src/modules/goals/objectives.contract.ts';
import type { Language } from '../../../../ui/format.ts';
import { savedAnalysesQuery } from '../../api/dashboards.ts';
import { libraryQuery } from '../../api/plays.ts';
import { useCommunity } from '../../shell/use-community.ts';

/** One text for a driver, to choose it by. */
export const driverKey = ({ kind, id }: Driver): string => `${kind}:${id}`;
export function driverOf(key: string): Driver {
  const at = key.indexOf(':');
  return { kind: key.slice(0, at), id: key.slice(at + 1) } as Driver;
}

/** Plays and saved analyses by name; asked for only where some are shown. */
export function useDriverNames(enabled: boolean) {
  const { i18n } = useTranslation();
  const { id } = useCommunity();
  const { data: plays = [] } = useQuery({ ...libraryQuery(id), enabled, select: ({ plays: all }) => all });
  const { data: analyses = [] } = useQuery({ ...savedAnalysesQuery(id), enabled });
  const language = i18n.language as Language;
  const shown = plays.filter(({ off }) => !off).map((play) => ({ id: play.id, name: play.words[language].name }));
  return {
    plays: shown,
    analyses,
    of: (driver: Driver): string | undefined =>
      driver.kind === 'play'
        ? plays.find(({ id: one }) => one === driver.id)?.words[language].name
        : analyses.find(({ id: one }) => one === driver.id)?.name,
    kindOf: (analysisId: string) => analyses.find(({ id: one }) => one === analysisId)?.kind,
  };
}
