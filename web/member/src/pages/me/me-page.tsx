import { useTranslation } from 'react-i18next';
import { Avatar } from '../../../../ui/avatar.tsx';
import { useMe, useUses } from '../../api/me.ts';
import { ENTRIES } from '../../entries.ts';
import { Card, Row, Rows } from '../../ui/parts.tsx';
import { Page } from '../../ui/page.tsx';
import { Answer } from '../../ui/states.tsx';
import { AppearanceCard } from './appearance-card.tsx';

/** What is the member's own: what other parts keep for them, their data, where they are signed in, how the pages look. */
export function MePage() {
  const { t } = useTranslation();
  const me = useMe();
  const uses = useUses();
  const entries = ENTRIES.filter(({ tab, part }) => tab === 'me' && (part === undefined || uses(part)));
  return (
    <Page title={t('shell.me')}>
      <Answer of={me}>
        {({ name, community }) => (
          <Card>
            <div className="m-who">
              <Avatar name={name} id={name} size={48} />
              <div>
                <strong>{name}</strong>
                <p className="m-soft">{t('me.memberOf', { community: community.name })}</p>
              </div>
            </div>
          </Card>
        )}
      </Answer>
      {entries.length > 0 ? (
        <Card>
          <Rows>
            {entries.map(({ to, label, icon }) => (
              <Row key={to} to={to} title={t(label)} icon={icon} />
            ))}
          </Rows>
        </Card>
      ) : null}
      <Card>
        <Rows>
          <Row to="/me/accounts" title={t('me.accounts')} icon="link" />
          <Row to="/me/data" title={t('me.data')} icon="lock" />
          <Row to="/me/sessions" title={t('me.sessions')} icon="phone" />
        </Rows>
      </Card>
      <AppearanceCard />
    </Page>
  );
}
