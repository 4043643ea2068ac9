import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { App, Button, Typography } from 'antd';
import { useTranslation } from 'react-i18next';
import type { MemberAccess } from '../../../../../src/modules/member-access/contract.ts';
import { Panel } from '../../../../ui/figure.tsx';
import { useFormat } from '../../../../ui/use-format.ts';
import { endMemberSession, makePersonalLink, memberAccessQuery } from '../../api/member-access.ts';
import { describeError } from '../../shell/describe-error.ts';
import { ErrorNotice } from '../../shell/error-notice.tsx';
import { Loaded } from '../../shell/loaded.tsx';
import { useRight } from '../../shell/use-right.ts';
import { deviceName } from '../../../../ui/device.ts';

type Props = { communityId: string; memberId: string; name: string };

/**
 * A member's own pages: where they are signed in, for who may edit members, and a link that lets them in. Whoever holds the link is the
 * member, so only who may be that makes one.
 */
export function AccessPanel(props: Props) {
  const may = useRight('members.edit');
  return may ? <Access {...props} /> : null;
}

function Access({ communityId, memberId, name }: Props) {
  const { t } = useTranslation();
  const maySignIn = useRight('members.sign-in-as');
  const asked = useQuery(memberAccessQuery(communityId, memberId));
  return (
    <Panel title={t('memberAccess.title')}>
      {maySignIn ? <PersonalLink communityId={communityId} memberId={memberId} name={name} /> : null}
      <Loaded of={asked} rows={2}>
        {(access) => <Sessions communityId={communityId} memberId={memberId} name={name} access={access} />}
      </Loaded>
    </Panel>
  );
}

/** A link is shown once, to be sent to the member and to nobody else. */
function PersonalLink({ communityId, memberId, name }: Props) {
  const { t } = useTranslation();
  const format = useFormat();
  const make = useMutation({ mutationFn: () => makePersonalLink(communityId, memberId) });
  return (
    <div className="q-access-link">
      <p className="q-faint">{t('memberAccess.lead', { name })}</p>
      <ErrorNotice error={make.error} />
      {make.data ? (
        <div role="status">
          <Typography.Text copyable={{ text: make.data.address }} ellipsis>
            {make.data.address}
          </Typography.Text>
          <small className="q-faint">{t('memberAccess.until', { when: format.instant(make.data.endsAt) })}</small>
        </div>
      ) : null}
      <Button size="small" loading={make.isPending} onClick={() => make.mutate()}>
        {t(make.data ? 'memberAccess.another' : 'memberAccess.make')}
      </Button>
    </div>
  );
}

function Sessions({ communityId, memberId, name, access }: Props & { access: MemberAccess }) {
  const { t } = useTranslation();
  const format = useFormat();
  const client = useQueryClient();
  const { message, modal } = App.useApp();
  const end = useMutation({
    mutationFn: (sessionId?: string) => endMemberSession(communityId, memberId, sessionId),
    onSuccess: () => client.invalidateQueries({ queryKey: memberAccessQuery(communityId, memberId).queryKey }),
    onError: (failure) => void message.error(describeError(failure, t).title),
  });
  const ask = (sessionId?: string) =>
    void modal.confirm({
      title: t(sessionId === undefined ? 'memberAccess.endAllTitle' : 'memberAccess.endTitle', { name }),
      content: t(sessionId === undefined ? 'memberAccess.endAllMore' : 'memberAccess.endMore'),
      okText: t('memberAccess.end'),
      okButtonProps: { danger: true },
      cancelText: t('form.cancel'),
      onOk: () => end.mutateAsync(sessionId).catch(() => undefined),
    });
  if (access.sessions.length === 0) return <p className="q-soft">{t('memberAccess.none')}</p>;
  return (
    <>
      <ul className="q-access-sessions" aria-label={t('memberAccess.sessions')}>
        {access.sessions.map((session) => (
          <li key={session.id}>
            <span>
              {deviceName(session.device) || t('memberAccess.device')}
              <small className="q-faint" title={format.instant(session.seenAt)}>
                {t(`memberAccess.ways.${session.way}`)} ·{' '}
                {t('memberAccess.seen', { when: format.relative(session.seenAt) })}
              </small>
            </span>
            <Button size="small" type="text" danger onClick={() => ask(session.id)}>
              {t('memberAccess.end')}
            </Button>
          </li>
        ))}
      </ul>
      <Button size="small" danger onClick={() => ask()}>
        {t('memberAccess.endAll')}
      </Button>
    </>
  );
}
