import { useQuery } from '@tanstack/react-query';
import { useMatchRoute, useNavigate, useSearch } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../src/modules/communities/contract.ts';
import { zoneLabel } from '../../../ui/format.ts';
import { useFormat } from '../../../ui/use-format.ts';
import { overviewQuery } from '../api/overview.ts';

/** The day that every figure on the page is as of, and the zone its days are in; the overview can go back to another. */
export function AsOf({ community }: { community: Community }) {
  const { t } = useTranslation();
  const format = useFormat();
  const navigate = useNavigate();
  const matchRoute = useMatchRoute();
  const { asOf } = useSearch({ strict: false });
  const { data } = useQuery({ ...overviewQuery(community.id, asOf), retry: false });
  const report = data?.report;
  const zone = report?.timezone ?? community.zone;
  const dated = Boolean(matchRoute({ to: '/c/$community' })) && report?.events.first;
  const choose = (day: string) =>
    void navigate({
      to: '/c/$community',
      params: { community: community.key },
      search: { asOf: day && day !== report?.events.last ? day : undefined },
    });
  return (
    <div className="q-as-of" title={t('asOf.hint', { zone })}>
      {dated && report ? (
        <label>
          <span>{t('asOf.choose')}</span>
          <input
            key={report.asOf}
            type="date"
            defaultValue={report.asOf}
            min={report.events.first ?? undefined}
            onChange={(event) => event.target.validity.valid && event.target.value && choose(event.target.value)}
          />
        </label>
      ) : report?.events.last ? (
        <span>{t('asOf.day', { day: format.day(report.asOf) })}</span>
      ) : null}
      <span className="q-faint q-as-of-zone">
        {zone} ({zoneLabel(zone)})
      </span>
    </div>
  );
}
