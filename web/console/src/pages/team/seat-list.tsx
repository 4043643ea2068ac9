import { MoreOutlined, SafetyCertificateOutlined } from '@ant-design/icons';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Dropdown } from 'antd';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { OneTimeLink, Role, SeatDetails } from '../../../../../src/modules/identity/contract.ts';
import { Avatar } from '../../../../ui/avatar.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { ApiError } from '../../api/problem.ts';
import { meQuery } from '../../api/session.ts';
import { changeRole, makeResetLink, teamQuery } from '../../api/team.ts';
import { describeError } from '../../shell/describe-error.ts';
import { LinkDialog } from './link-dialog.tsx';
import { RemoveSeatDialog } from './remove-seat-dialog.tsx';
import { RoleSelect } from './role-select.tsx';
import { SeatSessionsDialog } from './seat-sessions-dialog.tsx';

/** Everybody with a seat: who they are, their role, and what says how safe the account is. */
export function SeatList({ seats }: { seats: readonly SeatDetails[] }) {
  return (
    <ul className="q-seats">
      {seats.map((seat) => (
        <SeatRow key={seat.operatorId} seat={seat} />
      ))}
    </ul>
  );
}

function SeatRow({ seat }: { seat: SeatDetails }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: me } = useQuery(meQuery);
  const untouchable = seat.role === 'owner' && me?.role !== 'owner';
  return (
    <li>
      <Avatar name={seat.name} id={seat.operatorId} size={36} />
      <div className="q-seat-who">
        <strong>
          {seat.name}
          {seat.operatorId === me?.operator?.id ? <span className="q-word">{t('team.you')}</span> : null}
        </strong>
        <span className="q-faint">{seat.email}</span>
      </div>
      <div className="q-seat-facts">
        {seat.secondFactor ? (
          <span className="q-seat-safe">
            <SafetyCertificateOutlined aria-hidden /> {t('team.secondFactorOn')}
          </span>
        ) : (
          <span className="q-faint">{t('team.secondFactorOff')}</span>
        )}
        <span className="q-faint" title={seat.lastSeenAt ? format.instant(seat.lastSeenAt) : undefined}>
          {seat.lastSeenAt ? t('team.seen', { when: format.relative(seat.lastSeenAt) }) : t('team.neverSeen')}
        </span>
      </div>
      <SeatRole seat={seat} disabled={untouchable} />
      {untouchable ? <span /> : <SeatMenu seat={seat} />}
    </li>
  );
}

function useFailure() {
  const { t } = useTranslation();
  const { message } = App.useApp();
  return (error: unknown) => {
    const last = error instanceof ApiError && error.code === 'last_owner';
    void message.error(last ? t('team.lastOwner') : describeError(error, t).title);
  };
}

function SeatRole({ seat, disabled }: { seat: SeatDetails; disabled: boolean }) {
  const { t } = useTranslation();
  const client = useQueryClient();
  const change = useMutation({
    mutationFn: (role: Role) => changeRole(seat.operatorId, role),
    onSuccess: () => Promise.all([client.invalidateQueries(teamQuery), client.invalidateQueries(meQuery)]),
    onError: useFailure(),
  });
  return (
    <RoleSelect
      aria-label={t('team.roleOf', { name: seat.name })}
      value={change.isPending ? change.variables : seat.role}
      disabled={disabled}
      loading={change.isPending}
      onChange={(role) => change.mutate(role)}
    />
  );
}

function SeatMenu({ seat }: { seat: SeatDetails }) {
  const { t } = useTranslation();
  const { data: me } = useQuery(meQuery);
  const fail = useFailure();
  const { modal } = App.useApp();
  const [removing, setRemoving] = useState(false);
  const [looking, setLooking] = useState(false);
  const [link, setLink] = useState<OneTimeLink>();
  const reset = useMutation({
    mutationFn: () => makeResetLink(seat.operatorId),
    onSuccess: setLink,
    onError: (error) => {
      if (!(error instanceof ApiError) || error.status !== 403) return fail(error);
      void modal.warning({ title: t('team.reset.refused'), content: t('team.reset.refusedDetail') });
    },
  });
  const self = seat.operatorId === me?.operator?.id;
  const items = [
    ...(me?.role === 'owner' && !self
      ? [
          { key: 'sessions', label: t('team.sessions.open'), onClick: () => setLooking(true) },
          { key: 'reset', label: t('team.reset.make'), onClick: () => reset.mutate() },
        ]
      : []),
    { key: 'remove', danger: true, label: t(self ? 'team.leave' : 'team.remove'), onClick: () => setRemoving(true) },
  ];
  return (
    <>
      <Dropdown trigger={['click']} menu={{ items }} placement="bottomRight">
        <Button
          type="text"
          icon={<MoreOutlined />}
          loading={reset.isPending}
          aria-label={t('team.more', { name: seat.name })}
        />
      </Dropdown>
      {looking ? <SeatSessionsDialog seat={seat} onClose={() => setLooking(false)} /> : null}
      {removing ? <RemoveSeatDialog seat={seat} self={self} onClose={() => setRemoving(false)} /> : null}
      {link ? (
        <LinkDialog
          title={t('team.reset.made', { name: seat.name })}
          detail={t(link.mailed ? 'team.reset.mailedDetail' : 'team.reset.handOver', { name: seat.name })}
          link={link}
          onClose={() => setLink(undefined)}
        />
      ) : null}
    </>
  );
}
