import { useQueryClient } from '@tanstack/react-query';
import { App, Button, Progress } from 'antd';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Community } from '../../../../../src/modules/communities/contract.ts';
import type { CommunityReport } from '../../../../../src/modules/insights/contract.ts';
import { evaluationsQuery, overviewQuery } from '../../api/overview.ts';
import { describeError } from '../../shell/describe-error.ts';
import { monthEnds } from './month-ends.ts';

interface Props {
  report: CommunityReport;
  community: Community;
  /** Days that have an evaluation. */
  known: readonly string[];
  /** First day on show. */
  from: string;
}

/** Computes the ends of past months that have no evaluation yet, one after the other; can be stopped, keeps what is done. */
export function FillHistory({ report, community, known, from }: Props) {
  const { t } = useTranslation();
  const { message } = App.useApp();
  const client = useQueryClient();
  const [done, setDone] = useState<number>();
  const live = useRef(false);
  useEffect(() => () => void (live.current = false), []);
  const first = report.events.first ?? report.asOf;
  const missing = monthEnds(from > first ? from : first, report.asOf).filter((day) => !known.includes(day));
  const [wanted, setWanted] = useState(0);
  const fill = async () => {
    live.current = true;
    setWanted(missing.length);
    try {
      for (const [index, day] of missing.entries()) {
        if (!live.current) break;
        setDone(index);
        await client.fetchQuery(overviewQuery(community.id, day));
        // Each dot appears as soon as it is known.
        await client.invalidateQueries(evaluationsQuery(community.id, report.asOf));
      }
    } catch (error) {
      void message.error(describeError(error, t).title);
    } finally {
      live.current = false;
      setDone(undefined);
    }
  };
  if (done !== undefined) {
    return (
      <div className="q-fill-history" role="status">
        <span>{t('trend.filling', { done, wanted })}</span>
        <Progress
          aria-label={t('trend.filling', { done, wanted })}
          percent={Math.round((done / Math.max(1, wanted)) * 100)}
          size="small"
          showInfo={false}
        />
        <Button size="small" onClick={() => (live.current = false)}>
          {t('form.cancel')}
        </Button>
      </div>
    );
  }
  if (missing.length === 0) return null;
  return (
    <div className="q-fill-history">
      <Button size="small" onClick={() => void fill()}>
        {t('trend.fill', { count: missing.length })}
      </Button>
      <span className="q-faint q-small">{t('trend.fillNote')}</span>
    </div>
  );
}
