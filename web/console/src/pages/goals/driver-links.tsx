import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Driver } from '../../../../../src/modules/goals/objectives.contract.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useDriverNames } from './driver-names.ts';

/** What is done for an objective, each with its way there. */
export function DriverLinks({ drivers }: { drivers: readonly Driver[] }) {
  const { t } = useTranslation();
  const { key } = useCommunity();
  const names = useDriverNames(drivers.length > 0);
  if (drivers.length === 0) return null;
  return (
    <p className="q-objective-drivers">
      <span className="q-faint">{t('goals.objective.drivers')}</span>
      {drivers.map((driver) => {
        const known = names.of(driver);
        const name = known ?? t('goals.objective.goneDriver');
        return driver.kind === 'play' ? (
          <Link
            key={driver.id}
            to="/c/$community/plays"
            params={{ community: key }}
            search={{ tab: 'library', q: known }}
            className="q-word"
          >
            {name}
          </Link>
        ) : (
          <Link
            key={driver.id}
            to="/c/$community/analyses/$kind"
            params={{ community: key, kind: names.kindOf(driver.id) ?? 'retention' }}
            search={{ saved: driver.id }}
            className="q-word"
          >
            {name}
          </Link>
        );
      })}
    </p>
  );
}
