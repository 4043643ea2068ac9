import { useQuery } from '@tanstack/react-query';
import { Button, Popconfirm } from 'antd';
import { useTranslation } from 'react-i18next';
import { dayOf, formatDay, startOfDay, type Day } from '../../../../../src/kernel/calendar.ts';
import type { Booking, Resource } from '../../../../../src/modules/goals/resources.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { ErrorState, Skeleton } from '../../../../ui/states.tsx';
import type { Format } from '../../../../ui/format.ts';
import { useFormat } from '../../../../ui/use-format.ts';
import { bookingsQuery, cancelBooking } from '../../api/goals.ts';
import { describeError } from '../../shell/describe-error.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { GoalsError } from './goals-error.tsx';
import { useGoalChange } from './use-goal-change.ts';

/** The instants of a week, from its Monday. */
export const weekOf = (monday: Day, zone: string): { from: string; to: string } => ({
  from: new Date(startOfDay(monday, zone)).toISOString(),
  to: new Date(startOfDay(monday + 7, zone)).toISOString(),
});

type Props = {
  monday: Day;
  thisMonday: Day;
  zone: string;
  resources: readonly Resource[];
  mayManage: boolean;
  onWeek: (monday: Day) => void;
  onEdit: (booking: Booking) => void;
};

/** A week of bookings, day by day, with the way to the weeks around it. */
export function Agenda({ monday, thisMonday, zone, resources, mayManage, onWeek, onEdit }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data, error, refetch } = useQuery(bookingsQuery(community.id, weekOf(monday, zone)));
  const [first, last] = [formatDay(monday), formatDay(monday + 6)];
  return (
    <Panel
      title={t('goals.resource.agenda')}
      note={`${t('goals.resource.week', { from: format.shortDay(first), to: format.shortDay(last) })} · ${t('goals.resource.zone', { zone })}`}
      aside={
        <>
          <Button size="small" onClick={() => onWeek(monday - 7)}>
            {t('goals.resource.earlier')}
          </Button>
          <Button size="small" disabled={monday === thisMonday} onClick={() => onWeek(thisMonday)}>
            {t('goals.resource.thisWeek')}
          </Button>
          <Button size="small" onClick={() => onWeek(monday + 7)}>
            {t('goals.resource.later')}
          </Button>
        </>
      }
    >
      {error && !data ? (
        <ErrorState {...describeError(error, t)} onRetry={() => void refetch()} />
      ) : !data ? (
        <Skeleton rows={7} height={20} />
      ) : (
        <ol className="q-agenda">
          {Array.from({ length: 7 }, (_, at) => monday + at).map((day) => (
            <AgendaDay
              key={day}
              day={day}
              zone={zone}
              bookings={data.filter((booking) => touches(booking, day, zone))}
              {...{ resources, mayManage, onEdit }}
            />
          ))}
        </ol>
      )}
    </Panel>
  );
}

/** The times of a booking as they are written under a day: other days are named. */
function timesOf(format: Format, booking: Booking, { day, zone }: { day: Day; zone: string }): string {
  const head = `${formatDay(day)} `;
  const [from, to] = [format.instant(booking.from, zone), format.instant(booking.to, zone)];
  return `${from.replace(head, '')} – ${to.replace(head, '')}`;
}

/** Whether a booking has some of a day; one that ends at midnight has nothing of the next. */
const touches = ({ from, to }: Booking, day: Day, zone: string): boolean =>
  dayOf(Date.parse(from), zone) <= day && dayOf(Date.parse(to) - 1, zone) >= day;

type DayProps = Pick<Props, 'zone' | 'resources' | 'mayManage' | 'onEdit'> & { day: Day; bookings: readonly Booking[] };

function AgendaDay({ day, bookings, resources, ...rest }: DayProps) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const text = formatDay(day);
  const weekday = new Intl.DateTimeFormat(i18n.language, { weekday: 'short', timeZone: 'UTC' }).format(
    Date.parse(text),
  );
  return (
    <li>
      <h3>
        {weekday} <span className="q-faint">{format.shortDay(text)}</span>
      </h3>
      {bookings.length === 0 ? (
        <p className="q-faint">{t('goals.resource.nothing')}</p>
      ) : (
        <ul>
          {bookings.map((booking) => (
            <BookingRow
              key={booking.id}
              booking={booking}
              day={day}
              resource={resources.find(({ id }) => id === booking.resourceId)}
              {...rest}
            />
          ))}
        </ul>
      )}
    </li>
  );
}

function BookingRow(
  props: Pick<Props, 'zone' | 'mayManage' | 'onEdit'> & { day: Day; booking: Booking; resource: Resource | undefined },
) {
  const { t } = useTranslation();
  const format = useFormat();
  const { booking, resource, day, zone, mayManage, onEdit } = props;
  const cancel = useGoalChange((communityId) => cancelBooking(communityId, booking));
  const details = [
    booking.quantity === null ? '' : t('goals.resource.pieces', { count: booking.quantity }),
    booking.operation?.name,
    booking.note,
    booking.by ? t('goals.resource.bookedBy', { name: booking.by }) : '',
  ];
  return (
    <li className="q-booking">
      <div>
        <b>{resource?.name}</b> <span>{timesOf(format, booking, { day, zone })}</span>
        <small className="q-faint">{details.filter(Boolean).join(' · ')}</small>
        <GoalsError error={cancel.error} />
      </div>
      {mayManage ? (
        <div className="q-goal-actions">
          {resource && resource.archivedAt === null ? (
            <Button type="text" size="small" onClick={() => onEdit(booking)}>
              {t('goals.edit')}
            </Button>
          ) : null}
          <Popconfirm
            title={t('goals.resource.cancelTitle')}
            description={t('goals.resource.cancelDetail')}
            okText={t('goals.resource.cancelBooking')}
            cancelText={t('goals.resource.keepBooking')}
            onConfirm={() => cancel.mutate(undefined)}
          >
            <Button type="text" size="small" danger>
              {t('goals.resource.cancelBooking')}
            </Button>
          </Popconfirm>
        </div>
      ) : null}
    </li>
  );
}
