import { useInfiniteQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { Button, Select } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { EVENT_KINDS } from '../../../../../src/modules/events/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { timelineQuery, type Portrait, type TimelineEvent } from '../../api/members.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useRight } from '../../shell/use-right.ts';
import { RecordDialog } from '../credit/record-dialog.tsx';

const KINDS = Object.keys(EVENT_KINDS);
const LONG = 280;

/** What the member did, latest first, by day; narrowed by kind. */
export function TimelinePanel({ portrait, communityId }: { portrait: Portrait; communityId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [kind, setKind] = useState<string>();
  const mayRecord = useRight('credit.manage');
  const [breach, setBreach] = useState<TimelineEvent>();
  const list = useInfiniteQuery(timelineQuery(communityId, portrait.memberId, kind));
  const events = list.data?.pages.flatMap((page) => page.events) ?? [];
  const days = byDay(events, (at) => format.instant(at, portrait.timezone).slice(0, 10));
  return (
    <Panel
      className="q-timeline-panel"
      title={t('member.timeline')}
      aside={
        <Select
          allowClear
          size="small"
          aria-label={t('member.kind')}
          placeholder={t('member.allKinds')}
          popupMatchSelectWidth={false}
          className="q-kind"
          value={kind}
          onChange={setKind}
          options={KINDS.map((value) => ({ value, label: t(`kind.${value}`) }))}
        />
      }
    >
      {list.error ? <ErrorState {...describeError(list.error, t)} onRetry={() => void list.refetch()} /> : null}
      {list.isPending ? <Skeleton rows={6} height={20} /> : null}
      {list.data && events.length === 0 ? <p className="q-soft">{t('member.nothing')}</p> : null}
      <ol className="q-timeline">
        {[...days].map(([day, found]) => (
          <li key={day}>
            <h3 title={day}>
              {format.day(day)} <span className="q-faint">{format.daysBefore(day, portrait.asOf)}</span>
            </h3>
            <ol>
              {found.map((event) => (
                <TimelineItem
                  key={event.id}
                  event={event}
                  zone={portrait.timezone}
                  onRecord={mayRecord && event.text ? () => setBreach(event) : undefined}
                />
              ))}
            </ol>
          </li>
        ))}
      </ol>
      {list.hasNextPage ? (
        <Button block onClick={() => void list.fetchNextPage()} loading={list.isFetchingNextPage}>
          {t('member.earlier')}
        </Button>
      ) : null}
      {breach ? (
        <RecordDialog
          memberId={portrait.memberId}
          name={portrait.name}
          message={breach}
          onClose={() => setBreach(undefined)}
        />
      ) : null}
    </Panel>
  );
}

function byDay(events: readonly TimelineEvent[], dayOf: (at: string) => string): Map<string, TimelineEvent[]> {
  const days = new Map<string, TimelineEvent[]>();
  for (const event of events) {
    const day = dayOf(event.at);
    days.set(day, [...(days.get(day) ?? []), event]);
  }
  return days;
}

type ItemProps = { event: TimelineEvent; zone: string; onRecord: (() => void) | undefined };

function TimelineItem({ event, zone, onRecord }: ItemProps) {
  const { t } = useTranslation();
  const format = useFormat();
  const [whole, setWhole] = useState(false);
  const text = event.text ?? '';
  return (
    <li className={event.removed ? 'q-removed' : ''}>
      <time dateTime={event.at} title={format.instant(event.at, zone)}>
        {format.instant(event.at, zone).slice(11)}
      </time>
      <div>
        <p className="q-timeline-what">
          <strong>{t(`kind.${event.kind}`, { defaultValue: event.kind })}</strong>
          {event.group ? <span className="q-faint">{event.group}</span> : null}
          {event.target ? (
            <span>
              →{' '}
              <Link to="/c/$community/members/$member" from="/c/$community" params={{ member: event.target.memberId }}>
                {event.target.name}
              </Link>
            </span>
          ) : null}
          {event.value === null ? null : <span>{format.decimal(event.value)}</span>}
          {event.removed ? <span className="q-word">{t('member.removed')}</span> : null}
          {onRecord ? (
            <Button type="link" size="small" className="q-timeline-record" onClick={onRecord}>
              {t('credit.record.ofMessage')}
            </Button>
          ) : null}
        </p>
        {text ? (
          <p className="q-timeline-text">
            {whole || text.length <= LONG ? text : `${text.slice(0, LONG)}… `}
            {text.length > LONG && !whole ? (
              <Button type="link" size="small" onClick={() => setWhole(true)}>
                {t('member.whole')}
              </Button>
            ) : null}
          </p>
        ) : null}
      </div>
    </li>
  );
}
