import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Switch } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { dayOf, formatDay, mondayOf, parseDay, type Day } from '../../../../../src/kernel/calendar.ts';
import type { Booking, Resource, ResourcesReply } from '../../../../../src/modules/goals/resources.contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { EmptyState } from '../../../../ui/states.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { bookingsQuery, resourcesQuery } from '../../api/goals.ts';
import { Loaded } from '../../shell/loaded.tsx';
import { usePageTitle } from '../../shell/page-title.ts';
import { useCommunity } from '../../shell/use-community.ts';
import { useRight } from '../../shell/use-right.ts';
import { Agenda, weekOf } from './agenda.tsx';
import { BookingDialog } from './booking-dialog.tsx';
import { GoalsFrame } from './goals-frame.tsx';
import { ResourceDialog } from './resource-dialog.tsx';
import { ResourceLine } from './resource-line.tsx';

/** The sentence: how many resources there are, and how many bookings the week that is shown has. */
function ResourcesAnswer({ data, monday, thisMonday }: { data: ResourcesReply; monday: Day; thisMonday: Day }) {
  const { t } = useTranslation();
  const format = useFormat();
  const community = useCommunity();
  const { data: bookings } = useQuery(bookingsQuery(community.id, weekOf(monday, data.zone)));
  const count = data.resources.filter(({ archivedAt }) => archivedAt === null).length;
  const resources = t('goals.resource.count', { count });
  if (!bookings) return resources;
  const week =
    monday === thisMonday
      ? t('goals.resource.inThisWeek')
      : t('goals.resource.week', {
          from: format.shortDay(formatDay(monday)),
          to: format.shortDay(formatDay(monday + 6)),
        });
  return t('goals.resource.answer', {
    resources,
    week,
    bookings: t('goals.resource.bookingCount', { count: bookings.length }),
  });
}

/** The register of resources, and who has them when. */
export function ResourcesPage() {
  const { t } = useTranslation();
  const community = useCommunity();
  const mayManage = useRight('goals.manage');
  const { week } = useSearch({ from: '/app/c/$community/goals/resources' });
  const asked = useQuery(resourcesQuery(community.id));
  const { data } = asked;
  const [edited, setEdited] = useState<Resource | 'new'>();
  usePageTitle(t('goals.tabs.resources'), community.name);
  const today = dayOf(Date.now(), community.zone);
  const thisMonday = mondayOf(today);
  const monday = week ? mondayOf(parseDay(week)!) : thisMonday;
  const add = mayManage ? (
    <Button type="primary" onClick={() => setEdited('new')}>
      {t('goals.resource.new')}
    </Button>
  ) : null;
  const some = data !== undefined && data.resources.length > 0;
  return (
    <GoalsFrame
      answer={some ? <ResourcesAnswer {...{ data, monday, thisMonday }} /> : t('goals.resource.lead')}
      action={some ? add : null}
    >
      <Loaded of={asked} panel>
        {(reply) =>
          some ? (
            <Register data={reply} {...{ monday, thisMonday, mayManage }} today={formatDay(today)} onEdit={setEdited} />
          ) : (
            <section className="q-panel">
              <EmptyState title={t('goals.resource.none.title')} action={add}>
                {t(mayManage ? 'goals.resource.none.detail' : 'goals.resource.noneRight')}
              </EmptyState>
            </section>
          )
        }
      </Loaded>
      {edited && data ? (
        <ResourceDialog
          resource={edited === 'new' ? undefined : edited}
          zone={data.zone}
          onClose={() => setEdited(undefined)}
        />
      ) : null}
    </GoalsFrame>
  );
}

type RegisterProps = {
  data: ResourcesReply;
  monday: Day;
  thisMonday: Day;
  today: string;
  mayManage: boolean;
  onEdit: (resource: Resource) => void;
};

function Register({ data, monday, thisMonday, today, mayManage, onEdit }: RegisterProps) {
  const { t } = useTranslation();
  const { archived = false } = useSearch({ from: '/app/c/$community/goals/resources' });
  const navigate = useNavigate({ from: '/c/$community/goals/resources' });
  const [booked, setBooked] = useState<{ resource: Resource; booking?: Booking }>();
  const { zone, resources } = data;
  const shown = resources.filter(({ archivedAt }) => archived || archivedAt === null);
  const retired = resources.some(({ archivedAt }) => archivedAt !== null);
  const firstDay = formatDay(monday);
  return (
    <div className="q-goals-halves">
      <Panel title={t('goals.resource.list')}>
        <ul className="q-resources">
          {shown.map((resource) => (
            <ResourceLine
              key={resource.id}
              {...{ resource, zone, mayManage }}
              onEdit={() => onEdit(resource)}
              onBook={() => setBooked({ resource })}
            />
          ))}
        </ul>
        {retired ? (
          <label className="q-goals-switch">
            <Switch
              size="small"
              checked={archived}
              onChange={(on) =>
                void navigate({ search: (before) => ({ ...before, archived: on || undefined }), replace: true })
              }
            />
            {t('goals.resource.showArchived')}
          </label>
        ) : null}
      </Panel>
      <Agenda
        {...{ monday, thisMonday, zone, resources, mayManage }}
        onWeek={(to) =>
          void navigate({
            search: (before) => ({ ...before, week: to === thisMonday ? undefined : formatDay(to) }),
            replace: true,
          })
        }
        onEdit={(booking) => {
          const resource = resources.find(({ id }) => id === booking.resourceId);
          if (resource) setBooked({ resource, booking });
        }}
      />
      {booked ? (
        <BookingDialog
          key={booked.booking?.id ?? booked.resource.id}
          resource={booked.resource}
          booking={booked.booking}
          day={firstDay > today ? firstDay : formatDay(parseDay(today)! + 1)}
          operations={data.operations}
          zone={zone}
          onClose={() => setBooked(undefined)}
        />
      ) : null}
    </div>
  );
}
